/** Role-based access control from the stored Role and Binding objects (kubernetes plugin/pkg/auth/authorizer/rbac). */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { at, list, strings, text } from '../coding/json.ts';
import { type Kind, kindOfPlural } from '../kinds.ts';
import type { Store } from '../store.ts';
import type { User } from './authentication.ts';

export interface Attributes {
  user: User;
  verb: string;
  /** Undefined for a path that is no resource. */
  resource?: {
    group: string;
    plural: string;
    subresource: string;
    namespace: string | undefined;
    name: string;
  };
  path: string;
}

export interface PolicyRule {
  verbs: readonly string[];
  apiGroups: readonly string[];
  resources: readonly string[];
  resourceNames: readonly string[];
  nonResourceURLs: readonly string[];
}

export interface Decision {
  allowed: boolean;
  reason: string;
}

export interface GrantedRule {
  rule: PolicyRule;
  /** Such as `RBAC: allowed by ClusterRoleBinding "x" of ClusterRole "y" to Group "z"`. */
  reason: string;
}

function rbacKind(plural: string): Kind {
  const kind = kindOfPlural('rbac.authorization.k8s.io', plural);
  if (!kind) throw new Error(`no kind ${plural}`);
  return kind;
}

const roles = rbacKind('roles');
const clusterRoles = rbacKind('clusterroles');
const roleBindings = rbacKind('rolebindings');
const clusterRoleBindings = rbacKind('clusterrolebindings');

export function policyRules(object: unknown): PolicyRule[] {
  return list(object, 'rules').map((rule) => ({
    verbs: strings(rule, 'verbs'),
    apiGroups: strings(rule, 'apiGroups'),
    resources: strings(rule, 'resources'),
    resourceNames: strings(rule, 'resourceNames'),
    nonResourceURLs: strings(rule, 'nonResourceURLs'),
  }));
}

/** The rules behind a roleRef as they are stored, those of an aggregated role as its controller left them; null when it does not exist. */
export function rulesOfRole(
  store: Store,
  roleRef: unknown,
  namespace: string | undefined,
): PolicyRule[] | null {
  const name = text(roleRef, 'name');
  if (text(roleRef, 'kind') === 'ClusterRole') {
    const role = store.get(clusterRoles, undefined, name);
    return role ? policyRules(role) : null;
  }
  const role = namespace === undefined ? undefined : store.get(roles, namespace, name);
  return role ? policyRules(role) : null;
}

/** How a binding names the user, or null when it does not. */
function subjectOf(binding: KubernetesObject, user: User): string | null {
  for (const subject of list(binding, 'subjects')) {
    const name = text(subject, 'name');
    const namespace = text(subject, 'namespace') || binding.metadata.namespace;
    switch (text(subject, 'kind')) {
      case 'User':
        if (name === user.username) return `User "${name}"`;
        break;
      case 'Group':
        if (user.groups.includes(name)) return `Group "${name}"`;
        break;
      case 'ServiceAccount':
        if (user.username === `system:serviceaccount:${namespace}:${name}`)
          return `ServiceAccount "${name}/${namespace}"`;
        break;
    }
  }
  return null;
}

/** All rules that a user has cluster-wide and, if given, in a namespace; with the names of roles that are missing. */
export function grantsOf(
  store: Store,
  user: User,
  namespace: string | undefined,
): { rules: GrantedRule[]; missing: string[] } {
  const rules: GrantedRule[] = [];
  const missing: string[] = [];
  const bindings = [
    ...store.all(clusterRoleBindings),
    ...(namespace === undefined ? [] : store.all(roleBindings, namespace)),
  ];
  for (const binding of bindings) {
    const subject = subjectOf(binding, user);
    if (subject === null) continue;
    const roleRef = at(binding, 'roleRef');
    const found = rulesOfRole(store, roleRef, binding.metadata.namespace);
    const kind = text(roleRef, 'kind');
    const name = text(roleRef, 'name');
    const from = binding.metadata.namespace
      ? `RoleBinding "${binding.metadata.name}/${binding.metadata.namespace}"`
      : `ClusterRoleBinding "${binding.metadata.name}"`;
    const reason = `RBAC: allowed by ${from} of ${kind} "${name}" to ${subject}`;
    if (found) rules.push(...found.map((rule) => ({ rule, reason })));
    else missing.push(`${kind.toLowerCase()}.rbac.authorization.k8s.io "${name}" not found`);
  }
  return { rules, missing };
}

function has(values: readonly string[], wanted: string): boolean {
  return values.includes('*') || values.includes(wanted);
}

export function ruleAllows(rule: PolicyRule, attributes: Omit<Attributes, 'user'>): boolean {
  const { verb, resource, path } = attributes;
  if (!has(rule.verbs, verb)) return false;
  if (!resource)
    return rule.nonResourceURLs.some(
      (url) => url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.slice(0, -1))),
    );
  const { group, plural, subresource, name } = resource;
  const combined = subresource === '' ? plural : `${plural}/${subresource}`;
  return (
    has(rule.apiGroups, group) &&
    (has(rule.resources, combined) || (subresource !== '' && rule.resources.includes(`*/${subresource}`))) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(name))
  );
}

/** Several errors in one sentence, each once (apimachinery pkg/util/errors). */
export function aggregated(errors: readonly string[]): string {
  const told = [...new Set(errors)];
  return told.length === 1 ? `${told[0]}` : `[${told.join(', ')}]`;
}

export function authorize(store: Store, attributes: Attributes): Decision {
  if (attributes.user.groups.includes('system:masters')) return { allowed: true, reason: '' };
  const { rules, missing } = grantsOf(store, attributes.user, attributes.resource?.namespace);
  const found = rules.find(({ rule }) => ruleAllows(rule, attributes));
  if (found) return { allowed: true, reason: found.reason };
  return { allowed: false, reason: missing.length === 0 ? '' : `RBAC: ${aggregated(missing)}` };
}

/** The sentence of a 403, without what it is about. */
export function refusal({ user, verb, resource, path }: Attributes): string {
  if (!resource) return `User "${user.username}" cannot ${verb} path "${path}"`;
  const { group, plural, subresource, namespace } = resource;
  const what = subresource === '' ? plural : `${plural}/${subresource}`;
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  return `User "${user.username}" cannot ${verb} resource "${what}" in API group "${group}" ${where}`;
}
