/** The Kubernetes resources that the console may address at all; no other group, version or plural ever reaches a path. */

import type { Kind } from '#lib/istio/kinds/kind.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';

export interface Resource {
  /** "" is the core group. */
  group: string;
  version: string;
  plural: string;
  kind: string;
  namespaced: boolean;
  /** What else a cluster may serve it at; an older one need not know the newest. */
  olderVersions?: readonly string[];
}

/** The keys of the registry of kinds: each of its kinds is a resource. */
export type KindKey = keyof typeof kinds;

const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' };
const apps = { group: 'apps', version: 'v1', namespaced: true };
const core = { group: '', version: 'v1' };

function resourceOf({
  group,
  versions: [version, ...olderVersions],
  plural,
  kind,
  namespaced,
}: Kind): Resource {
  return { group, version, plural, kind, namespaced, olderVersions };
}

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
  virtualServices: resourceOf(kinds.virtualServices),
  destinationRules: resourceOf(kinds.destinationRules),
  gateways: resourceOf(kinds.gateways),
  serviceEntries: resourceOf(kinds.serviceEntries),
  sidecars: resourceOf(kinds.sidecars),
  workloadEntries: resourceOf(kinds.workloadEntries),
  workloadGroups: resourceOf(kinds.workloadGroups),
  envoyFilters: resourceOf(kinds.envoyFilters),
  proxyConfigs: resourceOf(kinds.proxyConfigs),
  wasmPlugins: resourceOf(kinds.wasmPlugins),
  telemetries: resourceOf(kinds.telemetries),
  peerAuthentications: resourceOf(kinds.peerAuthentications),
  requestAuthentications: resourceOf(kinds.requestAuthentications),
  authorizationPolicies: resourceOf(kinds.authorizationPolicies),
  kubernetesGateways: resourceOf(kinds.kubernetesGateways),
  httpRoutes: resourceOf(kinds.httpRoutes),
  grpcRoutes: resourceOf(kinds.grpcRoutes),
  referenceGrants: resourceOf(kinds.referenceGrants),
  roles: { ...rbac, plural: 'roles', kind: 'Role', namespaced: true },
  roleBindings: { ...rbac, plural: 'rolebindings', kind: 'RoleBinding', namespaced: true },
  clusterRoles: { ...rbac, plural: 'clusterroles', kind: 'ClusterRole', namespaced: false },
  clusterRoleBindings: {
    ...rbac,
    plural: 'clusterrolebindings',
    kind: 'ClusterRoleBinding',
    namespaced: false,
  },
} as const satisfies Record<string, Resource> & Record<KindKey, Resource>;

export type ResourceId = keyof typeof resources;

/** Of the console's own namespace, where the history lies, and of services' namespaces, where records of splits do. Nobody watches them. */
export const configMaps: Resource = { ...core, plural: 'configmaps', kind: 'ConfigMap', namespaced: true };

/** Written beside what they tell of; nobody reads them here. */
export const events: Resource = { ...core, plural: 'events', kind: 'Event', namespaced: true };

/** Read for whoever plans a split; nobody watches them. */
export const autoscalers: Resource = {
  group: 'autoscaling',
  version: 'v2',
  plural: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  namespaced: true,
};

/** Objects of the controllers that steer splits of their own: read and patched for whoever asks, with their credentials; never watched. */
export const foreignResources = {
  'argo-rollouts': {
    group: 'argoproj.io',
    version: 'v1alpha1',
    plural: 'rollouts',
    kind: 'Rollout',
    namespaced: true,
  },
  flagger: {
    group: 'flagger.app',
    version: 'v1beta1',
    plural: 'canaries',
    kind: 'Canary',
    namespaced: true,
  },
  kubesphere: {
    group: 'servicemesh.kubesphere.io',
    version: 'v1alpha2',
    plural: 'strategies',
    kind: 'Strategy',
    namespaced: true,
  },
} as const satisfies Record<string, Resource>;

/** Watched to learn that rights may have changed, and in which namespaces nobody names somebody; their rules are dropped. */
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

/** One for each split that the guard keeps: of several consoles one acts. */
export const leases: Resource = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};
