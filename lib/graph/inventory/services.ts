/** Every Service and every host of a ServiceEntry as a row; also services that only the metrics know. */
import type { GraphNode, Traffic } from '../../api/traffic/graph.ts';
import type { ServiceRow } from '../../api/traffic/inventory.ts';
import { parseProtocol, servicePortProtocol } from '../../istio/hosts/port-protocol.ts';
import type { Labels, Service, ServiceEntry } from '../../istio/objects.ts';
import { buildGraph } from '../build/build.ts';
import { type ClusterIndex, indexOf, namespaceOf } from '../build/cluster-index.ts';
import { podsOf } from '../build/node-draft.ts';
import { mergeTraffic } from '../telemetry/merge-traffic.ts';
import { injectionOf } from './injection.ts';
import type { InventoryInput, ListedService } from './inventory.ts';
import { byPlace, healthOutside, unixSeconds } from './inventory.ts';
import { touchingBook } from './touching.ts';
import { versionAmounts, versionsOf } from './version-shares.ts';

export function listServices(input: InventoryInput): ListedService[] {
  const { objects } = input;
  const index = indexOf(objects);
  const around: Surroundings = {
    input,
    index,
    nodes: serviceNodes(input, index.domain),
    amounts: versionAmounts(input.telemetry.records, index),
    touching: touchingBook(objects),
    labelsOf: new Map(objects.namespaces.map(({ metadata }) => [metadata.name, metadata.labels])),
  };
  const rows = [
    ...objects.services.map((service) => serviceRow(service, around)),
    ...[...index.entries].flatMap(([host, entry]) =>
      index.services.has(host) ? [] : [entryRow(host, entry, around)],
    ),
  ];
  const known = new Set(rows.flatMap(({ hosts }) => hosts));
  for (const [host, { cluster, namespace, name, health }] of around.nodes.byHost) {
    if (known.has(host)) continue;
    const numbers = { ...around.nodes.numbersOf(host), health };
    rows.push({ ...blank, ...numbers, exists: false, cluster, namespace, name, hosts: [host] });
  }
  return rows.sort(byPlace);
}

/** What a row is made of beside its object. */
interface Surroundings {
  input: InventoryInput;
  index: ClusterIndex;
  nodes: ReturnType<typeof serviceNodes>;
  amounts: ReturnType<typeof versionAmounts>;
  touching: ReturnType<typeof touchingBook>;
  /** Of namespaces. */
  labelsOf: ReadonlyMap<string, Labels | undefined>;
}

function serviceRow(
  service: Service,
  { input, index, nodes, amounts, touching, labelsOf }: Surroundings,
): ListedService {
  const namespace = namespaceOf(service);
  const { name, labels, creationTimestamp } = service.metadata;
  const host = hostOf({ namespace, name }, index.domain);
  const indexed = index.services.get(host);
  const workloads = indexed?.workloads ?? [];
  const numbers = nodes.numbersOf(host);
  return {
    ...blank,
    ...numbers,
    health: numbers.health ?? healthOutside(workloads, input.windowSeconds),
    cluster: input.cluster,
    namespace,
    name,
    hosts: [host],
    ports: (service.spec?.ports ?? []).map((port) => ({
      port: port.port,
      name: port.name ?? '',
      protocol: servicePortProtocol(port),
    })),
    versions: indexed === undefined ? [] : versionsOf(indexed, amounts),
    workloads: workloads.length,
    pods: podsOf(workloads),
    injection: injectionOf(workloads, index, [labels, labelsOf.get(namespace)]),
    touching: touching({ namespace, hosts: [host], services: [name], serviceEntries: [], workloads }),
    createdAt: unixSeconds(creationTimestamp),
  };
}

function entryRow(
  host: string,
  entry: ServiceEntry,
  { input, nodes, touching }: Surroundings,
): ListedService {
  const namespace = namespaceOf(entry);
  const { name, creationTimestamp } = entry.metadata;
  const numbers = nodes.numbersOf(host);
  return {
    ...blank,
    ...numbers,
    kind: 'ServiceEntry',
    // Calls to a host under a wildcard show under the host that was called.
    health: numbers.health ?? healthOutside([], input.windowSeconds),
    cluster: input.cluster,
    namespace,
    name: host,
    hosts: [host],
    ports: (entry.spec?.ports ?? []).map(({ number, name: port, protocol }) => ({
      port: number,
      name: port,
      protocol: parseProtocol(protocol),
    })),
    touching: touching({ namespace, hosts: [host], services: [], serviceEntries: [name], workloads: [] }),
    createdAt: unixSeconds(creationTimestamp),
  };
}

const blank = {
  kind: 'Service',
  exists: true,
  ports: [],
  versions: [],
  workloads: 0,
  pods: null,
  injection: null,
  touching: [],
  createdAt: null,
} as const satisfies Partial<ListedService>;

function hostOf({ namespace, name }: { namespace: string; name: string }, domain: string): string {
  return `${name}.${namespace}.svc.${domain}`;
}

interface Numbers extends Pick<ServiceRow, 'node' | 'inbound' | 'outbound'> {
  /** Null when it is not part of the mesh. */
  health: ServiceRow['health'] | null;
}

/** The graph of services, by host. */
function serviceNodes(input: InventoryInput, domain: string) {
  const graph = buildGraph({ ...input, type: 'service', serviceNodes: false });
  const byHost = new Map<string, GraphNode>();
  /** Gateways stand for their own services: nobody reports what reaches them, but what they send on. */
  const gateways = new Map<string, GraphNode>();
  for (const node of graph.nodes) {
    if (node.namespace === '') continue;
    if (node.kind === 'service') byHost.set(hostOf(node, domain), node);
    else if (node.kind === 'service-entry') byHost.set(node.name, node);
    else if (node.kind === 'gateway') for (const host of node.hosts) gateways.set(host, node);
  }
  const sent = Map.groupBy<string, Traffic & { source: string }>(graph.edges, ({ source }) => source);
  return {
    byHost,
    numbersOf: (host: string): Numbers => {
      const gateway = gateways.get(host);
      const node = byHost.get(host) ?? gateway;
      if (node === undefined) return { node: null, inbound: null, outbound: null, health: null };
      const parts = sent.get(node.id) ?? [];
      const outbound = gateway?.outbound ?? (parts.length > 0 ? mergeTraffic(parts) : null);
      return { node: node.id, inbound: node.inbound, outbound, health: node.health };
    },
  };
}
