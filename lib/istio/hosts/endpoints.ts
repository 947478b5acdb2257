/** Who stands behind a service or one of its subsets: pods, WorkloadEntries and endpoints written in a ServiceEntry. */
import type { ClusterObjects, Labels, Pod, WorkloadEntry } from '../objects.ts';
import { selectsLabels } from './labels.ts';
import type { RegistryService } from './registry.ts';

export interface Endpoint {
  address: string;
  labels: Labels;
  ready: boolean;
  /** Set when a pod stands behind it. */
  pod: Pod | null;
}

export interface EndpointIndex {
  podsByNamespace: ReadonlyMap<string, readonly Pod[]>;
  workloadEntriesByNamespace: ReadonlyMap<string, readonly WorkloadEntry[]>;
}

export function indexEndpoints(objects: Pick<ClusterObjects, 'pods' | 'workloadEntries'>): EndpointIndex {
  return {
    podsByNamespace: Map.groupBy(objects.pods, (pod) => pod.metadata.namespace ?? ''),
    workloadEntriesByNamespace: Map.groupBy(
      objects.workloadEntries,
      (entry) => entry.metadata.namespace ?? '',
    ),
  };
}

/** Ready and unready endpoints; `subsetLabels` keeps those of one subset. Finished pods are left out. */
export function endpointsOf(
  index: EndpointIndex,
  service: RegistryService,
  subsetLabels?: Labels,
): Endpoint[] {
  const endpoints: Endpoint[] = service.staticEndpoints.map((endpoint) => ({
    ...endpoint,
    ready: true,
    pod: null,
  }));
  const { selector } = service;
  if (selector) {
    for (const pod of index.podsByNamespace.get(service.namespace) ?? []) {
      if (isFinished(pod) || !selectsLabels(selector, pod.metadata.labels ?? {})) continue;
      endpoints.push({
        address: pod.status?.podIP ?? '',
        labels: pod.metadata.labels ?? {},
        ready: isReady(pod),
        pod,
      });
    }
    for (const entry of index.workloadEntriesByNamespace.get(service.namespace) ?? []) {
      const labels = entry.spec?.labels ?? {};
      if (!selectsLabels(selector, labels)) continue;
      endpoints.push({ address: entry.spec?.address ?? '', labels, ready: true, pod: null });
    }
  }
  return endpoints.filter((endpoint) => selectsLabels(subsetLabels, endpoint.labels));
}

function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
