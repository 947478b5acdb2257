/** The Kubernetes resources that the console may address at all; no other group, version or plural ever reaches a path. */

export interface Resource {
  /** "" is the core group. */
  group: string;
  version: string;
  plural: string;
  kind: string;
  namespaced: boolean;
}

const networking = { group: 'networking.istio.io', version: 'v1', namespaced: true };
const security = { group: 'security.istio.io', version: 'v1', namespaced: true };
const gatewayApi = { group: 'gateway.networking.k8s.io', version: 'v1', namespaced: true };
const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' };
const apps = { group: 'apps', version: 'v1', namespaced: true };
const core = { group: '', version: 'v1' };

export const resources = {
  namespaces: { ...core, plural: 'namespaces', kind: 'Namespace', namespaced: false },
  pods: { ...core, plural: 'pods', kind: 'Pod', namespaced: true },
  services: { ...core, plural: 'services', kind: 'Service', namespaced: true },
  endpointSlices: {
    group: 'discovery.k8s.io',
    version: 'v1',
    plural: 'endpointslices',
    kind: 'EndpointSlice',
    namespaced: true,
  },
  deployments: { ...apps, plural: 'deployments', kind: 'Deployment' },
  statefulSets: { ...apps, plural: 'statefulsets', kind: 'StatefulSet' },
  daemonSets: { ...apps, plural: 'daemonsets', kind: 'DaemonSet' },
  virtualServices: { ...networking, plural: 'virtualservices', kind: 'VirtualService' },
  destinationRules: { ...networking, plural: 'destinationrules', kind: 'DestinationRule' },
  gateways: { ...networking, plural: 'gateways', kind: 'Gateway' },
  serviceEntries: { ...networking, plural: 'serviceentries', kind: 'ServiceEntry' },
  sidecars: { ...networking, plural: 'sidecars', kind: 'Sidecar' },
  workloadEntries: { ...networking, plural: 'workloadentries', kind: 'WorkloadEntry' },
  envoyFilters: { ...networking, version: 'v1alpha3', plural: 'envoyfilters', kind: 'EnvoyFilter' },
  telemetries: {
    group: 'telemetry.istio.io',
    version: 'v1',
    plural: 'telemetries',
    kind: 'Telemetry',
    namespaced: true,
  },
  peerAuthentications: { ...security, plural: 'peerauthentications', kind: 'PeerAuthentication' },
  requestAuthentications: { ...security, plural: 'requestauthentications', kind: 'RequestAuthentication' },
  authorizationPolicies: { ...security, plural: 'authorizationpolicies', kind: 'AuthorizationPolicy' },
  kubernetesGateways: { ...gatewayApi, plural: 'gateways', kind: 'Gateway' },
  httpRoutes: { ...gatewayApi, plural: 'httproutes', kind: 'HTTPRoute' },
  roles: { ...rbac, plural: 'roles', kind: 'Role', namespaced: true },
  roleBindings: { ...rbac, plural: 'rolebindings', kind: 'RoleBinding', namespaced: true },
  clusterRoles: { ...rbac, plural: 'clusterroles', kind: 'ClusterRole', namespaced: false },
  clusterRoleBindings: {
    ...rbac,
    plural: 'clusterrolebindings',
    kind: 'ClusterRoleBinding',
    namespaced: false,
  },
} as const satisfies Record<string, Resource>;

export type ResourceId = keyof typeof resources;

/** Watched only to learn that rights may have changed; their content is dropped. */
export const rbacResources: ReadonlySet<ResourceId> = new Set([
  'roles',
  'roleBindings',
  'clusterRoles',
  'clusterRoleBindings',
]);

/** Busy kinds: their changes are announced at a slower beat than configuration. */
export const busyResources: ReadonlySet<ResourceId> = new Set([
  'pods',
  'endpointSlices',
  'deployments',
  'statefulSets',
  'daemonSets',
]);
