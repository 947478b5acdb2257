/**
 * A user's part of the mesh-wide graph: their namespaces and who talks to them. What lies in a namespace that they may not see
 * becomes one opaque node per namespace: that something is there and how much it exchanges with theirs, nothing else.
 */
import type { Graph, GraphEdge, GraphNode, Traffic } from '../../api/traffic/graph.ts';
import { readRoutedBy } from '../../api/traffic/route-ref.ts';
import { eachInSteps, finish, mapInSteps, type Steps } from '../../steps.ts';
import { edgeId } from '../build/identity.ts';
import { judgeHealth } from '../health/health.ts';
import { mergeTraffic } from '../telemetry/merge-traffic.ts';

export interface Scope {
  /** Namespaces that the user may see; null for all. */
  visible: ReadonlySet<string> | null;
  /** Namespaces asked for; null for all. Only the visible ones among them count. */
  requested: ReadonlySet<string> | null;
  /** Whether the user may read the objects of a kind in a namespace; null for all. */
  mayRead: ((namespace: string, kind: string) => boolean) | null;
  /** A stable name for a hidden namespace that tells nothing about it. */
  mask: (namespace: string) => string;
}

export function scopeGraph(graph: Graph, scope: Scope): Graph {
  return finish(scopeSteps(graph, scope));
}

/** As `scopeGraph`, with pauses. */
export function* scopeSteps(graph: Graph, { visible, requested, mayRead, mask }: Scope): Steps<Graph> {
  if (visible === null && requested === null && mayRead === null) return graph;
  const isVisible = (namespace: string) => visible === null || visible.has(namespace);
  const isWanted = (namespace: string) =>
    isVisible(namespace) && (requested === null || requested.has(namespace));
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge[]>();
  /** Nodes outside all namespaces are shared: their own sums would tell of traffic that is not the user's. */
  const shared = new Set<string>();

  const place = (node: GraphNode): GraphNode => {
    if (node.namespace === '' || isVisible(node.namespace)) {
      if (node.namespace === '') shared.add(node.id);
      // Edges ask what is the same by identity: the copy takes the node's place in the list alone.
      nodes.set(node.id, dueWithinRights(node, mayRead));
      return node;
    }
    const id = `restricted/${mask(node.namespace)}`;
    const present = nodes.get(id);
    if (present !== undefined) return present;
    const restricted = restrictedNode(id, node.cluster);
    nodes.set(id, restricted);
    return restricted;
  };

  for (const node of graph.nodes) {
    if (node.namespace !== '' && isWanted(node.namespace)) nodes.set(node.id, dueWithinRights(node, mayRead));
  }
  yield;
  yield* eachInSteps(graph.edges, (told) => {
    const source = byId.get(told.source);
    const target = byId.get(told.target);
    if (source === undefined || target === undefined) return;
    if (!touches(source, isWanted) && !touches(target, isWanted)) return;
    const whole = [source, target].every(({ namespace }) => namespace === '' || isVisible(namespace));
    const edge = withinRights(told, whole, mayRead);
    if (edge === null) return;
    const from = place(source);
    const to = place(target);
    const untouched = from === source && to === target;
    const scoped = untouched ? edge : hideEdge(edge, { from, to, windowSeconds: graph.windowSeconds });
    const present = edges.get(scoped.id);
    if (present === undefined) edges.set(scoped.id, [scoped]);
    else present.push(scoped);
  });
  const kept = yield* mapInSteps(edges.values(), (parallel) => mergeEdges(parallel, graph.windowSeconds));
  const ofShared = edgesOf(shared, kept);
  yield* eachInSteps(shared, (id) => {
    const node = nodes.get(id);
    if (node !== undefined) nodes.set(id, ownPart(node, ofShared, graph.windowSeconds));
  });
  return {
    ...graph,
    namespaces: graph.namespaces.filter(({ name }) => isWanted(name)),
    nodes: [...nodes.values()],
    edges: kept,
  };
}

/**
 * What rules say goes to those who may read them, of edges whose both ends they see. An edge that only configuration knows of is gone
 * without it: where nothing flows nothing is told of what is hidden.
 */
function withinRights(edge: GraphEdge, whole: boolean, mayRead: Scope['mayRead']): GraphEdge | null {
  const { route, configuredShare, observedShare, routedBy = [], ...traffic } = edge;
  if (route === undefined) return edge;
  const readable = routedBy
    .map(readRoutedBy)
    .every(({ namespace, kind }) => mayRead === null || mayRead(namespace, kind));
  if (whole && readable) return edge;
  return hasTraffic(edge) ? traffic : null;
}

function dueWithinRights(node: GraphNode, mayRead: Scope['mayRead']): GraphNode {
  const { due, ...rest } = node;
  if (due === undefined || mayRead === null) return node;
  const told = due.filter(({ namespace }) => mayRead(namespace, 'VirtualService'));
  return told.length === 0 ? rest : { ...rest, due: told };
}

function hasTraffic({ requestsPerSecond, bytesPerSecond }: Traffic): boolean {
  return requestsPerSecond > 0 || (bytesPerSecond ?? 0) > 0;
}

function touches(node: GraphNode, isWanted: (namespace: string) => boolean): boolean {
  return node.namespace !== '' && isWanted(node.namespace);
}

function restrictedNode(id: string, cluster: string): GraphNode {
  return {
    id,
    kind: 'restricted',
    cluster,
    namespace: '',
    name: '',
    app: null,
    version: null,
    workload: null,
    service: null,
    hosts: [],
    protocol: 'none',
    root: false,
    badges: [],
    health: { state: 'unknown', reasons: [] },
    inbound: null,
    outbound: null,
    group: null,
  };
}

/**
 * Hosts name the hidden end; a share of the source's traffic tells what else a hidden source sends; what a hidden target tolerates
 * stands in its own objects.
 */
function hideEdge(
  edge: GraphEdge,
  { from, to, windowSeconds }: { from: GraphNode; to: GraphNode; windowSeconds: number },
): GraphEdge {
  const asTolerated = to.kind !== 'restricted' || edge.health.state === 'healthy';
  return {
    ...edge,
    health: asTolerated ? edge.health : judgeHealth({ traffic: edge, windowSeconds }),
    id: edgeId(from.id, to.id, edge.protocol),
    source: from.id,
    target: to.id,
    sourceShare: from.kind === 'restricted' ? null : edge.sourceShare,
    hosts: to.kind === 'restricted' ? [] : edge.hosts,
  };
}

function mergeEdges(edges: readonly GraphEdge[], windowSeconds: number): GraphEdge {
  const [first, ...others] = edges;
  if (first === undefined) throw new Error('no edge to merge');
  if (others.length === 0) return first;
  const traffic = mergeTraffic(edges);
  return {
    ...first,
    ...traffic,
    // Their tolerances are not known here: what was healthy in each part stays so.
    health: edges.every(({ health }) => health.state === 'healthy')
      ? first.health
      : judgeHealth({ traffic, windowSeconds }),
    mtlsRatio: weighted(edges, ({ mtlsRatio }) => mtlsRatio),
    sourceShare: edges.every(({ sourceShare }) => sourceShare !== null)
      ? edges.reduce((sum, { sourceShare }) => sum + (sourceShare ?? 0), 0)
      : null,
    flags: mergeShares(edges, ({ flags }) => flags.map((flag) => ({ ...flag, key: flag.flag })), traffic).map(
      ({ flag, ratio }) => ({ flag, ratio }),
    ),
    failures: mergeShares(
      edges,
      ({ failures = [] }) =>
        failures.map((failure) => ({ ...failure, key: `${failure.code} ${failure.flags}` })),
      traffic,
    ).map(({ code, flags, ratio }) => ({ code, flags, ratio })),
    hosts: [...new Set(edges.flatMap(({ hosts }) => hosts))].sort(),
  };
}

function mergeShares<T extends { key: string; ratio: number }>(
  edges: readonly GraphEdge[],
  read: (edge: GraphEdge) => T[],
  total: Traffic,
): T[] {
  const merged = new Map<string, T>();
  for (const edge of edges) {
    const part = total.requestsPerSecond > 0 ? edge.requestsPerSecond / total.requestsPerSecond : 0;
    for (const share of read(edge)) {
      const ratio = (merged.get(share.key)?.ratio ?? 0) + share.ratio * part;
      merged.set(share.key, { ...share, ratio });
    }
  }
  return [...merged.values()].sort((a, b) => b.ratio - a.ratio);
}

function weighted(edges: readonly GraphEdge[], read: (edge: GraphEdge) => number | null): number | null {
  let sum = 0;
  let weight = 0;
  for (const edge of edges) {
    const value = read(edge);
    const amount = edge.requestsPerSecond || (edge.bytesPerSecond ?? 0);
    if (value === null) continue;
    sum += value * amount;
    weight += amount;
  }
  return weight > 0 ? sum / weight : null;
}

interface Ends {
  into: ReadonlyMap<string, GraphEdge[]>;
  out: ReadonlyMap<string, GraphEdge[]>;
}

/** Edges with traffic that end or begin at one of these. */
function edgesOf(ids: ReadonlySet<string>, edges: readonly GraphEdge[]): Ends {
  const told = edges.filter(hasTraffic);
  return {
    into: Map.groupBy(
      told.filter(({ target }) => ids.has(target)),
      ({ target }) => target,
    ),
    out: Map.groupBy(
      told.filter(({ source }) => ids.has(source)),
      ({ source }) => source,
    ),
  };
}

/** The part of a shared node that the kept edges explain. */
function ownPart(node: GraphNode, ends: Ends, windowSeconds: number): GraphNode {
  const into = ends.into.get(node.id) ?? [];
  const out = ends.out.get(node.id) ?? [];
  const inbound = into.length > 0 ? mergeTraffic(into) : null;
  // Not known of the whole, not known of a part.
  const traffic =
    node.inbound === null && node.outbound === null
      ? { inbound: null, outbound: null, health: node.health }
      : {
          inbound,
          outbound: out.length > 0 ? mergeTraffic(out) : null,
          health: node.kind === 'unknown' ? node.health : judgeHealth({ traffic: inbound, windowSeconds }),
        };
  return {
    ...node,
    hosts: [...new Set(into.flatMap(({ hosts }) => hosts))].sort(),
    root: into.length === 0 && out.length > 0,
    ...traffic,
  };
}
