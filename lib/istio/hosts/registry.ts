/**
 * The service registry: every host that Services and ServiceEntries give to the mesh, with its ports and who may see it.
 * Mirrors what istiod's Kubernetes and ServiceEntry controllers make of these objects.
 */
import { compareText } from '#lib/compare-text.ts';
import type { ClusterObjects, Labels, Service, ServiceEntry } from '../objects.ts';
import { HostTable } from './host-table.ts';
import { creationMs, oldestFirst } from './object-order.ts';
import { type PortProtocol, parseProtocol, servicePortProtocol } from './port-protocol.ts';
import { isVisibleTo, parseExportTo, type Visibility } from './visibility.ts';

export interface RegistryPort {
  number: number;
  name: string;
  protocol: PortProtocol;
  targetPort: number | string;
}

/** An address that the configuration itself names (ServiceEntry `endpoints`). */
export interface StaticEndpoint {
  address: string;
  labels: Labels;
}

export interface RegistryService {
  /** Full name in lower case; a ServiceEntry's may start with `*`. */
  host: string;
  kind: 'Service' | 'ServiceEntry';
  namespace: string;
  name: string;
  ports: readonly RegistryPort[];
  /** Those of the oldest of the ServiceEntries that were put together; absent where it is all of them. */
  oldestPorts?: readonly RegistryPort[];
  visibility: Visibility;
  /** Cluster IPs, or the ServiceEntry's addresses and ranges. */
  addresses: readonly string[];
  /** A Service without a cluster IP: its name resolves to its pods. */
  headless: boolean;
  /** Pod (and WorkloadEntry) labels behind this service; null when nothing is selected. */
  selector: Labels | null;
  staticEndpoints: readonly StaticEndpoint[];
  external: boolean;
  /** Where an ExternalName service points. */
  aliasOf: string | null;
}

export interface Registry {
  domain: string;
  /** Oldest first; several entries when namespaces share a host. */
  byHost: ReadonlyMap<string, readonly RegistryService[]>;
  /** Hosts that start with `*`. */
  wildcards: HostTable<readonly RegistryService[]>;
  byAddress: ReadonlyMap<string, readonly RegistryService[]>;
  /** Hosts of ExternalName services to the hosts where they lead in the end. */
  aliases: ReadonlyMap<string, string>;
  /** Services that listen on a port number. */
  byPort: ReadonlyMap<number, readonly RegistryService[]>;
}

const exportAnnotation = 'networking.istio.io/exportTo';

export function buildRegistry(objects: ClusterObjects): Registry {
  const domain = objects.meshConfig.domain;
  const byHost = new Map<string, RegistryService[]>();
  const wildcards = new HostTable<readonly RegistryService[]>();
  const byAddress = new Map<string, RegistryService[]>();
  const byPort = new Map<number, RegistryService[]>();
  for (const service of servicesByAge(objects)) {
    append(byHost, service.host, service);
    for (const address of service.addresses) append(byAddress, address, service);
    for (const port of service.ports) append(byPort, port.number, service);
  }
  for (const [host, services] of byHost) {
    if (host.startsWith('*')) wildcards.set(host, services);
  }
  return { domain, byHost, wildcards, byAddress, aliases: resolveAliases(byHost), byPort };
}

/** One ExternalName service may point to another; those that go in circles lead nowhere (`resolveServiceAliases` of istio pilot/pkg/model). */
function resolveAliases(byHost: ReadonlyMap<string, readonly RegistryService[]>): Map<string, string> {
  const pointsTo = (host: string): string | undefined =>
    byHost.get(host)?.find(({ aliasOf }) => aliasOf !== null)?.aliasOf ?? undefined;
  const resolved = new Map<string, string>();
  for (const host of byHost.keys()) {
    const seen = new Set([host]);
    let target = pointsTo(host);
    for (let next = target; next !== undefined; next = pointsTo(next)) {
      target = seen.has(next) ? undefined : next;
      if (target === undefined) break;
      seen.add(next);
    }
    if (target !== undefined) resolved.set(host, target);
  }
  return resolved;
}

/** Oldest first; of equal age by the name of the Service or the host of the ServiceEntry. */
function servicesByAge(objects: ClusterObjects): RegistryService[] {
  const twins = new Map<string, RegistryService>();
  const found: { service: RegistryService; object: Service | ServiceEntry }[] = [];
  for (const object of objects.services) {
    found.push({ service: fromService(object, objects.meshConfig.domain), object });
  }
  for (const object of oldestFirst(objects.serviceEntries)) {
    for (const service of fromServiceEntry(object)) {
      const key = twinKey(service, object);
      const older = twins.get(key);
      if (older) putTogether(older, service);
      else {
        twins.set(key, service);
        found.push({ service, object });
      }
    }
  }
  return found
    .map(({ service, object }) => ({
      service,
      createdMs: creationMs(object),
      name: service.kind === 'Service' ? service.name : service.host,
    }))
    .sort(
      (a, b) =>
        a.createdMs - b.createdMs ||
        compareText(a.name, b.name) ||
        compareText(a.service.namespace, b.service.namespace),
    )
    .map(({ service }) => service);
}

function append<K>(index: Map<K, RegistryService[]>, key: K, service: RegistryService): void {
  const present = index.get(key);
  if (present) present.push(service);
  else index.set(key, [service]);
}

/** ServiceEntries of one namespace that describe one host alike are one service: their ports and endpoints are put together. */
function twinKey(service: RegistryService, { spec }: ServiceEntry): string {
  const exportTo = [...(spec?.exportTo ?? [])].sort();
  return JSON.stringify([
    service.namespace,
    service.host,
    spec?.resolution ?? 'NONE',
    service.selector,
    exportTo,
  ]);
}

function putTogether(older: RegistryService, service: RegistryService): void {
  older.oldestPorts ??= older.ports;
  const known = new Set(older.ports.map((port) => port.number));
  older.ports = [...older.ports, ...service.ports.filter((port) => !known.has(port.number))];
  older.addresses = [...new Set([...older.addresses, ...service.addresses])];
  older.staticEndpoints = [...older.staticEndpoints, ...service.staticEndpoints];
}

function fromService(object: Service, domain: string): RegistryService {
  const { name, namespace = '', annotations } = object.metadata;
  const spec = object.spec ?? {};
  const exported = annotations?.[exportAnnotation]?.split(',').map((entry) => entry.trim());
  const isAlias = spec.type === 'ExternalName';
  const addresses = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);
  return {
    host: `${name}.${namespace}.svc.${domain}`,
    kind: 'Service',
    namespace,
    name,
    ports: (spec.ports ?? []).map((port) => ({
      number: port.port,
      name: port.name ?? '',
      protocol: servicePortProtocol(port),
      targetPort: port.targetPort ?? port.port,
    })),
    visibility: parseExportTo(exported, namespace),
    addresses: addresses.filter((address) => address !== '' && address !== 'None'),
    headless: spec.clusterIP === 'None',
    selector: spec.selector && Object.keys(spec.selector).length > 0 ? spec.selector : null,
    staticEndpoints: [],
    external: isAlias,
    aliasOf: isAlias ? (spec.externalName ?? '').toLowerCase() : null,
  };
}

function fromServiceEntry(object: ServiceEntry): RegistryService[] {
  const { name, namespace = '' } = object.metadata;
  const spec = object.spec;
  if (!spec) return [];
  const shared: Omit<RegistryService, 'host'> = {
    kind: 'ServiceEntry',
    namespace,
    name,
    ports: (spec.ports ?? []).map((port) => ({
      number: port.number,
      name: port.name,
      protocol: parseProtocol(port.protocol),
      targetPort: port.targetPort ?? port.number,
    })),
    visibility: parseExportTo(spec.exportTo, namespace),
    addresses: spec.addresses ?? [],
    headless: false,
    selector: spec.workloadSelector?.labels ?? null,
    staticEndpoints: (spec.endpoints ?? []).flatMap((endpoint) =>
      endpoint.address ? [{ address: endpoint.address, labels: endpoint.labels ?? {} }] : [],
    ),
    external: spec.location !== 'MESH_INTERNAL',
    aliasOf: null,
  };
  return (spec.hosts ?? []).map((host) => ({ ...shared, host: host.toLowerCase() }));
}

export function portOf(service: RegistryService, number: number): RegistryPort | undefined {
  return service.ports.find((port) => port.number === number);
}

/** Services exported to chosen namespaces before those for everyone, as istiod lists them. */
export function chosenBeforePublic(services: readonly RegistryService[]): RegistryService[] {
  return [
    ...services.filter((service) => service.visibility !== 'all'),
    ...services.filter((service) => service.visibility === 'all'),
  ];
}

/**
 * The services of one host that a client in this namespace gets, all of one namespace: its own, else that of a Kubernetes
 * Service, else of the first, where those exported to chosen namespaces come before public ones and older before younger.
 * More than one is left where a namespace describes a host twice in ways that cannot be put together; the first has the
 * clusters. `admits` narrows the choice further (Sidecar scoping).
 */
export function pickServices(
  services: readonly RegistryService[] | undefined,
  clientNamespace: string,
  admits: (service: RegistryService) => boolean = () => true,
): RegistryService[] {
  if (!services) return [];
  const visible = services.filter(
    (service) => isVisibleTo(service.visibility, clientNamespace) && admits(service),
  );
  if (visible.length < 2) return visible;
  const ordered = chosenBeforePublic(visible);
  const isKubernetes = (service: RegistryService) => service.kind === 'Service';
  const chosen =
    ordered.find((service) => service.namespace === clientNamespace) ??
    ordered.find(isKubernetes) ??
    ordered[0];
  const sharers = ordered.filter((service) => service.namespace === chosen?.namespace);
  return [...sharers.filter(isKubernetes), ...sharers.filter((service) => !isKubernetes(service))];
}

/**
 * The full names that a Host header or DNS name may mean for a client of this namespace, best first:
 * `reviews`, `reviews.bookinfo`, `reviews.bookinfo.svc`, the full name, each also with a trailing dot.
 */
export function expandRequestHost(host: string, clientNamespace: string, domain: string): string[] {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (!name.includes('.')) return [name, `${name}.${clientNamespace}.svc.${domain}`];
  if (name.endsWith(`.svc.${domain}`)) return [name];
  if (name.endsWith('.svc')) return [name, `${name}.${domain}`, `${name}.svc.${domain}`];
  return [name, `${name}.svc.${domain}`];
}
