/**
 * The part of a graph that telemetry and the names of things make alone: nodes, edges and their sums. It is worked out once for each
 * reading, and stays while rules change: a changed rule costs what it touches. What rules add is written onto copies (`NodeDrafts`).
 */
import type { GraphEdge, GraphNode } from '../../api/traffic/graph.ts';
import type { GraphType } from '../../api/words.ts';
import { mapInSteps, type Steps } from '../../steps.ts';
import { type Call, type Leg, RouteMemory } from '../routes/edge-routes.ts';
import { pairOf } from '../routes/idle-routes.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { TrafficRecord } from '../telemetry/traffic-record.ts';
import { callsOf } from '../telemetry/waypoint-legs.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { addEdge, type EdgeContext, type EdgeDraft, finishEdge, type RouteFields } from './edge-draft.ts';
import { addIdleNodes } from './idle-nodes.ts';
import { bytesOf, finishNode, type NodeContext, type NodeDraft, NodeDrafts } from './node-draft.ts';
import { NodeResolver } from './resolve-node.ts';

export interface TrafficPartInput {
  telemetry: Telemetry;
  cluster: string;
  type: GraphType;
  serviceNodes: boolean;
  windowSeconds: number;
}

export interface TrafficPart {
  resolver: NodeResolver;
  /** Idle ones as well. */
  nodes: NodeDrafts;
  edges: ReadonlyMap<string, EdgeDraft>;
  /** Pairs of nodes that traffic connects, in any protocol (`pairOf`). */
  used: ReadonlySet<string>;
  /** By the node that makes them. */
  calls: ReadonlyMap<NodeDraft, readonly Call[]>;
  routes: RouteMemory;
  finished: Finished;
}

const parts = new WeakMap<Telemetry, Map<string, { index: ClusterIndex; part: TrafficPart }>>();

export function* trafficPartSteps(input: TrafficPartInput, index: ClusterIndex): Steps<TrafficPart> {
  const { telemetry, cluster, type, serviceNodes, windowSeconds } = input;
  const kept = parts.get(telemetry) ?? new Map<string, { index: ClusterIndex; part: TrafficPart }>();
  parts.set(telemetry, kept);
  const key = JSON.stringify([cluster, type, serviceNodes, windowSeconds]);
  const known = kept.get(key);
  if (known?.index === index) return known.part;
  const part = yield* makePart(input, index);
  kept.set(key, { index, part });
  return part;
}

function* makePart(
  { telemetry, cluster, type, serviceNodes }: TrafficPartInput,
  index: ClusterIndex,
): Steps<TrafficPart> {
  const records = callsOf(telemetry, index);
  const named = type === 'service' ? mainServices(records, index) : new Map();
  const resolver = new NodeResolver(type, serviceNodes, cluster, index, named);
  const nodes = new NodeDrafts(index, cluster);
  const edges = new Map<string, EdgeDraft>();
  const calls = new Map<NodeDraft, Call[]>();
  const draw = (
    source: NodeDraft,
    target: NodeDraft,
    record: TrafficRecord,
    host: string | null,
    leg: Leg,
  ) => {
    const edge = addEdge(edges, source, target, record, host);
    if (host === null) return;
    const own = calls.get(source);
    if (own === undefined) calls.set(source, [{ edge, record, host, leg }]);
    else own.push({ edge, record, host, leg });
  };
  yield;
  yield* mapInSteps(records, (record) => {
    const source = nodes.of(resolver.source(record.source), record.source);
    const { node, service, host } = resolver.destination(record.destination, record.source.namespace);
    const target = nodes.of(node, record.destination);
    if (host !== null) nodes.addService(target, host, record.totals.requestsPerSecond + bytesOf(record));
    if (service === null) {
      const isBetween = serviceNodes && type !== 'service' && node.kind === 'service';
      draw(source, target, record, host, isBetween ? 'to-service' : 'direct');
    } else {
      const between = nodes.of(service, null);
      between.between = true;
      if (host !== null) nodes.addService(between, host, 0);
      draw(source, between, record, host, 'to-service');
      draw(between, target, record, host, 'from-service');
    }
  });
  addIdleNodes(nodes, resolver, index, { type, serviceNodes });
  yield;
  const routes = new RouteMemory(type, resolver, index);
  const used = new Set([...edges.values()].map(({ source, target }) => pairOf(source.key.id, target.key.id)));
  return { resolver, nodes, edges, used, calls, routes, finished: new Finished() };
}

/** Nodes and edges with their numbers: the very same objects again where rules say the same of them. */
class Finished {
  readonly #nodes = new WeakMap<NodeDraft, { context: NodeContext; node: GraphNode }>();
  /** The last of those that rules made, by id. */
  readonly #byRules = new Map<string, NodeDraft>();
  readonly #edges = new WeakMap<EdgeDraft, { context: EdgeContext; edge: GraphEdge }>();

  node(draft: NodeDraft, context: NodeContext): GraphNode {
    const known = this.#nodes.get(draft) ?? this.#madeLike(draft);
    const { badges, group, due } = context;
    if (
      known?.context.group === group &&
      isSame(known.context.badges, badges) &&
      isDue(known.context.due, due)
    )
      return known.node;
    const node = finishNode(draft, context);
    this.#nodes.set(draft, { context, node });
    if (draft.byRules) this.#byRules.set(draft.key.id, draft);
    return node;
  }

  /** Rules make a new draft each time: what came of the last one of a node serves one that says the same. */
  #madeLike(draft: NodeDraft): { context: NodeContext; node: GraphNode } | undefined {
    const last = draft.byRules ? this.#byRules.get(draft.key.id) : undefined;
    return last !== undefined && isSameDraft(last, draft) ? this.#nodes.get(last) : undefined;
  }

  edge(draft: EdgeDraft, context: EdgeContext): GraphEdge {
    const known = this.#edges.get(draft);
    if (
      known !== undefined &&
      isSame(known.context.tolerances, context.tolerances) &&
      saysSame(known.context.route, context.route)
    )
      return known.edge;
    const edge = finishEdge(draft, context);
    this.#edges.set(draft, { context, edge });
    return edge;
  }
}

function isSameDraft(one: NodeDraft, other: NodeDraft): boolean {
  return (
    isSame(one.workloads, other.workloads) &&
    isSame([...one.workloadNames], [...other.workloadNames]) &&
    isSame([...one.hosts].flat(), [...other.hosts].flat())
  );
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one === other || (one.length === other.length && one.every((value, at) => value === other[at]));
}

function isDue(one: NodeContext['due'], other: NodeContext['due']): boolean {
  const parts = (due: NodeContext['due']) => due.flatMap(({ what, at, namespace }) => [what, at, namespace]);
  return one === other || isSame(parts(one), parts(other));
}

function saysSame(one: RouteFields | null, other: RouteFields | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.route === other.route &&
    one.configuredShare === other.configuredShare &&
    one.observedShare === other.observedShare &&
    isSame(one.routedBy ?? [], other.routedBy ?? [])
  );
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
