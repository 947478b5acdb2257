/** Who may do what: three people and the console's own account. The roles that every cluster has come with the Kubernetes API. */
import { rolePersonas } from '#lib/access/abilities.ts';
import { aggregationLabels, personaRoleName, personaRules } from '#lib/access/persona-role.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { namespaceContent } from './application.ts';
import type { Stamp } from './stamp.ts';

export interface Persona {
  /** Name of the kubeconfig context. */
  context: 'viewer' | 'developer' | 'admin';
  username: string;
  displayName: string;
  groups: readonly string[];
}

export const personas: readonly Persona[] = [
  { context: 'viewer', username: 'viewer', displayName: 'Vera Ode', groups: ['shop-floor'] },
  { context: 'developer', username: 'developer', displayName: 'Mara Lind', groups: ['app-developers'] },
  { context: 'admin', username: 'admin', displayName: 'Ada Lind', groups: ['platform-admins'] },
];

const consoleNamespace = 'sluice';
export const consoleAccount = 'system:serviceaccount:sluice:sluice-console';

/** Namespaces that viewer and developer work in. */
const sharedNamespaces = ['bookinfo', 'shop'] as const;

interface Rule {
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  verbs: string[];
}

const watch = ['list', 'watch'];

const clusterRoles: Record<string, { rules: Rule[]; labels?: Record<string, string> }> = {
  // deploy/rbac/
  ...Object.fromEntries(
    rolePersonas.map((persona) => [
      personaRoleName(persona),
      { rules: personaRules(persona), labels: aggregationLabels(persona) },
    ]),
  ),
  // What a platform team adds for kubectl: the console watches with its own account alone.
  'istio-watch': {
    rules: [
      {
        apiGroups: [...new Set(Object.values(kinds).map((kind) => kind.group))],
        resources: ['*'],
        verbs: ['get', 'list', 'watch'],
      },
    ],
    labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
  },
  // deploy/rbac/console.yaml
  'sluice-console-read': {
    rules: [
      { apiGroups: [''], resources: ['namespaces', 'pods', 'services'], verbs: watch },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: watch },
      { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: watch },
      ...[...Map.groupBy(Object.values(kinds), (kind) => kind.group)].map(([group, all]) => ({
        apiGroups: [group],
        resources: all.map(({ plural }) => plural),
        verbs: watch,
      })),
      {
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
        verbs: watch,
      },
    ],
  },
};

const group = (name: string) => ({ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name });
const account = { kind: 'ServiceAccount', namespace: consoleNamespace, name: 'sluice-console' };

const clusterBindings: readonly [name: string, role: string, subjects: object[]][] = [
  ['platform-admins', 'cluster-admin', [group('platform-admins')]],
  ['sluice-console-read', 'sluice-console-read', [account]],
];

/** The console's roles give what the console needs; `view` is for kubectl, which also watches and describes. */
const bindings: readonly [name: string, role: string, subjects: object[]][] = [
  ['shop-floor-views', 'sluice-viewer', [group('shop-floor')]],
  ['app-developers-edit', 'sluice-developer', [group('app-developers')]],
  ['people-view', 'view', [group('shop-floor'), group('app-developers')]],
];

export function access(stamp: Stamp): KubernetesObject[] {
  const roleRef = (kind: 'ClusterRole' | 'Role', name: string) => ({
    apiGroup: 'rbac.authorization.k8s.io',
    kind,
    name,
  });
  const meshConfigReader = { namespace: 'istio-system', name: 'sluice-mesh-config' };
  // An admin lets the guard abort splits here, and nowhere else.
  const guard = { namespace: 'shop', name: 'sluice-guard' };
  const historyKeeper = { namespace: consoleNamespace, name: 'sluice-history' };
  return [
    ...namespaceContent(stamp, { name: consoleNamespace, labels: {}, workloads: [], services: [] }).objects,
    stamp.object({
      kind: 'ServiceAccount',
      name: 'sluice-console',
      namespace: consoleNamespace,
      manager: 'helm',
    }),
    ...Object.entries(clusterRoles).map(([name, { rules, labels }]) =>
      stamp.object({ kind: 'ClusterRole', name, labels, createdDaysAgo: 70, content: { rules } }),
    ),
    ...clusterBindings.map(([name, role, subjects]) =>
      stamp.object({
        kind: 'ClusterRoleBinding',
        name,
        createdDaysAgo: 70,
        content: { roleRef: roleRef('ClusterRole', role), subjects },
      }),
    ),
    ...sharedNamespaces.flatMap((namespace) =>
      bindings.map(([name, role, subjects]) =>
        stamp.object({
          kind: 'RoleBinding',
          name,
          namespace,
          content: { roleRef: roleRef('ClusterRole', role), subjects },
        }),
      ),
    ),
    stamp.object({
      kind: 'Role',
      ...meshConfigReader,
      content: {
        rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['istio'], verbs: ['get'] }],
      },
    }),
    stamp.object({
      kind: 'RoleBinding',
      ...meshConfigReader,
      content: { roleRef: roleRef('Role', meshConfigReader.name), subjects: [account] },
    }),
    // deploy/guard-role.yaml
    stamp.object({
      kind: 'Role',
      ...guard,
      content: {
        rules: [
          { apiGroups: ['networking.istio.io'], resources: ['virtualservices'], verbs: ['get', 'update'] },
          { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'create', 'update'] },
          { apiGroups: [''], resources: ['configmaps', 'events'], verbs: ['create'] },
        ],
      },
    }),
    stamp.object({
      kind: 'RoleBinding',
      ...guard,
      content: { roleRef: roleRef('Role', guard.name), subjects: [account] },
    }),
    // deploy/history-role.yaml
    stamp.object({
      kind: 'Role',
      ...historyKeeper,
      content: {
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'create', 'delete'] }],
      },
    }),
    stamp.object({
      kind: 'RoleBinding',
      ...historyKeeper,
      content: { roleRef: roleRef('Role', historyKeeper.name), subjects: [account] },
    }),
  ];
}
