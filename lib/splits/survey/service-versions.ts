/** A service with its versions as the cluster's objects tell them: pods behind its selector, ready where its EndpointSlices say so. */
import { type IndexedService, indexOf } from '../../graph/build/cluster-index.ts';
import { podsOf } from '../../graph/detail/pods.ts';
import type { ClusterObjects, Labels, Pod, Service } from '../../istio/objects.ts';
import type { Version } from '../types.ts';
import { endpointLabels, isEntryHost, type ServiceName, serviceHost } from './entry-services.ts';
import { serviceNamed, slicesOf } from './lookups.ts';
import { versionServices } from './split-hosts.ts';
import { byNumber, type SplitWorkload, type Versions, versionLabelsOf, versionsOf } from './versions.ts';

export interface SplitService {
  service: Service;
  namespace: string;
  name: string;
  /** Full name. */
  host: string;
  indexed: IndexedService;
  versions: Versions;
  /** Of the service, or of those that stand for its versions: what rules of its split send to. */
  hosts: ReadonlySet<string>;
  /** Pods of each workload, by `namespace/name`. */
  pods: ReadonlyMap<string, readonly Pod[]>;
}

/** Null where there is no such Service. */
export function splitServiceOf(
  objects: ClusterObjects,
  { namespace, name }: { namespace: string; name: string },
): SplitService | null {
  const host = serviceHost({ namespace, name }, objects.meshConfig.domain);
  const service = serviceNamed({ namespace, name }, objects);
  if (service !== undefined && isEntryHost(name)) return entryService(service, { namespace, name }, objects);
  const indexed = indexOf(objects).services.get(host);
  if (service === undefined || indexed === undefined) return null;
  const pods = new Map<string, readonly Pod[]>();
  const shared = { service, namespace, name, host, indexed, pods };
  const own = versionServices(service, objects);
  if (own.length === 0) {
    const workloads = workloadsOf(objects, indexed, pods);
    return {
      ...shared,
      hosts: new Set([host]),
      versions: versionsOf(service, workloads, versionLabelsOf(objects)),
    };
  }
  const byValue = [...Map.groupBy(own, ({ value }) => value).values()].flatMap((all): Version[] => {
    const [one] = all;
    const behind = one === undefined ? undefined : indexOf(objects).services.get(one.host);
    if (one === undefined || behind === undefined) return [];
    const workloads = workloadsOf(objects, behind, pods);
    return [
      {
        value: one.value,
        labels: { [one.label]: one.value },
        workloads: workloads.map((workload) => `${workload.namespace}/${workload.name}`),
        ready: workloads.reduce((sum, { ready }) => sum + ready, 0),
        total: workloads.reduce((sum, { total }) => sum + total, 0),
        host: one.host,
      },
    ];
  });
  const versions = {
    label: own[0]?.label ?? null,
    versions: byValue.sort((a, b) => byNumber(a.value, b.value)),
    refusals: [],
  };
  return { ...shared, hosts: new Set(byValue.flatMap((one) => one.host ?? [])), versions };
}

/** Endpoints have no readiness that anybody here could see: those that are listed count as ready. */
function entryService(service: Service, name: ServiceName, objects: ClusterObjects): SplitService {
  const { namespace, name: host } = name;
  const endpoints = endpointLabels(name, objects);
  const workloads = endpoints.map(
    (labels, nth): SplitWorkload => ({
      namespace,
      name: `${host}#${nth}`,
      labels,
      ready: 1,
      total: 1,
    }),
  );
  const found = versionsOf({ ...service, spec: { selector: { host } } }, workloads, versionLabelsOf(objects));
  const versions = found.versions.map((version) => ({ ...version, workloads: [`${namespace}/${host}`] }));
  const annotations = service.metadata.annotations ?? {};
  const indexed: IndexedService = {
    namespace,
    name: host,
    host,
    annotations,
    protocol: 'none',
    workloads: [],
  };
  return {
    service,
    namespace,
    name: host,
    host,
    indexed,
    versions: { ...found, versions },
    hosts: new Set([host]),
    pods: new Map(),
  };
}

/** `into` gets the pods of each. */
function workloadsOf(
  objects: ClusterObjects,
  { namespace, name, workloads }: IndexedService,
  into: Map<string, readonly Pod[]>,
): SplitWorkload[] {
  const ready = readyPods(objects, namespace, name);
  return workloads.map((workload) => {
    const own = podsOf(objects, workload.namespace, workload.name).filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined,
    );
    into.set(`${workload.namespace}/${workload.name}`, own);
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
}

export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

/** Names of pods that answer for the service; null where no EndpointSlice speaks of it. */
function readyPods(objects: ClusterObjects, namespace: string, name: string): ReadonlySet<string> | null {
  const slices = slicesOf({ namespace, name }, objects);
  if (slices.length === 0) return null;
  return new Set(
    slices.flatMap(({ endpoints = [] }) =>
      endpoints.flatMap(({ conditions, targetRef }) =>
        conditions?.ready !== false && targetRef?.kind === 'Pod' ? [targetRef.name ?? ''] : [],
      ),
    ),
  );
}
