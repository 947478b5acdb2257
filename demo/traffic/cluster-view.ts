/** The objects of the embedded cluster as the pure rooms take them: one reading of the store, mesh configuration included. */
import { parse } from 'yaml';
import {
  type ClusterObjects,
  defaultMeshConfig,
  type KubernetesObject,
  type MeshConfig,
  type Workload,
} from '#lib/istio/objects.ts';

/** Anything that lists objects by group and plural: the store of the embedded API, or plain objects. */
export interface ObjectSource {
  list<T extends KubernetesObject>(group: string, plural: string): readonly T[];
}

const networking = 'networking.istio.io';
const security = 'security.istio.io';
const gatewayApi = 'gateway.networking.k8s.io';

/** Kinds whose change may send traffic elsewhere, as GROUP/PLURAL. */
export const routedKinds: ReadonlySet<string> = new Set([
  '/namespaces',
  '/services',
  '/pods',
  '/configmaps',
  'discovery.k8s.io/endpointslices',
  ...['virtualservices', 'destinationrules', 'gateways', 'serviceentries', 'sidecars', 'workloadentries'].map(
    (plural) => `${networking}/${plural}`,
  ),
  ...['peerauthentications', 'requestauthentications', 'authorizationpolicies'].map(
    (plural) => `${security}/${plural}`,
  ),
  ...['gateways', 'httproutes', 'grpcroutes', 'referencegrants'].map((plural) => `${gatewayApi}/${plural}`),
]);

export function viewCluster(source: ObjectSource): ClusterObjects {
  return {
    meshConfig: meshConfigOf(source.list('', 'configmaps')),
    namespaces: source.list('', 'namespaces'),
    services: source.list('', 'services'),
    pods: source.list('', 'pods'),
    workloads: [
      ...source.list<Workload>('apps', 'deployments'),
      ...source.list<Workload>('apps', 'statefulsets'),
      ...source.list<Workload>('apps', 'daemonsets'),
    ],
    endpointSlices: source.list('discovery.k8s.io', 'endpointslices'),
    virtualServices: source.list(networking, 'virtualservices'),
    destinationRules: source.list(networking, 'destinationrules'),
    gateways: source.list(networking, 'gateways'),
    serviceEntries: source.list(networking, 'serviceentries'),
    sidecars: source.list(networking, 'sidecars'),
    workloadEntries: source.list(networking, 'workloadentries'),
    peerAuthentications: source.list(security, 'peerauthentications'),
    requestAuthentications: source.list(security, 'requestauthentications'),
    authorizationPolicies: source.list(security, 'authorizationpolicies'),
    kubernetesGateways: source.list(gatewayApi, 'gateways'),
    httpRoutes: source.list(gatewayApi, 'httproutes'),
    grpcRoutes: source.list(gatewayApi, 'grpcroutes'),
    referenceGrants: source.list(gatewayApi, 'referencegrants'),
    // Traffic here obeys none of these.
    telemetries: [],
    envoyFilters: [],
  };
}

type ConfigMap = KubernetesObject & { data?: Record<string, string> };

function meshConfigOf(configMaps: readonly ConfigMap[]): MeshConfig {
  const own = configMaps.find(
    ({ metadata }) => metadata.namespace === defaultMeshConfig.rootNamespace && metadata.name === 'istio',
  );
  const written: unknown = parse(own?.data?.mesh ?? '{}');
  if (typeof written !== 'object' || written === null) return defaultMeshConfig;
  const fields = written as {
    rootNamespace?: string;
    enableAutoMtls?: boolean;
    outboundTrafficPolicy?: { mode?: string };
  };
  return {
    ...defaultMeshConfig,
    rootNamespace: fields.rootNamespace ?? defaultMeshConfig.rootNamespace,
    enableAutoMtls: fields.enableAutoMtls ?? defaultMeshConfig.enableAutoMtls,
    outboundTrafficPolicy:
      fields.outboundTrafficPolicy?.mode === 'REGISTRY_ONLY' ? 'REGISTRY_ONLY' : 'ALLOW_ANY',
  };
}

/** A source over a fixed list of objects, for the past and for tests. */
export function sourceOf(objects: readonly KubernetesObject[]): ObjectSource {
  const byKind = Map.groupBy(objects, ({ apiVersion, kind }) => {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    return `${group}/${pluralOf(kind)}`;
  });
  function list<T extends KubernetesObject>(group: string, plural: string): readonly T[];
  function list(group: string, plural: string): readonly KubernetesObject[] {
    return byKind.get(`${group}/${plural}`) ?? [];
  }
  return { list };
}

/** English plurals as the Kubernetes API forms them. */
function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower.endsWith('y') && !lower.endsWith('ay')) return `${lower.slice(0, -1)}ies`;
  return lower.endsWith('s') ? `${lower}es` : `${lower}s`;
}
