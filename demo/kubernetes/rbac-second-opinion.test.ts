/** Two readings of RBAC, made apart: the demo's authorizer and the console's evaluation (lib/access/rbac) never disagree. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBindings } from '#lib/access/rbac/bindings.ts';
import { extentFor, isAllowed } from '#lib/access/rbac/evaluate.ts';
import { personOf, type Subject } from '#lib/access/rbac/subject.ts';
import type { Json } from '#lib/document/json.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { authorize } from './rbac.ts';
import { Store } from './store.ts';

const rbac = 'rbac.authorization.k8s.io';
const namespaces = ['shop', 'ci'];
const names = ['a', 'b', 'c'];
const some = (...values: string[]) => fc.subarray(values, { minLength: 1 });

const rules = fc.array(
  fc.record({
    apiGroups: some('', 'apps', 'networking.istio.io', '*'),
    resources: some('pods', 'pods/log', 'virtualservices', '*', '*/log', '*/scale', 'deployments', 'pods/*'),
    verbs: some('get', 'list', 'update', 'bind', '*'),
    resourceNames: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, some('x', 'y')),
  }),
  { maxLength: 3 },
);
const subject = fc.record({
  kind: fc.constantFrom('User', 'Group', 'ServiceAccount'),
  name: fc.constantFrom(
    ...['ann', 'staff', 'system:authenticated', 'system:serviceaccounts', 'system:serviceaccounts:ci'],
    ...['system:serviceaccount:ci:bot', 'bot'],
  ),
  namespace: fc.constantFrom(undefined, ...namespaces),
});
const binding = fc.record({
  ref: fc.record({ kind: fc.constantFrom('Role', 'ClusterRole'), name: fc.constantFrom(...names) }),
  subjects: fc.array(subject, { maxLength: 3 }),
});
const world = fc.record({
  clusterRoles: fc.array(rules, { maxLength: 2 }),
  roles: fc.array(rules, { maxLength: 2 }),
  clusterRoleBindings: fc.array(binding, { maxLength: 2 }),
  roleBindings: fc.array(fc.tuple(binding, fc.constantFrom(...namespaces)), { maxLength: 4 }),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function objectsOf({ clusterRoles, roles, clusterRoleBindings, roleBindings }: World) {
  const object = (kind: string, name: string, namespace: string | undefined, content: object) =>
    Object.assign(
      { apiVersion: `${rbac}/v1`, kind, metadata: { name, namespace } },
      content,
    ) as KubernetesObject;
  const bind = (kind: string, at: number, one: World['clusterRoleBindings'][number], namespace?: string) =>
    object(kind, `b${at}`, namespace, {
      roleRef: { apiGroup: rbac, ...one.ref },
      subjects: one.subjects.map((each) =>
        each.kind === 'ServiceAccount' ? each : { apiGroup: rbac, kind: each.kind, name: each.name },
      ),
    });
  return {
    clusterRoles: clusterRoles.map((all, at) =>
      object('ClusterRole', names[at] ?? '', undefined, { rules: all }),
    ),
    roles: roles.flatMap((all, at) =>
      namespaces.map((namespace) => object('Role', names[at] ?? '', namespace, { rules: all })),
    ),
    clusterRoleBindings: clusterRoleBindings.map((one, at) => bind('ClusterRoleBinding', at, one)),
    roleBindings: roleBindings.map(([one, namespace], at) => bind('RoleBinding', at, one, namespace)),
  };
}

const people: readonly Subject[] = [
  { kind: 'User', name: 'ann', namespace: null },
  { kind: 'User', name: 'system:serviceaccount:ci:bot', namespace: null },
  { kind: 'Group', name: 'staff', namespace: null },
  { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' },
  { kind: 'ServiceAccount', name: 'bot', namespace: 'shop' },
];
const questions = ['get', 'list', 'update', 'bind'].flatMap((verb) =>
  [
    '/pods',
    '/pods/log',
    'apps/deployments',
    'apps/deployments/scale',
    'networking.istio.io/virtualservices',
  ].map((kind) => {
    const [group = '', ...resource] = kind.split('/');
    return { verb, group, resource: resource.join('/') };
  }),
);

test('the demo’s authorizer and the console’s evaluation agree about everybody and everything', () => {
  fc.assert(
    fc.property(world, (one) => {
      const objects = objectsOf(one);
      const store = new Store(() => 0);
      for (const list of Object.values(objects)) for (const object of list) store.put(object, 'test');
      const bindings = readBindings(objects as unknown as Record<keyof typeof objects, Json[]>);
      for (const who of people) {
        const person = personOf(who, who.kind === 'User' ? ['staff'] : []);
        const user = { username: person.name, uid: '', groups: person.groups };
        for (const namespace of [null, ...namespaces])
          for (const question of questions) {
            const [plural = '', subresource = ''] = question.resource.split('/');
            const extent = extentFor(bindings, person, question, namespace);
            for (const name of ['', 'x', 'y']) {
              const { allowed } = authorize(store, {
                user,
                verb: question.verb,
                path: '',
                resource: {
                  group: question.group,
                  plural,
                  subresource,
                  namespace: namespace ?? undefined,
                  name,
                },
              });
              const place = { namespace, name };
              expect([who, question, place, isAllowed(bindings, person, question, place)]).toEqual([
                who,
                question,
                place,
                allowed,
              ]);
              expect(extent === 'all' || extent.includes(name)).toBe(allowed);
            }
          }
      }
    }),
    { numRuns: 60 },
  );
});
