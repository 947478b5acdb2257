/** What is gone, put back into the picture without its traffic, and what differs as lists to step through. */
import type { Graph, Health } from '#lib/api/traffic/graph.ts';
import { type Comparison, type DifferenceKind, differenceKinds } from '#lib/graph/views/compare.ts';

const silent: Health = {
  state: 'idle',
  reasons: [{ code: 'no-traffic', value: null, threshold: null }],
};

const noTraffic = {
  requestsPerSecond: 0,
  errorRatio: null,
  clientErrorRatio: null,
  averageMs: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  bytesPerSecond: null,
} as const;

export function withGone(graph: Graph, { goneNodes, goneEdges }: Comparison): Graph {
  if (goneNodes.length === 0 && goneEdges.length === 0) return graph;
  return {
    ...graph,
    nodes: [
      ...graph.nodes,
      ...goneNodes.map((node) => ({ ...node, health: silent, badges: [], inbound: null, outbound: null })),
    ],
    edges: [
      ...graph.edges,
      ...goneEdges.map((edge) => ({
        ...edge,
        ...noTraffic,
        health: silent,
        mtlsRatio: null,
        sourceShare: null,
        flags: [],
        failures: [],
      })),
    ],
  };
}

export type DifferenceLists = Readonly<Record<DifferenceKind, readonly string[]>>;

/** Ids by kind, most traffic first. A node that is new or gone is left out where an edge of it tells the same. */
export function differenceLists(graph: Graph, { edges, nodes }: Comparison): DifferenceLists {
  const lists: Record<DifferenceKind, string[]> = {
    'more-errors': [],
    slower: [],
    new: [],
    gone: [],
    louder: [],
    quieter: [],
    faster: [],
    'fewer-errors': [],
  };
  const told = new Set<string>();
  for (const edge of graph.edges.toSorted((a, b) => b.requestsPerSecond - a.requestsPerSecond)) {
    for (const kind of edges.get(edge.id)?.kinds ?? []) {
      lists[kind].push(edge.id);
      told.add(`${kind} ${edge.source}`).add(`${kind} ${edge.target}`);
    }
  }
  for (const { id } of graph.nodes) {
    for (const kind of nodes.get(id)?.kinds ?? []) {
      if ((kind === 'new' || kind === 'gone') && !told.has(`${kind} ${id}`)) lists[kind].push(id);
    }
  }
  return lists;
}

/** How many of each kind are inside of what is folded or added up, by the id of what is drawn for it; the most important kinds first. */
export function differencesWithin(
  lists: DifferenceLists,
  standIns: ReadonlyMap<string, string>,
): Map<string, Map<DifferenceKind, string[]>> {
  const within = new Map<string, Map<DifferenceKind, string[]>>();
  for (const kind of differenceKinds) {
    for (const id of lists[kind]) {
      const drawn = standIns.get(id);
      if (drawn === undefined) continue;
      const kinds = within.get(drawn) ?? new Map<DifferenceKind, string[]>();
      within.set(drawn, kinds.set(kind, [...(kinds.get(kind) ?? []), id]));
    }
  }
  return within;
}

export function allDifferences(lists: DifferenceLists): string[] {
  return [...new Set(differenceKinds.flatMap((kind) => lists[kind]))];
}
