/**
 * The part of a graph around some of its nodes: who calls them and whom they call, to a number of steps. Callers are followed
 * upwards and callees downwards only: what else a shared gateway calls is no neighbour of the thing behind it.
 */
import type { Graph, GraphEdge } from '../../api/traffic/graph.ts';

export const neighbourhoodDepths = [1, 2, 3] as const;

/** Ids of nodes and edges that are reached from `start` by following edges from one end to the other. */
function walk(
  edges: ReadonlyMap<string, readonly GraphEdge[]>,
  start: readonly string[],
  far: 'source' | 'target',
  depth: number,
): Set<string> {
  const reached = new Set<string>();
  const seen = new Set(start);
  let front = start;
  for (let step = 0; step < depth && front.length > 0; step += 1) {
    const next: string[] = [];
    for (const edge of front.flatMap((id) => edges.get(id) ?? [])) {
      reached.add(edge.id);
      if (seen.has(edge[far])) continue;
      seen.add(edge[far]);
      next.push(edge[far]);
    }
    front = next;
  }
  for (const id of seen) reached.add(id);
  return reached;
}

/** `centre` holds ids of nodes; those that the graph does not have are ignored. Order is the graph's. */
export function neighbourhood(graph: Graph, centre: readonly string[], depth: number): Graph {
  const known = new Set(graph.nodes.map(({ id }) => id));
  const start = [...new Set(centre)].filter((id) => known.has(id));
  const callers = walk(
    Map.groupBy(graph.edges, ({ target }) => target),
    start,
    'source',
    depth,
  );
  const callees = walk(
    Map.groupBy(graph.edges, ({ source }) => source),
    start,
    'target',
    depth,
  );
  const kept = ({ id }: { id: string }) => callers.has(id) || callees.has(id);
  return { ...graph, nodes: graph.nodes.filter(kept), edges: graph.edges.filter(kept) };
}
