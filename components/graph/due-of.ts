/** What of a node or a card ends or goes on by itself: each thing once, soonest first. */
import type { Graph, GraphNode } from '#lib/api/traffic/graph.ts';
import { findSelection } from './selection.ts';

export type Due = NonNullable<GraphNode['due']>[number];

export function dueOf(nodes: readonly GraphNode[]): Due[] {
  const told = new Map(nodes.flatMap(({ due = [] }) => due.map((one) => [`${one.what} ${one.at}`, one])));
  return [...told.values()].sort((a, b) => a.at - b.at);
}

/** Of what has this id on the picture. */
export function dueAt(graph: Graph, id: string): Due[] {
  const selection = findSelection(graph, id);
  if (selection?.kind !== 'nodes') return [];
  return dueOf(selection.chosen === null ? selection.nodes : [selection.chosen]);
}
