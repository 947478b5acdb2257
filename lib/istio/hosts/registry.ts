/**
 * The service registry: every host that Services and ServiceEntries give to the mesh, with its ports and who may see it.
 * Mirrors what istiod's Kubernetes and ServiceEntry controllers make of these objects.
 */
import type { ClusterObjects, Labels, Service, ServiceEntry } from '../objects.ts';
import { HostTable } from './host-table.ts';
import { oldestFirst } from './object-order.ts';
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
  /** Services that listen on a port number. */
  byPort: ReadonlyMap<number, readonly RegistryService[]>;
}

const exportAnnotation = 'networking.istio.io/exportTo';

export function buildRegistry(objects: ClusterObjects): Registry {
  const domain = objects.meshConfig.domain;
  const byHost = new Map<string, RegistryService[]>();
  // Objects taken from a list carry no kind of their own.
  const serviceEntries = new Set<Service | ServiceEntry>(objects.serviceEntries);
  for (const object of oldestFirst<Service | ServiceEntry>([
    ...objects.services,
    ...objects.serviceEntries,
  ])) {
    const found = serviceEntries.has(object)
      ? fromServiceEntry(object as ServiceEntry)
      : [fromService(object as Service, domain)];
    for (const service of found) addTo(byHost, service.host, service, true);
  }

  const wildcards = new HostTable<readonly RegistryService[]>();
  const byAddress = new Map<string, RegistryService[]>();
  const byPort = new Map<number, RegistryService[]>();
  for (const [host, services] of byHost) {
    if (host.startsWith('*')) wildcards.set(host, services);
    for (const service of services) {
      for (const address of service.addresses) addTo(byAddress, address, service, false);
      for (const port of service.ports) addTo(byPort, port.number, service, false);
    }
  }
  return { domain, byHost, wildcards, byAddress, byPort };
}

/** Several ServiceEntries of one namespace may describe one host: their ports and endpoints are put together. */
function addTo<K>(index: Map<K, RegistryService[]>, key: K, service: RegistryService, merge: boolean): void {
  const present = index.get(key);
  if (!present) {
    index.set(key, [service]);
    return;
  }
  const twin = merge
    ? present.findIndex(
        (other) =>
          other.namespace === service.namespace &&
          other.kind === 'ServiceEntry' &&
          service.kind === 'ServiceEntry',
      )
    : -1;
  const older = present[twin];
  if (!older) {
    present.push(service);
    return;
  }
  const known = new Set(older.ports.map((port) => port.number));
  present[twin] = {
    ...older,
    ports: [...older.ports, ...service.ports.filter((port) => !known.has(port.number))],
    addresses: [...new Set([...older.addresses, ...service.addresses])],
    staticEndpoints: [...older.staticEndpoints, ...service.staticEndpoints],
  };
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

/**
 * Which of the services of one host a client in this namespace gets: its own namespace's, else a Kubernetes
 * Service, else the oldest. `admits` narrows the choice further (Sidecar scoping).
 */
export function pickService(
  services: readonly RegistryService[] | undefined,
  clientNamespace: string,
  admits: (service: RegistryService) => boolean = () => true,
): RegistryService | undefined {
  let best: RegistryService | undefined;
  for (const service of services ?? []) {
    if (!isVisibleTo(service.visibility, clientNamespace) || !admits(service)) continue;
    if (service.namespace === clientNamespace) return service;
    if (!best || (best.kind === 'ServiceEntry' && service.kind === 'Service')) best = service;
  }
  return best;
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
