/** The service graph of a mesh: telemetry gives edges and numbers, objects give names, idle nodes, badges and readiness. */
import type { Graph, GraphNode } from '../api/graph.ts';
import type { Warning } from '../api/problem.ts';
import type { GraphType } from '../api/words.ts';
import type { ClusterObjects } from '../istio/objects.ts';
import { finish, mapInSteps, type Steps } from '../steps.ts';
import type { Badge } from './badges.ts';
import { hostBadges, sortBadges } from './badges.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { indexOf } from './cluster-index.ts';
import { hostDue } from './due.ts';
import type { EdgeDraft } from './edge-draft.ts';
import { addEdge, finishEdge } from './edge-draft.ts';
import { EdgeRoutes, type Leg } from './edge-routes.ts';
import { addIdleNodes } from './idle-nodes.ts';
import { addIdleRoutes } from './idle-routes.ts';
import type { NodeDraft } from './node-draft.ts';
import { bytesOf, finishNode, NodeDrafts } from './node-draft.ts';
import { tolerancesOf } from './node-tolerances.ts';
import type { NodeKey } from './resolve-node.ts';
import { NodeResolver } from './resolve-node.ts';
import { routePlansOf } from './route-plans.ts';
import type { Telemetry } from './telemetry.ts';
import type { TrafficRecord } from './traffic-record.ts';
import { callsOf } from './waypoint-legs.ts';

export interface GraphInput {
  telemetry: Telemetry;
  objects: ClusterObjects;
  /** Name of the cluster that the objects are from, for what telemetry names no cluster. */
  cluster: string;
  type: GraphType;
  /** Adds the called service between caller and workload. */
  serviceNodes: boolean;
  windowSeconds: number;
  /** Unix seconds of the newest sample. */
  at: number;
  /** Unix seconds at which the metrics were read; null when there are none. */
  metricsAt: number | null;
  /** Of the percentiles, which may be older. */
  percentilesAt?: number | null;
  warnings: readonly Warning[];
  /** Names this state of the mesh; the default changes with `at` only. */
  version?: string;
}

export function buildGraph(input: GraphInput): Graph {
  return finish(graphSteps(input));
}

/** As `buildGraph`, with pauses between its parts. */
export function* graphSteps(input: GraphInput): Steps<Graph> {
  const { telemetry, objects, windowSeconds } = input;
  const index = indexOf(objects);
  yield;
  const records = callsOf(telemetry, index);
  const resolver = new NodeResolver(
    input.type,
    input.serviceNodes,
    input.cluster,
    index,
    input.type === 'service' ? mainServices(records, index) : new Map(),
  );
  const nodes = new NodeDrafts(index, input.cluster);
  const edges = new Map<string, EdgeDraft>();
  const routes = new EdgeRoutes(input, index, resolver);
  const draw = (
    source: NodeDraft,
    target: NodeDraft,
    record: TrafficRecord,
    host: string | null,
    leg: Leg,
  ) => {
    const edge = addEdge(edges, source, target, record, host);
    if (host !== null) routes.note(edge, record, host, leg);
  };
  yield;
  yield* mapInSteps(records, (record) => {
    const source = nodes.of(resolver.source(record.source), record.source);
    const { node, service, host } = resolver.destination(record.destination, record.source.namespace);
    const target = nodes.of(node, record.destination);
    if (host !== null) nodes.addService(target, host, record.totals.requestsPerSecond + bytesOf(record));
    if (service === null) {
      const isBetween = input.serviceNodes && input.type !== 'service' && node.kind === 'service';
      draw(source, target, record, host, isBetween ? 'to-service' : 'direct');
    } else {
      const between = nodes.of(service, null);
      between.between = true;
      if (host !== null) nodes.addService(between, host, 0);
      draw(source, between, record, host, 'to-service');
      draw(between, target, record, host, 'from-service');
    }
  });
  addIdleNodes(nodes, resolver, index, input);
  yield;
  addIdleRoutes({ input, index, resolver, nodes, edges, routes });
  yield;
  const badges = hostBadges(objects, routePlansOf(objects, index).routeGroups);
  const due = hostDue(objects);
  const groups = groupsOf(input.type, nodes.all());
  const finished = yield* mapInSteps(nodes.all(), (draft) =>
    finishNode(draft, {
      index,
      telemetry,
      windowSeconds,
      badges: badgesOf(draft, badges),
      due: due(draft.hosts.keys()),
      group: groups.get(draft.key.id) ?? null,
    }),
  );
  const finishedEdges = yield* mapInSteps(edges.values(), (edge) =>
    finishEdge(edge, {
      telemetry,
      windowSeconds,
      tolerances: tolerancesOf(edge.target, index),
      route: routes.fieldsOf(edge),
    }),
  );
  return {
    type: input.type,
    version: input.version ?? String(input.at),
    at: input.at,
    windowSeconds,
    metricsAt: input.metricsAt,
    percentilesAt: input.percentilesAt ?? null,
    namespaces: namespacesOf(objects, index, finished),
    nodes: finished,
    edges: finishedEdges,
    warnings: [...input.warnings],
  };
}

/** Versions of one app share a group, where there is more than one. */
function groupsOf(type: GraphType, drafts: readonly NodeDraft[]): Map<string, string> {
  const groups = new Map<string, string>();
  if (type !== 'versioned-app') return groups;
  const versions = drafts.filter(({ key }) => key.kind === 'app');
  const byApp = Map.groupBy(versions, ({ key }) => appId(key));
  for (const [app, members] of byApp) {
    if (members.length > 1) for (const { key } of members) groups.set(key.id, app);
  }
  return groups;
}

function appId({ id }: NodeKey): string {
  return `app/${id.slice(id.indexOf('/') + 1, id.lastIndexOf('/'))}`;
}

function badgesOf(draft: NodeDraft, byHost: (host: string) => ReadonlySet<Badge>): Badge[] {
  const badges = new Set<Badge>();
  for (const host of draft.hosts.keys()) for (const badge of byHost(host)) badges.add(badge);
  if (draft.workloads.some(({ withoutSidecar }) => withoutSidecar > 0)) badges.add('missing-sidecar');
  return sortBadges(badges);
}

/** The service by which each workload is called most; of equals the first by name. Those nobody calls take their first service. */
export function mainServices(records: readonly TrafficRecord[], index: ClusterIndex): Map<string, string> {
  const rates = new Map<string, Map<string, number>>();
  for (const record of records) {
    const { namespace, workload, host } = record.destination;
    if (workload === '' || !index.services.has(host)) continue;
    const key = `${namespace}/${workload}`;
    const byHost = rates.get(key) ?? new Map<string, number>();
    byHost.set(host, (byHost.get(host) ?? 0) + record.totals.requestsPerSecond + bytesOf(record));
    rates.set(key, byHost);
  }
  const main = new Map<string, string>();
  for (const [key, byHost] of rates) {
    const [best] = [...byHost].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (best !== undefined) main.set(key, best[0]);
  }
  for (const [key, services] of index.servicesOf) {
    const gateway = index.workloads.get(key)?.gateway === true;
    const [first] = services.map(({ host }) => host).sort();
    if (first !== undefined && !gateway && !main.has(key)) main.set(key, first);
  }
  return main;
}

function namespacesOf(
  objects: ClusterObjects,
  index: ClusterIndex,
  nodes: readonly GraphNode[],
): Graph['namespaces'] {
  const counts = new Map<string, { workloads: number; services: number }>();
  const of = (name: string) => {
    let count = counts.get(name);
    if (count === undefined) {
      count = { workloads: 0, services: 0 };
      counts.set(name, count);
    }
    return count;
  };
  for (const { metadata } of objects.namespaces) of(metadata.name);
  for (const { namespace } of nodes) if (namespace !== '') of(namespace);
  for (const { namespace } of index.workloads.values()) of(namespace).workloads++;
  for (const { namespace } of index.services.values()) of(namespace).services++;
  return [...counts]
    .map(([name, count]) => ({ name, ...count, injected: index.injected.has(name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
