/** The cluster's objects as the graph asks for them: workloads with their pods, services with their workloads, hosts by name. */

import { isWildcard } from '../../istio/hosts/host-name.ts';
import { HostTable } from '../../istio/hosts/host-table.ts';
import { revisionKey } from '../../istio/injection-keys.ts';
import type {
  ClusterObjects,
  Labels,
  Namespace,
  Service,
  ServiceEntry,
  Workload,
} from '../../istio/objects.ts';
import { Remembered } from '../../remembered.ts';
import { equalFields } from './equal-fields.ts';
import { canonicalRevision, canonicalService, type Endpoint } from './identity.ts';
import {
  countPod,
  kindOfPod,
  noPods,
  type PodFigures,
  proxyQuestions,
  workloadOfPod,
} from './pod-figures.ts';

export interface IndexedWorkload extends PodFigures {
  namespace: string;
  name: string;
  /** Deployment, StatefulSet, DaemonSet; of pods without such an object, what controls them: Job, Rollout, Pod. */
  kind: string;
  /** RFC 3339, of the object; null when there are only pods. */
  createdAt: string | null;
  app: string;
  version: string;
  labels: Labels;
  annotations: Labels;
  /** Pods that run or shall run; null when no controller says. */
  pods: { ready: number; wanted: number } | null;
  gateway: boolean;
  /** Between callers and a service in ambient mode; what passes it is told as from one to the other. */
  waypoint: boolean;
}

export interface IndexedService {
  namespace: string;
  name: string;
  /** Full host name. */
  host: string;
  annotations: Labels;
  protocol: 'http' | 'grpc' | 'tcp' | 'none';
  workloads: readonly IndexedWorkload[];
}

export interface ClusterIndex {
  domain: string;
  /** By "namespace/name". */
  workloads: ReadonlyMap<string, IndexedWorkload>;
  /** By full host name. */
  services: ReadonlyMap<string, IndexedService>;
  /** Services of a workload, by "namespace/name" of the workload. */
  servicesOf: ReadonlyMap<string, readonly IndexedService[]>;
  /** ServiceEntries by host. */
  entries: ReadonlyMap<string, ServiceEntry>;
  /** Those among them whose host is a wildcard. */
  wildcardEntries: HostTable<ServiceEntry>;
  injected: ReadonlySet<string>;
  /** Annotations of namespaces. */
  annotationsOf: ReadonlyMap<string, Labels>;
}

const indexes = new WeakMap<ClusterObjects, ClusterIndex>();
const byLists = new Remembered<ClusterIndex>();
/** Pods change all the time in ways that the graph says nothing of. */
const byServices = new Remembered<ClusterIndex>();

/** The index of a snapshot, the same one until something changes that it reads: a changed VirtualService is nothing to it. */
export function indexOf(objects: ClusterObjects): ClusterIndex {
  const present = indexes.get(objects);
  if (present !== undefined) return present;
  const { meshConfig, namespaces, services, pods, workloads, gateways, serviceEntries } = objects;
  const index = byLists.get(
    pods,
    [meshConfig, namespaces, services, workloads, gateways, serviceEntries],
    () => buildIndex(objects),
  );
  indexes.set(objects, index);
  return index;
}

type IndexedObjects = Pick<
  ClusterObjects,
  'meshConfig' | 'namespaces' | 'services' | 'pods' | 'workloads' | 'gateways' | 'serviceEntries'
>;

function buildIndex(objects: IndexedObjects): ClusterIndex {
  const { meshConfig, namespaces, services: all, gateways, serviceEntries } = objects;
  const workloads = indexWorkloads(objects);
  const beside = [meshConfig, namespaces, gateways, serviceEntries];
  const before = byServices.find(all, beside);
  if (before !== undefined && isSameWorkloads(before.workloads, workloads)) return before;
  const index = indexAround(objects, workloads);
  byServices.keep(all, beside, index);
  return index;
}

function indexAround(objects: IndexedObjects, workloads: ClusterIndex['workloads']): ClusterIndex {
  const domain = objects.meshConfig.domain;
  const injected = new Set(objects.namespaces.filter(isInjected).map(({ metadata }) => metadata.name));
  const byNamespace = Map.groupBy(workloads.values(), ({ namespace }) => namespace);
  const services = new Map<string, IndexedService>();
  const servicesOf = new Map<string, IndexedService[]>();
  for (const service of objects.services) {
    const indexed = indexService(service, domain, byNamespace.get(namespaceOf(service)) ?? []);
    services.set(indexed.host, indexed);
    for (const workload of indexed.workloads) {
      const key = `${workload.namespace}/${workload.name}`;
      const list = servicesOf.get(key);
      if (list === undefined) servicesOf.set(key, [indexed]);
      else list.push(indexed);
    }
  }
  const entries = new Map<string, ServiceEntry>();
  const wildcardEntries = new HostTable<ServiceEntry>();
  for (const entry of objects.serviceEntries) {
    for (const host of entry.spec?.hosts ?? []) {
      const name = host.toLowerCase();
      if (entries.has(name)) continue;
      entries.set(name, entry);
      if (isWildcard(name)) wildcardEntries.set(name, entry);
    }
  }
  const annotationsOf = new Map(
    objects.namespaces.map(({ metadata: { name, annotations } }) => [name, annotations ?? {}]),
  );
  return { domain, workloads, services, servicesOf, entries, wildcardEntries, injected, annotationsOf };
}

function isSameWorkloads(one: ClusterIndex['workloads'], other: ClusterIndex['workloads']): boolean {
  if (one.size !== other.size) return false;
  const names = other.keys();
  for (const [name, workload] of one) {
    // The order is that of nodes nobody calls.
    if (names.next().value !== name) return false;
    const now = other.get(name);
    if (now === undefined || !equalFields(workload, now)) return false;
  }
  return true;
}

const endpoints = new WeakMap<IndexedWorkload, Endpoint>();

/** A workload as telemetry would name it; the same object each time, so that what is known of it is found again. */
export function endpointOf(workload: IndexedWorkload): Endpoint {
  let endpoint = endpoints.get(workload);
  if (endpoint === undefined) {
    const { namespace, name, app, version } = workload;
    endpoint = { cluster: '', namespace, workload: name, app, version };
    endpoints.set(workload, endpoint);
  }
  return endpoint;
}

/** https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy, or ambient. */
export function isInjected(namespace: Namespace): boolean {
  const labels = namespace.metadata.labels ?? {};
  if (labels['istio-injection'] !== undefined) return labels['istio-injection'] === 'enabled';
  return labels[revisionKey] !== undefined || labels['istio.io/dataplane-mode'] === 'ambient';
}

/** By "namespace/name": of the objects that make pods, and of pods that no such object is known for. */
function indexWorkloads(objects: IndexedObjects): Map<string, IndexedWorkload> {
  const workloads = new Map<string, IndexedWorkload>();
  const replicaSetOwners = new Map<string, string>();
  const selectors = objects.gateways.map(({ spec }) => spec?.selector ?? {});
  for (const object of objects.workloads) {
    const namespace = namespaceOf(object);
    const { name } = object.metadata;
    const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (owner !== undefined) {
      replicaSetOwners.set(`${namespace}/${name}`, owner.name);
      continue;
    }
    const template = object.spec?.template?.metadata;
    workloads.set(`${namespace}/${name}`, {
      ...workloadWithoutPods(namespace, name, template?.labels, selectors),
      kind: object.kind,
      annotations: { ...template?.annotations, ...object.metadata.annotations },
      createdAt: object.metadata.creationTimestamp ?? null,
      pods: readyPods(object),
    });
  }
  const proxies = proxyQuestions(objects);
  for (const pod of objects.pods) {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') continue;
    if (pod.metadata.deletionTimestamp !== undefined) continue;
    const namespace = namespaceOf(pod);
    const name = workloadOfPod(pod, replicaSetOwners);
    let workload = workloads.get(`${namespace}/${name}`);
    if (workload === undefined) {
      workload = {
        ...workloadWithoutPods(namespace, name, pod.metadata.labels, selectors),
        kind: kindOfPod(pod),
        annotations: pod.metadata.annotations ?? {},
      };
      workloads.set(`${namespace}/${name}`, workload);
    }
    countPod(workload, pod, proxies);
  }
  return workloads;
}

function workloadWithoutPods(
  namespace: string,
  name: string,
  labels: Labels = {},
  gatewaySelectors: readonly Labels[],
): Omit<IndexedWorkload, 'kind' | 'annotations'> {
  return {
    namespace,
    name,
    createdAt: null,
    app: canonicalService(labels, name),
    version: canonicalRevision(labels),
    labels,
    pods: null,
    ...noPods,
    gateway: isGateway(labels, gatewaySelectors),
    waypoint: labels['gateway.networking.k8s.io/gateway-class-name'] === 'istio-waypoint',
  };
}

function readyPods({ kind, spec, status }: Workload): IndexedWorkload['pods'] {
  if (status === undefined) return null;
  const counts: Record<string, unknown> = { ...status };
  if (kind === 'DaemonSet') {
    const { numberReady, desiredNumberScheduled } = counts;
    if (typeof desiredNumberScheduled !== 'number') return null;
    return { ready: typeof numberReady === 'number' ? numberReady : 0, wanted: desiredNumberScheduled };
  }
  return { ready: status.readyReplicas ?? 0, wanted: spec?.replicas ?? 1 };
}

function isGateway(labels: Labels, selectors: readonly Labels[]): boolean {
  if (labels['gateway.networking.k8s.io/gateway-name'] !== undefined) return true;
  if (selectors.some((selector) => Object.keys(selector).length > 0 && selects(selector, labels)))
    return true;
  return labels.istio === 'ingressgateway' || labels.istio === 'egressgateway';
}

function indexService(
  service: Service,
  domain: string,
  candidates: readonly IndexedWorkload[],
): IndexedService {
  const namespace = namespaceOf(service);
  const name = service.metadata.name;
  const selector = service.spec?.selector ?? {};
  const selecting = Object.keys(selector).length > 0;
  return {
    namespace,
    name,
    host: `${name}.${namespace}.svc.${domain}`,
    annotations: service.metadata.annotations ?? {},
    protocol: protocolOf(service),
    workloads: selecting ? candidates.filter(({ labels }) => selects(selector, labels)) : [],
  };
}

const tcpNames = new Set(['tcp', 'tls', 'https', 'mongo', 'redis', 'mysql']);

/** Of the first port; an unnamed one is sniffed. https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/ */
function protocolOf(service: Service): IndexedService['protocol'] {
  const port = service.spec?.ports?.[0];
  const name = port?.appProtocol?.replace(/^kubernetes\.io\//, '') ?? port?.name?.split('-')[0] ?? '';
  if (name === 'grpc') return 'grpc';
  if (name === 'http' || name === 'http2' || name === 'h2c' || name === 'ws') return 'http';
  return tcpNames.has(name) ? 'tcp' : 'none';
}

export function selects(selector: Labels, labels: Labels): boolean {
  for (const key in selector) if (labels[key] !== selector[key]) return false;
  return true;
}

export function namespaceOf(object: { metadata: { namespace?: string } }): string {
  return object.metadata.namespace ?? '';
}

/**
 * The service or ServiceEntry host that a client meant: telemetry falls back to the client's Host header ("cart", "cart.shop:8080")
 * when no cluster was found. Null when nothing of that name is configured.
 */
export function resolveHost(index: ClusterIndex, host: string, clientNamespace: string): string | null {
  const bare = withoutPort(host).replace(/\.$/, '');
  if (bare === '') return null;
  const candidates = [
    bare,
    `${bare}.${clientNamespace}.svc.${index.domain}`,
    `${bare}.svc.${index.domain}`,
    `${bare}.${index.domain}`,
  ];
  return candidates.find((name) => index.services.has(name) || index.entries.has(name)) ?? null;
}

/** The ServiceEntry that a host belongs to: its own, else that of the longest wildcard. */
export function entryOf({ entries, wildcardEntries }: ClusterIndex, host: string): ServiceEntry | undefined {
  return entries.get(host) ?? wildcardEntries.mostSpecific(host);
}

/** A Host header's name in lower case; an address of IPv6 keeps its colons. */
export function withoutPort(host: string): string {
  const named = /^(\[[^\]]*\]|[^:]*):\d+$/.exec(host);
  return (named?.[1] ?? host).toLowerCase();
}

/** Name and namespace in `name.namespace.svc.domain`; null for any other host. */
export function parseServiceHost(host: string, domain: string): { name: string; namespace: string } | null {
  const suffix = `.svc.${domain}`;
  if (!host.endsWith(suffix)) return null;
  const [name, namespace, ...rest] = host.slice(0, -suffix.length).split('.');
  return name && namespace && rest.length === 0 ? { name, namespace } : null;
}
