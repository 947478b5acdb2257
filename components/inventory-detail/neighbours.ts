/** The neighbourhood as a small picture shows it: the subject with its loudest callers and callees; the rest is counted. */
import type { Graph, GraphEdge } from '#lib/api/traffic/graph.ts';
import { neighbourhood } from '#lib/graph/views/neighbourhood.ts';

/** In each direction; more would be too small to read. */
const mostPeers = 12;

export interface Neighbours {
  graph: Graph;
  /** Peers that are left out. */
  more: number;
}

/** `centre`: the subject's nodes, those that the graph does not have are ignored. */
export function neighboursOf(graph: Graph, centre: readonly string[]): Neighbours {
  const around = neighbourhood(graph, centre, 1);
  const own = new Set(centre);
  const kept = new Set(centre);
  let more = 0;
  for (const end of ['source', 'target'] as const) {
    const other = end === 'source' ? 'target' : 'source';
    const peers = loudest(
      around.edges.filter((edge) => own.has(edge[other]) && !own.has(edge[end])),
      end,
    );
    for (const id of peers.slice(0, mostPeers)) kept.add(id);
    more += Math.max(0, peers.length - mostPeers);
  }
  const edges = around.edges.filter(({ source, target }) => kept.has(source) && kept.has(target));
  return { graph: { ...around, nodes: around.nodes.filter(({ id }) => kept.has(id)), edges }, more };
}

/** Ids at that end, most requests first, then most bytes. */
function loudest(edges: readonly GraphEdge[], end: 'source' | 'target'): string[] {
  const amounts = new Map<string, { requests: number; bytes: number }>();
  for (const edge of edges) {
    const amount = amounts.get(edge[end]) ?? { requests: 0, bytes: 0 };
    amount.requests += edge.requestsPerSecond;
    amount.bytes += edge.bytesPerSecond ?? 0;
    amounts.set(edge[end], amount);
  }
  return [...amounts].sort(([, a], [, b]) => b.requests - a.requests || b.bytes - a.bytes).map(([id]) => id);
}

const cardPixels = 52;
const rowPixels = 27;
const gapPixels = 24;
const least = 240;
const most = 460;

/** Pixels that the picture needs to be read at its own size: those of the taller side, rows of versions included. */
export function pictureHeight({ nodes, edges }: Graph, centre: readonly string[]): number {
  const own = new Set(centre);
  const heightOf = (chosen: ReadonlySet<string>) => {
    const cards = Map.groupBy(
      nodes.filter(({ id }) => chosen.has(id)),
      ({ id, group }) => group ?? id,
    );
    return [...cards.values()].reduce(
      (sum, { length }) => sum + cardPixels + gapPixels + (length > 1 ? length * rowPixels : 0),
      0,
    );
  };
  const sides = [
    new Set(edges.filter(({ target }) => own.has(target)).map(({ source }) => source)),
    new Set(edges.filter(({ source }) => own.has(source)).map(({ target }) => target)),
    own,
  ];
  return Math.min(most, Math.max(least, ...sides.map((side) => 60 + heightOf(side))));
}
