/** Nobody grants rights that they do not hold (kubernetes pkg/registry/rbac/{rolebinding,role}/policybased). */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { forbidden } from '../api-error.ts';
import { at, text } from '../coding/json.ts';
import type { Kind } from '../kinds.ts';
import type { Store } from '../store.ts';
import type { User } from './authentication.ts';
import { authorize, grantsOf, type PolicyRule, policyRules, ruleAllows, rulesOfRole } from './rbac.ts';

/** The single rights that a rule gives. */
function rightsOf(rule: PolicyRule): Parameters<typeof ruleAllows>[1][] {
  const names = rule.resourceNames.length > 0 ? rule.resourceNames : [''];
  return rule.verbs.flatMap((verb) => [
    ...rule.nonResourceURLs.map((path) => ({ verb, path })),
    ...rule.apiGroups.flatMap((group) =>
      rule.resources.flatMap((combined) =>
        names.map((name) => {
          const [plural = '', subresource = ''] = combined.split('/');
          return { verb, path: '', resource: { group, plural, subresource, namespace: undefined, name } };
        }),
      ),
    ),
  ]);
}

function described(rule: PolicyRule): string {
  const parts = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['ResourceNames', rule.resourceNames],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['Verbs', rule.verbs],
  ] as const;
  return `{${parts
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `${name}:${JSON.stringify(values)}`)
    .join(', ')}}`;
}

/** Throws 403 when the object is a role or binding that gives more than the user holds. */
export function refuseEscalation(store: Store, user: User, kind: Kind, object: KubernetesObject): void {
  if (kind.group !== 'rbac.authorization.k8s.io' || user.groups.includes('system:masters')) return;
  const { namespace, name } = object.metadata;
  const roleRef = at(object, 'roleRef');
  const rules = roleRef === undefined ? policyRules(object) : (rulesOfRole(store, roleRef, namespace) ?? []);
  const plural =
    roleRef === undefined ? kind.plural : text(roleRef, 'kind') === 'ClusterRole' ? 'clusterroles' : 'roles';
  const exempt = authorize(store, {
    user,
    verb: roleRef === undefined ? 'escalate' : 'bind',
    resource: {
      group: kind.group,
      plural,
      subresource: '',
      namespace,
      name: roleRef === undefined ? name : text(roleRef, 'name'),
    },
    path: '',
  });
  if (exempt.allowed) return;
  const held = grantsOf(store, user, namespace).rules.map((granted) => granted.rule);
  const missing = rules.filter(
    (rule) => !rightsOf(rule).every((right) => held.some((own) => ruleAllows(own, right))),
  );
  if (missing.length === 0) return;
  const groups = `[${user.groups.map((group) => JSON.stringify(group)).join(' ')}]`;
  throw forbidden(
    kind,
    name,
    `user "${user.username}" (groups=${groups}) is attempting to grant RBAC permissions not currently held:\n${missing.map(described).join('\n')}`,
  );
}
