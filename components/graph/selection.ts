/** What an id of the URL or of a click stands for: one node, the versions of an app, an edge. */

import { cardId } from '#components/mesh-drawing/canvas-mapping.ts';
import type { Graph, GraphEdge, GraphNode } from '#lib/api/traffic/graph.ts';

export type Selection =
  | { readonly kind: 'nodes'; readonly nodes: readonly GraphNode[]; readonly chosen: GraphNode | null }
  | {
      readonly kind: 'edge';
      readonly edge: GraphEdge;
      readonly source: GraphNode;
      readonly target: GraphNode;
    };

/** Null when nothing (any more) has this id. A version comes with its siblings. */
export function findSelection(graph: Graph, id: string | null): Selection | null {
  if (id === null) return null;
  const chosen = graph.nodes.find((node) => node.id === id);
  if (chosen) {
    const { group } = chosen;
    const nodes = group === null ? [chosen] : graph.nodes.filter((node) => node.group === group);
    return { kind: 'nodes', nodes, chosen };
  }
  const nodes = graph.nodes.filter((node) => node.group !== null && cardId(node.group) === id);
  if (nodes.length > 0) return { kind: 'nodes', nodes, chosen: null };
  const edge = graph.edges.find((candidate) => candidate.id === id);
  const source = edge && graph.nodes.find((node) => node.id === edge.source);
  const target = edge && graph.nodes.find((node) => node.id === edge.target);
  return edge && source && target ? { kind: 'edge', edge, source, target } : null;
}
