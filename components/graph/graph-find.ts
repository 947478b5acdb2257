/** Finding nodes by plain text: part of a name, namespace, version, workload, service or host; several words narrow down. */
import type { Graph, GraphNode } from '#lib/api/graph.ts';

function haystack(node: GraphNode): string {
  const { name, namespace, app, version, workload, service, hosts } = node;
  return [name, namespace, app, version, workload, service, ...hosts].join('\n').toLowerCase();
}

/** Ids in the order of the graph; null for an empty text, which asks nothing. Restricted nodes have no name to find. */
export function findNodes(graph: Graph, text: string): string[] | null {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return null;
  return graph.nodes
    .filter((node) => node.kind !== 'restricted')
    .filter((node) => {
      const hay = haystack(node);
      return words.every((word) => hay.includes(word));
    })
    .map((node) => node.id);
}

/** The found nodes with the edges between them. */
export function foundWithEdges(graph: Graph, ids: readonly string[]): string[] {
  const found = new Set(ids);
  const between = graph.edges.filter((edge) => found.has(edge.source) && found.has(edge.target));
  return [...ids, ...between.map((edge) => edge.id)];
}
