/** Roles and bindings of any kind, with people whom they may name: for tests that hold two readings of RBAC against each other. */
import fc from 'fast-check';
import type { Subject } from '#lib/access/rbac/subject.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { Store } from '../store.ts';

const rbac = 'rbac.authorization.k8s.io';
export const namespaces = ['shop', 'ci'];
const names = ['a', 'b', 'c'];
const some = (...values: string[]) => fc.subarray(values, { minLength: 1 });

const rules = fc.array(
  fc.record({
    apiGroups: some('', 'apps', 'networking.istio.io', '*'),
    resources: some(
      ...['pods', 'pods/log', 'services', 'virtualservices', 'destinationrules', '*', '*/log', '*/scale'],
      ...['deployments', 'pods/*'],
    ),
    verbs: some('get', 'list', 'create', 'update', 'bind', '*'),
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
export const world = fc.record({
  clusterRoles: fc.array(rules, { maxLength: 2 }),
  roles: fc.array(rules, { maxLength: 2 }),
  clusterRoleBindings: fc.array(binding, { maxLength: 2 }),
  roleBindings: fc.array(fc.tuple(binding, fc.constantFrom(...namespaces)), { maxLength: 4 }),
});

export type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

export function objectsOf({ clusterRoles, roles, clusterRoleBindings, roleBindings }: World) {
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

export const people: readonly Subject[] = [
  { kind: 'User', name: 'ann', namespace: null },
  { kind: 'User', name: 'system:serviceaccount:ci:bot', namespace: null },
  { kind: 'Group', name: 'staff', namespace: null },
  { kind: 'ServiceAccount', name: 'bot', namespace: 'ci' },
  { kind: 'ServiceAccount', name: 'bot', namespace: 'shop' },
];

export function storeOf(objects: ReturnType<typeof objectsOf>): Store {
  const store = new Store(() => 0);
  for (const list of Object.values(objects)) for (const object of list) store.put(object, 'test');
  return store;
}
