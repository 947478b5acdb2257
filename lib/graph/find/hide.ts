/** A graph without what an expression is true of; edges go with their ends. */
import type { Graph } from '../../api/traffic/graph.ts';
import { findMatches } from './match.ts';
import type { Expression } from './parse.ts';

export function hideMatches(graph: Graph, expression: Expression): Graph {
  const matches = findMatches(graph, expression);
  const nodes = new Set(matches.nodes);
  const edges = new Set(matches.edges);
  return {
    ...graph,
    nodes: graph.nodes.filter(({ id }) => !nodes.has(id)),
    edges: graph.edges.filter(
      ({ id, source, target }) => !edges.has(id) && !nodes.has(source) && !nodes.has(target),
    ),
  };
}
