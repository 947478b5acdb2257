/** Every Service and every host of a ServiceEntry as a row; also services that only the metrics know. */
import type { GraphNode, Traffic } from '../api/graph.ts';
import type { ServiceRow } from '../api/inventory.ts';
import { parseProtocol, servicePortProtocol } from '../istio/hosts/port-protocol.ts';
import type { Service, ServiceEntry } from '../istio/objects.ts';
import { buildGraph } from './build.ts';
import { indexOf, namespaceOf } from './cluster-index.ts';
import { injectionOf } from './injection.ts';
import type { InventoryInput, ListedService } from './inventory.ts';
import { byPlace, healthOutside, unixSeconds } from './inventory.ts';
import { mergeTraffic } from './merge-traffic.ts';
import { podsOf } from './node-draft.ts';
import { touchingBook } from './touching.ts';
import { versionAmounts, versionsOf } from './version-shares.ts';

export function listServices(input: InventoryInput): ListedService[] {
  const { objects, cluster, windowSeconds } = input;
  const index = indexOf(objects);
  const nodes = serviceNodes(input, index.domain);
  const amounts = versionAmounts(input.telemetry.records, index);
  const touching = touchingBook(objects);
  const namespaces = new Map(objects.namespaces.map(({ metadata }) => [metadata.name, metadata]));

  const ofService = (service: Service): ListedService => {
    const namespace = namespaceOf(service);
    const { name, labels, creationTimestamp } = service.metadata;
    const host = hostOf({ namespace, name }, index.domain);
    const indexed = index.services.get(host);
    const workloads = indexed?.workloads ?? [];
    const numbers = nodes.numbersOf(host);
    return {
      ...blank,
      ...numbers,
      health: numbers.health ?? healthOutside(workloads, windowSeconds),
      cluster,
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
      injection: injectionOf(workloads, index, [labels, namespaces.get(namespace)?.labels]),
      touching: touching({
        namespace,
        hosts: [host],
        services: [name],
        serviceEntries: [],
        workloads,
      }),
      createdAt: unixSeconds(creationTimestamp),
    };
  };
  const ofEntry = (host: string, entry: ServiceEntry): ListedService => {
    const namespace = namespaceOf(entry);
    const numbers = nodes.numbersOf(host);
    return {
      ...blank,
      ...numbers,
      kind: 'ServiceEntry',
      // Calls to a host under a wildcard show under the host that was called.
      health: numbers.health ?? healthOutside([], windowSeconds),
      cluster,
      namespace,
      name: host,
      hosts: [host],
      ports: (entry.spec?.ports ?? []).map(({ number, name, protocol }) => ({
        port: number,
        name,
        protocol: parseProtocol(protocol),
      })),
      touching: touching({
        namespace,
        hosts: [host],
        services: [],
        serviceEntries: [entry.metadata.name],
        workloads: [],
      }),
      createdAt: unixSeconds(entry.metadata.creationTimestamp),
    };
  };

  const rows = [
    ...objects.services.map(ofService),
    ...[...index.entries].flatMap(([host, entry]) =>
      index.services.has(host) ? [] : [ofEntry(host, entry)],
    ),
  ];
  const known = new Set(rows.flatMap(({ hosts }) => hosts));
  for (const [host, node] of nodes.byHost) {
    if (known.has(host)) continue;
    const { cluster: of, namespace, name, health } = node;
    const numbers = { ...nodes.numbersOf(host), health };
    rows.push({ ...blank, ...numbers, exists: false, cluster: of, namespace, name, hosts: [host] });
  }
  return rows.sort(byPlace);
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
