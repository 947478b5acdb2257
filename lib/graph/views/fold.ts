/**
 * Folding: a box (a namespace, an app, a cluster) as one thing, with its figures, and the edges across its border added up. What is
 * inside it is not drawn, but nothing is lost: the sum of all edges seen and of those within folded boxes is the sum of all edges.
 */
import type { Graph, GraphEdge, GraphNode, HealthState, Traffic } from '../../api/traffic/graph.ts';
import { compareHealth } from '../health/health.ts';
import { type Box, boxAround } from './boxes.ts';
import { sumEdges, sumTraffic } from './edge-sum.ts';

/** A folded box gets a coloured line from here on: below, one bad service of many turns half the mesh amber. */
export const namespaceErrorRatio = 0.005;

export interface BoxFigures extends Box {
  readonly nodes: readonly GraphNode[];
  /** Its services (the versions of an app are one) by state. */
  readonly services: Readonly<Record<HealthState, number>>;
  /** From outside of it, to outside of it, and between its own; null without such edges. */
  readonly entering: Traffic | null;
  readonly leaving: Traffic | null;
  readonly within: Traffic | null;
  /** Of all requests that its services answer; of those they send, where nobody is seen calling them. */
  readonly errorRatio: number | null;
  /** Worst of its services. */
  readonly state: HealthState;
  /** State of the whole: the colour of the line. Healthy although one service is degraded, as long as few requests fail. */
  readonly whole: 'healthy' | 'degraded' | 'failing' | 'idle';
}

export interface FoldedGraph {
  readonly nodes: readonly GraphNode[];
  /** Those between unfolded things as they are, the others added up. */
  readonly edges: readonly GraphEdge[];
  /** Those that are folded. */
  readonly boxes: readonly BoxFigures[];
  /** What is drawn in place of a node or an edge that is not drawn itself. */
  readonly standIns: ReadonlyMap<string, string>;
  /** What an added-up edge is made of, most traffic first. */
  readonly bundles: ReadonlyMap<string, readonly GraphEdge[]>;
}

/** The versions of one thing: it fails only when each of them does, and idles only when all do. */
export function stateOfVersions(states: readonly HealthState[]): HealthState {
  if (states.length > 0 && states.every((state) => state === 'failing')) return 'failing';
  if (states.some((state) => state === 'failing' || state === 'degraded')) return 'degraded';
  if (states.length > 0 && states.every((state) => state === 'idle')) return 'idle';
  return states.some((state) => state === 'healthy') ? 'healthy' : 'unknown';
}

/** How many cards a graph has when nothing is folded. */
export function cardCount(nodes: readonly GraphNode[]): number {
  return new Set(nodes.map(({ id, group }) => (group === null ? id : `\n${group}`))).size;
}

interface Crossing {
  entering: GraphEdge[];
  leaving: GraphEdge[];
  within: GraphEdge[];
}

function figuresOf(box: Box, nodes: readonly GraphNode[], crossing: Crossing | undefined): BoxFigures {
  const services = { healthy: 0, degraded: 0, failing: 0, idle: 0, unknown: 0 };
  for (const versions of Map.groupBy(nodes, ({ group, id: own }) => group ?? `\n${own}`).values())
    services[stateOfVersions(versions.map(({ health }) => health.state))] += 1;
  const { entering = [], leaving = [], within = [] } = crossing ?? {};
  const answered = sumTraffic([...entering, ...within]);
  const sent = sumTraffic(leaving);
  const errorRatio =
    answered && answered.requestsPerSecond > 0 ? answered.errorRatio : (sent?.errorRatio ?? null);
  const states = (Object.keys(services) as HealthState[]).filter((state) => services[state] > 0);
  const state = states.toSorted((a, b) => compareHealth(b, a))[0] ?? 'unknown';
  const failing = (errorRatio ?? 0) >= namespaceErrorRatio;
  return {
    ...box,
    nodes,
    services,
    entering: sumTraffic(entering),
    leaving: sent,
    within: sumTraffic(within),
    errorRatio,
    state,
    whole: state === 'failing' ? 'failing' : failing ? 'degraded' : state === 'idle' ? 'idle' : 'healthy',
  };
}

/** All namespaces, in the order of the graph; nodes without a namespace belong to none. */
export function namespaceFigures(graph: Pick<Graph, 'nodes' | 'edges'>): BoxFigures[] {
  return boxFigures(graph, (node) => boxAround(node, 'namespace'));
}

/** All boxes that `boxOf` names, in the order of the graph. */
export function boxFigures(
  graph: Pick<Graph, 'nodes' | 'edges'>,
  boxOf: (node: GraphNode) => Box | null,
): BoxFigures[] {
  const boxes = new Map<string, Box>();
  const home = new Map<string, string>();
  const members = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    const box = boxOf(node);
    if (box === null) continue;
    boxes.set(box.id, box);
    home.set(node.id, box.id);
    const others = members.get(box.id);
    if (others) others.push(node);
    else members.set(box.id, [node]);
  }
  const crossings = new Map<string, Crossing>();
  const crossing = (id: string) => {
    const found = crossings.get(id) ?? { entering: [], leaving: [], within: [] };
    crossings.set(id, found);
    return found;
  };
  for (const edge of graph.edges) {
    const from = home.get(edge.source);
    const to = home.get(edge.target);
    if (from !== undefined && from === to) crossing(from).within.push(edge);
    else {
      if (from !== undefined) crossing(from).leaving.push(edge);
      if (to !== undefined) crossing(to).entering.push(edge);
    }
  }
  return [...boxes].map(([id, box]) => figuresOf(box, members.get(id) ?? [], crossings.get(id)));
}

const amount = (edge: GraphEdge) => edge.requestsPerSecond || (edge.bytesPerSecond ?? 0);

function bundle(
  id: string,
  source: string,
  target: string,
  edges: [GraphEdge, ...GraphEdge[]],
  sent: number,
) {
  const requests = edges.reduce((sum, edge) => sum + edge.requestsPerSecond, 0);
  const shares = edges.flatMap(({ sourceShare }) => (sourceShare === null ? [] : [sourceShare]));
  const oneSource = edges.every((edge) => edge.source === source);
  const ownShare = shares.length > 0 ? shares.reduce((sum, share) => sum + share, 0) : null;
  const sourceShare = oneSource ? ownShare : sent > 0 ? requests / sent : null;
  return sumEdges(edges, { id, source, target, sourceShare });
}

/** `isFolded` is asked by the name of the namespace, which folds it in all clusters. */
export function foldNamespaces(
  graph: Pick<Graph, 'nodes' | 'edges'>,
  isFolded: (namespace: string) => boolean,
): FoldedGraph {
  const figures = namespaceFigures(graph);
  const standIn = (node: GraphNode) =>
    isFolded(node.namespace) ? (boxAround(node, 'namespace')?.id ?? null) : null;
  return foldGraph(graph, standIn, figures);
}

/** `standInOf` names the folded box that is drawn in place of a node: the outermost one; `all` are the figures of every such box. */
export function foldGraph(
  graph: Pick<Graph, 'nodes' | 'edges'>,
  standInOf: (node: GraphNode) => string | null,
  all: readonly BoxFigures[],
): FoldedGraph {
  const standIns = new Map<string, string>();
  const folded = new Set<string>();
  for (const node of graph.nodes) {
    const id = standInOf(node);
    if (id === null) continue;
    standIns.set(node.id, id);
    folded.add(id);
  }
  if (standIns.size === 0)
    return { nodes: graph.nodes, edges: graph.edges, boxes: [], standIns, bundles: new Map() };
  const edges: GraphEdge[] = [];
  const gathered = new Map<string, [GraphEdge, ...GraphEdge[]]>();
  const sent = new Map<string, number>();
  for (const edge of graph.edges) {
    const source = standIns.get(edge.source) ?? edge.source;
    const target = standIns.get(edge.target) ?? edge.target;
    if (source === edge.source && target === edge.target) edges.push(edge);
    else if (source === target) standIns.set(edge.id, source);
    else {
      const id = `${source}>${edge.protocol}>${target}`;
      standIns.set(edge.id, id);
      const others = gathered.get(id);
      if (others) others.push(edge);
      else gathered.set(id, [edge]);
      sent.set(source, (sent.get(source) ?? 0) + edge.requestsPerSecond);
    }
  }
  const bundles = new Map<string, readonly GraphEdge[]>();
  for (const [id, members] of gathered) {
    const [first] = members;
    const source = standIns.get(first.source) ?? first.source;
    const target = standIns.get(first.target) ?? first.target;
    bundles.set(
      id,
      members.toSorted((a, b) => amount(b) - amount(a)),
    );
    edges.push(bundle(id, source, target, members, sent.get(source) ?? 0));
  }
  return {
    nodes: graph.nodes.filter(({ id }) => !standIns.has(id)),
    edges,
    boxes: all.filter(({ id }) => folded.has(id)),
    standIns,
    bundles,
  };
}
