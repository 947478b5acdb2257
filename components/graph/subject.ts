/** What an id of the picture is about: the nodes behind a node, card, edge or box, and its name. */

import { cardId, type NodeWords, nodeName } from '#components/mesh-drawing/canvas-mapping.ts';
import type { Graph, GraphNode } from '#lib/api/traffic/graph.ts';
import { type BoxKind, boxAround, boxKinds } from '#lib/graph/views/boxes.ts';

export type Subject =
  | { readonly kind: 'node' | 'card'; readonly id: string; readonly nodes: readonly GraphNode[] }
  | { readonly kind: 'box'; readonly of: BoxKind; readonly id: string; readonly nodes: readonly GraphNode[] }
  | {
      readonly kind: 'edge';
      readonly id: string;
      /** Source and target. */
      readonly nodes: readonly [GraphNode, GraphNode];
    };

/** Null when the graph has nothing (any more) with this id. */
export function subjectOf(graph: Graph, id: string): Subject | null {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  if (node) return { kind: 'node', id, nodes: [node] };
  const card = graph.nodes.filter(({ group }) => group !== null && cardId(group) === id);
  if (card.length > 0) return { kind: 'card', id, nodes: card };
  for (const of of boxKinds) {
    const box = graph.nodes.filter((candidate) => boxAround(candidate, of)?.id === id);
    if (box.length > 0) return { kind: 'box', of, id, nodes: box };
  }
  const edge = graph.edges.find((candidate) => candidate.id === id);
  const source = edge && graph.nodes.find((candidate) => candidate.id === edge.source);
  const target = edge && graph.nodes.find((candidate) => candidate.id === edge.target);
  return source && target ? { kind: 'edge', id, nodes: [source, target] } : null;
}

export function subjectName(subject: Subject, words: NodeWords): string {
  const [first, second] = subject.nodes;
  if (!first) return '';
  const full = (node: GraphNode) =>
    node.kind === 'restricted' || node.version === null
      ? nodeName(node, words)
      : `${nodeName(node, words)} ${node.version}`;
  switch (subject.kind) {
    case 'node':
      return full(first);
    case 'card':
      return first.app ?? first.service ?? first.name;
    case 'box':
      return boxAround(first, subject.of)?.name ?? '';
    case 'edge':
      return second ? `${full(first)} → ${full(second)}` : full(first);
  }
}
