/** What is drawn over or left out of the graph, by the reader's choice. */
import type { Graph, GraphNode } from '#lib/api/traffic/graph.ts';

export const overlayNames = [
  'badges',
  'sidecar',
  'locks',
  'dots',
  'services',
  'idle-nodes',
  'idle-edges',
] as const;
export type OverlayName = (typeof overlayNames)[number];

export const usualOverlays: readonly OverlayName[] = ['badges', 'sidecar', 'idle-nodes', 'idle-edges'];

function withBadges(node: GraphNode, on: ReadonlySet<OverlayName>): GraphNode {
  const badges = node.badges.filter((badge) => on.has(badge === 'missing-sidecar' ? 'sidecar' : 'badges'));
  return badges.length === node.badges.length ? node : { ...node, badges };
}

/** The graph without what is switched off. A node at the end of an edge that is shown stays, idle or not. */
export function applyOverlays(graph: Graph, overlays: readonly OverlayName[]): Graph {
  const on = new Set(overlays);
  const edges = on.has('idle-edges')
    ? graph.edges
    : graph.edges.filter(({ health }) => health.state !== 'idle');
  const busy = new Set(
    edges.filter(({ health }) => health.state !== 'idle').flatMap(({ source, target }) => [source, target]),
  );
  const nodes = on.has('idle-nodes')
    ? graph.nodes
    : graph.nodes.filter(({ id, health }) => health.state !== 'idle' || busy.has(id));
  const kept = new Set(nodes.map(({ id }) => id));
  return {
    ...graph,
    nodes: nodes.map((node) => withBadges(node, on)),
    edges: edges.filter(({ source, target }) => kept.has(source) && kept.has(target)),
  };
}
