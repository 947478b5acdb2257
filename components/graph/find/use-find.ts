/** What is found and what is hidden, by the two expressions of the URL. */
import type { Graph } from '#lib/api/traffic/graph.ts';
import { hideMatches } from '#lib/graph/find/hide.ts';
import { findMatches } from '#lib/graph/find/match.ts';
import { parseFind } from '#lib/graph/find/parse.ts';

export interface Found {
  /** Nodes, then edges, in the order of the graph: the order in which Enter steps. */
  ids: readonly string[];
  /** With the edges between found nodes, where no edge was asked for. */
  marked: readonly string[];
}

/** Null while nothing is asked, or what is asked cannot be read. */
export function foundIn(graph: Graph, text: string): Found | null {
  const parsed = parseFind(text);
  if (!parsed.ok || parsed.value === null) return null;
  const { nodes, edges } = findMatches(graph, parsed.value);
  const ids = [...nodes, ...edges];
  if (edges.length > 0) return { ids, marked: ids };
  const ends = new Set(nodes);
  const between = graph.edges.filter(({ source, target }) => ends.has(source) && ends.has(target));
  return { ids, marked: [...ids, ...between.map(({ id }) => id)] };
}

/** What cannot be read hides nothing. */
export function withoutHidden(graph: Graph, text: string): Graph {
  const parsed = parseFind(text);
  return parsed.ok && parsed.value !== null ? hideMatches(graph, parsed.value) : graph;
}

/** Nodes and edges. */
export function sizeOf({ nodes, edges }: Graph): number {
  return nodes.length + edges.length;
}
