/** Who may do what: three people and the console's own account. The roles that every cluster has come with the Kubernetes API. */
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

const read = ['get', 'list', 'watch'];
const watch = ['list', 'watch'];
const write = ['create', 'update', 'patch', 'delete'];
const istioGroups = ['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io'];
const gatewayApi = 'gateway.networking.k8s.io';

const workloadReads: Rule[] = [
  {
    apiGroups: [''],
    resources: ['pods', 'services', 'configmaps', 'events', 'serviceaccounts', 'pods/log'],
    verbs: read,
  },
  {
    apiGroups: ['apps'],
    resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
    verbs: read,
  },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
  // A RoleBinding grants this for its own namespace only: nobody but the administrator lists all namespaces.
  { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] },
];
const istioReads: Rule[] = [{ apiGroups: [...istioGroups, gatewayApi], resources: ['*'], verbs: read }];

const clusterRoles: Record<string, { rules: Rule[]; labels?: Record<string, string> }> = {
  'sluice-viewer': {
    rules: [...workloadReads, ...istioReads],
    labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
  },
  'sluice-developer': {
    rules: [
      ...workloadReads,
      ...istioReads,
      {
        apiGroups: ['networking.istio.io'],
        resources: ['virtualservices', 'destinationrules'],
        verbs: write,
      },
      // Records of traffic splits and Events about them, as the role `edit` of every cluster allows them.
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'delete'] },
      { apiGroups: [''], resources: ['events'], verbs: ['create'] },
    ],
    labels: { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' },
  },
  'sluice-admin': {
    rules: [
      ...workloadReads,
      ...istioReads,
      { apiGroups: [...istioGroups, gatewayApi], resources: ['*'], verbs: write },
    ],
    labels: { 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' },
  },
  // What docs/operating.md gives the console's account, and nothing else.
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

const bindings: readonly [name: string, role: string, subjects: object[]][] = [
  ['shop-floor-views', 'sluice-viewer', [group('shop-floor')]],
  ['app-developers-edit', 'sluice-developer', [group('app-developers')]],
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
