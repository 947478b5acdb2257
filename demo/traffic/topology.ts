/** Who runs in the mesh: workloads as telemetry names them, made from the pods that exist now, and the pods behind each host. */
import { type EndpointIndex, endpointsOf, indexEndpoints } from '#lib/istio/hosts/endpoints.ts';
import type { RegistryService } from '#lib/istio/hosts/registry.ts';
import type { ClusterObjects, Labels, Pod, ProxyRef } from '#lib/istio/objects.ts';
import { policyFor } from '#lib/istio/routing/destination/effective-policy.ts';
import { destinationService } from '#lib/istio/routing/mesh-view.ts';
import { findDestinationRule } from '#lib/istio/routing/route.ts';
import type { RoutingIndex } from '#lib/istio/routing/routing-index.ts';
import type { TrafficPolicy } from '#lib/istio/routing/rules.ts';
import { scopeOf } from '#lib/istio/routing/sidecar/sidecar-scope.ts';

/** Istio's name for the cluster that it is installed in, unless told otherwise. */
const ownCluster = 'Kubernetes';

export interface WorkloadNode {
  /** NAMESPACE/NAME; of one in another cluster CLUSTER/NAMESPACE/NAME. */
  key: string;
  namespace: string;
  name: string;
  /** As telemetry names it. */
  cluster: string;
  /** Of its first pod. */
  labels: Labels;
  serviceAccount: string;
  /** Runs an Istio proxy, beside a program or as a gateway. */
  hasProxy: boolean;
  pods: Pod[];
}

export interface Topology {
  routing: RoutingIndex;
  endpoints: EndpointIndex;
  workloads: ReadonlyMap<string, WorkloadNode>;
  /** Workload key by pod NAMESPACE/NAME. */
  workloadOfPod: ReadonlyMap<string, string>;
}

export function buildTopology(objects: ClusterObjects, routing: RoutingIndex): Topology {
  const workloads = new Map<string, WorkloadNode>();
  const workloadOfPod = new Map<string, string>();
  for (const pod of objects.pods) {
    const { namespace = '', name, labels = {} } = pod.metadata;
    const workload = workloadName(pod);
    const key = `${namespace}/${workload}`;
    workloadOfPod.set(`${namespace}/${name}`, key);
    const known = workloads.get(key);
    if (known) {
      known.pods.push(pod);
      continue;
    }
    const serviceAccount = pod.spec?.serviceAccountName ?? 'default';
    workloads.set(key, {
      key,
      namespace,
      name: workload,
      cluster: ownCluster,
      labels,
      serviceAccount,
      hasProxy: hasProxy(pod),
      pods: [pod],
    });
  }
  return {
    routing,
    endpoints: indexEndpoints(objects),
    workloads,
    workloadOfPod,
  };
}

/** The controller's name: a ReplicaSet's without the hash of its template, any other owner's as it is. */
function workloadName(pod: Pod): string {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (!owner) return pod.metadata.name;
  const templateHash = pod.metadata.labels?.['pod-template-hash'];
  const suffix = `-${templateHash ?? ''}`;
  return owner.kind === 'ReplicaSet' && owner.name.endsWith(suffix)
    ? owner.name.slice(0, -suffix.length)
    : owner.name;
}

function hasProxy(pod: Pod): boolean {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  return containers.some(
    ({ name, image = '' }) =>
      name === 'istio-proxy' || (name !== 'istio-init' && image.includes('/proxyv2:')),
  );
}

/** The service that a client means by a full host name. */
export function serviceOf(
  { routing }: Topology,
  client: WorkloadNode,
  host: string,
): RegistryService | undefined {
  return (
    destinationService(routing, scopeOf(routing.sidecars, proxyOf(client)), host) ??
    routing.registry.wildcards.mostSpecific(host)?.[0]
  );
}

function proxyOf({ namespace, labels }: WorkloadNode): ProxyRef {
  return { type: 'sidecar', namespace, labels };
}

/** Ready pods of a service (or of the subset with these labels), counted by workload key. */
export function readyByWorkload(
  topology: Topology,
  service: RegistryService,
  subsetLabels: Labels | undefined,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { ready, pod } of endpointsOf(topology.endpoints, service, subsetLabels)) {
    const key = pod && topology.workloadOfPod.get(`${pod.metadata.namespace}/${pod.metadata.name}`);
    if (ready && key) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** What the client's DestinationRule says of a destination: the labels of the subset, and the policy in force. */
export function policyOf(
  topology: Topology,
  client: WorkloadNode,
  service: RegistryService,
  port: number,
  subset: string | null,
): { subsetLabels: Labels | undefined; policy: TrafficPolicy | undefined } {
  const rule = findDestinationRule(topology.routing, proxyOf(client), service.host);
  const found = subset === null ? undefined : rule?.subsets.find(({ name }) => name === subset);
  return { subsetLabels: found?.labels, policy: policyFor(rule, port, subset) };
}
