/** A service with its versions as the cluster's objects tell them: pods behind its selector, ready where its EndpointSlices say so. */
import { type IndexedService, indexOf, namespaceOf } from '../graph/cluster-index.ts';
import { podsOf } from '../graph/detail/pods.ts';
import type { ClusterObjects, Labels, Pod, Service } from '../istio/objects.ts';
import type { SplitWorkload, Versions } from './versions.ts';
import { versionsOf } from './versions.ts';

export interface SplitService {
  service: Service;
  namespace: string;
  name: string;
  /** Full name. */
  host: string;
  indexed: IndexedService;
  versions: Versions;
  /** Pods of each workload, by `namespace/name`. */
  pods: ReadonlyMap<string, readonly Pod[]>;
}

/** Null where there is no such Service. */
export function splitServiceOf(
  objects: ClusterObjects,
  { namespace, name }: { namespace: string; name: string },
): SplitService | null {
  const service = objects.services.find(
    (one) => one.metadata.name === name && namespaceOf(one) === namespace,
  );
  const host = `${name}.${namespace}.svc.${objects.meshConfig.domain}`;
  const indexed = indexOf(objects).services.get(host);
  if (service === undefined || indexed === undefined) return null;
  const ready = readyPods(objects, namespace, name);
  const pods = new Map<string, readonly Pod[]>();
  const workloads = indexed.workloads.map((workload): SplitWorkload => {
    const own = podsOf(objects, workload.namespace, workload.name).filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined,
    );
    pods.set(`${workload.namespace}/${workload.name}`, own);
    const counted = own.filter((pod) => isReady(pod) && (ready === null || ready.has(pod.metadata.name)));
    return {
      namespace: workload.namespace,
      name: workload.name,
      labels: workload.labels,
      // Who may not read pods has the controllers' word for it.
      ready: own.length === 0 ? (workload.pods?.ready ?? 0) : counted.length,
      total: own.length === 0 ? (workload.pods?.wanted ?? 0) : own.length,
      podLabels: own.filter(isReady).map(({ metadata }): Labels => metadata.labels ?? {}),
    };
  });
  return { service, namespace, name, host, indexed, versions: versionsOf(service, workloads), pods };
}

export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

/** Names of pods that answer for the service; null where no EndpointSlice speaks of it. */
function readyPods(objects: ClusterObjects, namespace: string, name: string): ReadonlySet<string> | null {
  const slices = objects.endpointSlices.filter(
    ({ metadata }) =>
      metadata.namespace === namespace && metadata.labels?.['kubernetes.io/service-name'] === name,
  );
  if (slices.length === 0) return null;
  return new Set(
    slices.flatMap(({ endpoints = [] }) =>
      endpoints.flatMap(({ conditions, targetRef }) =>
        conditions?.ready !== false && targetRef?.kind === 'Pod' ? [targetRef.name ?? ''] : [],
      ),
    ),
  );
}
