/** The detail of one Service or ServiceEntry. */

import type { ServiceDetail } from '../../api/traffic/details.ts';
import type { GraphNode } from '../../api/traffic/graph.ts';
import { buildRegistry, type RegistryService } from '../../istio/hosts/registry.ts';
import { type ClusterObjects, noObjects, type Service, type ServiceEntry } from '../../istio/objects.ts';
import { endpointOf, type IndexedService, indexOf, namespaceOf } from '../build/cluster-index.ts';
import { isInMesh } from '../build/idle-nodes.ts';
import type { NodeKey, NodeResolver } from '../build/resolve-node.ts';
import { healthOutside } from '../inventory/inventory.ts';
import {
  type ConfigurationSubject,
  type TouchingObject,
  toTouch,
  touchingKinds,
  touchingObjects,
} from './configuration.ts';
import { endpointDetails } from './endpoints.ts';
import { injectedFaults } from './faults.ts';
import { flowOf } from './flow.ts';
import { createdAt, type DetailInput, mayRead, readableChanges, type SubjectName } from './input.ts';
import { podDetails } from './pods.ts';
import { entryPorts, servicePorts } from './ports.ts';
import { hasTraffic, subjectNode } from './subject-node.ts';
import { type Directed, type MeshReading, trafficByNode, trafficOf } from './traffic-by-node.ts';
import { routesOf, versionsOf } from './versions.ts';

export interface ServiceSubject {
  name: string;
  /** Both are null where only the metrics speak of it. */
  service: Service | null;
  entry: ServiceEntry | null;
  registered: readonly RegistryService[];
  /** Null for a ServiceEntry. */
  indexed: IndexedService | null;
  configuration: ConfigurationSubject;
  touching: readonly TouchingObject[];
}

/** A Service of that name, else a ServiceEntry of that name or with that host, else what was called by that name; null when there is none. */
export function findService(reading: MeshReading, subject: SubjectName): ServiceSubject | null {
  return findListed(reading.objects, subject) ?? findCalled(reading, subject);
}

function findListed(objects: ClusterObjects, { namespace, name }: SubjectName): ServiceSubject | null {
  const index = indexOf(objects);
  const service = objects.services.find(
    (one) => one.metadata.name === name && namespaceOf(one) === namespace,
  );
  const here = objects.serviceEntries.filter((one) => namespaceOf(one) === namespace);
  const entry =
    service === undefined
      ? (here.find(({ metadata }) => metadata.name === name) ??
        here.find(({ spec }) => spec?.hosts.some((host) => host.toLowerCase() === name)))
      : undefined;
  const object = service ?? entry;
  if (object === undefined) return null;
  const own = { ...noObjects, meshConfig: objects.meshConfig };
  const registry = buildRegistry(
    entry === undefined
      ? { ...own, services: service === undefined ? [] : [service] }
      : { ...own, serviceEntries: [entry] },
  );
  const registered = [...registry.byHost.values()].flat();
  const hosts = registered.map(({ host }) => host);
  const indexed = service === undefined ? null : (index.services.get(hosts[0] ?? '') ?? null);
  const configuration: ConfigurationSubject = {
    namespace,
    hosts,
    services: service === undefined ? [] : [object.metadata.name],
    serviceEntries: entry === undefined ? [] : [object.metadata.name],
    workloads: indexed?.workloads ?? [],
  };
  const touching = touchingObjects(objects, configuration).filter((one) => one.object !== object);
  return {
    name: object.metadata.name,
    service: service ?? null,
    entry: entry ?? null,
    registered,
    indexed,
    configuration,
    touching,
  };
}

/** Removed, or of another cluster: the metrics still speak of it. */
function findCalled(reading: MeshReading, { namespace, name }: SubjectName): ServiceSubject | null {
  const { objects } = reading;
  const host = `${name}.${namespace}.svc.${objects.meshConfig.domain}`;
  const traffic = trafficByNode(reading, 'service');
  if (!hasTraffic(trafficOf(traffic, traffic.resolver.byHost(host).id))) return null;
  const configuration: ConfigurationSubject = {
    namespace,
    hosts: [host],
    services: [name],
    serviceEntries: [],
    workloads: [],
  };
  return {
    name,
    service: null,
    entry: null,
    registered: [],
    indexed: { namespace, name, host, annotations: {}, protocol: 'none', workloads: [] },
    configuration,
    touching: touchingObjects(objects, configuration),
  };
}

export function serviceDetail(subject: ServiceSubject, input: DetailInput): ServiceDetail {
  const { name, service, entry, registered, indexed, configuration, touching } = subject;
  const { objects, viewer } = input;
  const { namespace, hosts } = configuration;
  const workloads = indexed?.workloads ?? [];
  const traffic = trafficByNode(input, 'service');
  const called = ownHosts(subject, traffic.resolver);
  const inbound = called.flatMap(({ key }) => trafficOf(traffic, key.id).inbound);
  const node = serviceNode(subject, input);
  const routes = hosts.flatMap((host) => routesOf(host, input));
  const readable = touching.filter((one) => mayRead(viewer, one.object));
  const [first] = registered;
  const object = service ?? entry;
  return {
    namespace,
    name,
    cluster: input.cluster,
    exists: object !== null,
    kind: entry === null ? 'Service' : 'ServiceEntry',
    at: input.at,
    metricsAt: input.metricsAt,
    windowSeconds: input.windowSeconds,
    createdAt: object === null ? null : createdAt(object),
    labels: { ...object?.metadata.labels },
    health: node?.health ?? healthOutside(workloads, input.windowSeconds),
    type: typeOf(subject),
    resolution: entry === null ? null : (entry.spec?.resolution ?? 'NONE'),
    aliasOf: first?.aliasOf ?? null,
    hosts: [...hosts],
    addresses: [...new Set(registered.flatMap(({ addresses }) => addresses))],
    selector: first?.selector ?? null,
    exportTo: first === undefined || first.visibility === 'all' ? null : [...first.visibility].sort(),
    ports: service === null ? entryPorts(entry) : servicePorts(service),
    inbound: { ...flowOf(inbound, 'inbound', input), total: node?.inbound ?? null },
    outbound: flowOf(callsOf(subject, input), 'outbound', input),
    versions: indexed === null ? [] : versionsOf(indexed, inbound, routes, input),
    routes,
    faults: injectedFaults(touching, new Set(hosts), input),
    endpoints: first === undefined ? [] : endpointDetails(first, entry, input),
    workloads: workloads.map(({ name, version }) => ({ name, version })),
    pods: workloads.flatMap((workload) => podDetails(workload, input)),
    configuration: readable.map((one) => toTouch(one, objects, configuration)),
    unreadable: touchingKinds.filter((kind) => !viewer.reads(kind, namespace)),
    changes: readableChanges(input),
    nodes: nodesOf(subject, input),
    warnings: [...input.warnings],
  };
}

/**
 * Hosts whose traffic is the subject's. Whoever may write a ServiceEntry may write any host into it: those that the graph gives to
 * another namespace stay there, for it may be hidden from those who see this one.
 */
function ownHosts(
  { configuration: { namespace, hosts } }: ServiceSubject,
  resolver: NodeResolver,
): { host: string; key: NodeKey }[] {
  return hosts
    .map((host) => ({ host, key: resolver.byHost(host) }))
    .filter(({ key }) => key.namespace === namespace);
}

/** As the graph of services has it: gateways stand for their own services, for nobody reports what reaches them. Null outside the mesh. */
function serviceNode(subject: ServiceSubject, input: DetailInput): GraphNode | null {
  const { indexed } = subject;
  const index = indexOf(input.objects);
  const traffic = trafficByNode(input, 'service');
  const called = ownHosts(subject, traffic.resolver);
  const hosts = called.map(({ host }) => host);
  const [first] = called;
  if (first === undefined) return null;
  const parts = called.map(({ key }) => trafficOf(traffic, key.id));
  const own = {
    inbound: parts.flatMap(({ inbound }) => inbound),
    outbound: parts.flatMap(({ outbound }) => outbound),
  };
  const workloads = indexed?.workloads ?? [];
  const gateway = workloads.find((workload) => workload.gateway);
  if (gateway !== undefined && !hasTraffic(own)) {
    const endpoint = endpointOf(gateway);
    const itself = traffic.resolver.workload(endpoint);
    return subjectNode(itself, trafficOf(traffic, itself.id), { endpoint, hosts: [] }, input);
  }
  // A wildcard stands for hosts that are only known once they are called.
  const meshed =
    indexed === null
      ? hosts.some((host) => !host.startsWith('*'))
      : index.injected.has(indexed.namespace) || workloads.some((workload) => isInMesh(workload, index));
  return meshed || hasTraffic(own) ? subjectNode(first.key, own, { endpoint: null, hosts }, input) : null;
}

function typeOf({ service, entry, registered: [first] }: ServiceSubject): string {
  if (entry !== null) return entry.spec?.location ?? 'MESH_EXTERNAL';
  if (service === null) return '';
  return first?.headless ? 'Headless' : (service.spec?.type ?? 'ClusterIP');
}

/** What the workloads behind it call. */
function callsOf({ indexed }: ServiceSubject, input: DetailInput): Directed[] {
  const traffic = trafficByNode(input, 'workload');
  return (indexed?.workloads ?? []).flatMap((workload) => {
    const { id } = traffic.resolver.workload(endpointOf(workload));
    return trafficOf(traffic, id).outbound;
  });
}

function nodesOf(subject: ServiceSubject, input: DetailInput): string[] {
  const { resolver } = trafficByNode(input, 'versioned-app');
  const workloads = subject.indexed?.workloads ?? [];
  const ids =
    workloads.length > 0
      ? workloads.map((one) => resolver.workload(endpointOf(one)).id)
      : ownHosts(subject, resolver).map(({ key }) => key.id);
  return [...new Set(ids)];
}
