/** The graph as the reader wants it: the neighbourhood of something, without what is switched off. */
import type { Graph } from '#lib/api/graph.ts';
import { neighbourhood } from '#lib/graph/neighbourhood.ts';
import { applyOverlays, type OverlayName } from './overlays.ts';
import { subjectOf } from './subject.ts';

export interface ShownWish {
  /** Id of a node, card, edge or box; null shows everything. */
  readonly around: string | null;
  readonly depth: number;
  /** Ids of nodes that are left out. */
  readonly without: readonly string[];
  readonly overlays: readonly OverlayName[];
}

/** Without nodes when nothing has the id of `around`. */
export function shownGraph(graph: Graph, { around, depth, without, overlays }: ShownWish): Graph {
  const hidden = new Set(without);
  const all = applyOverlays(
    {
      ...graph,
      nodes: graph.nodes.filter(({ id }) => !hidden.has(id)),
      edges: graph.edges.filter(({ source, target }) => !hidden.has(source) && !hidden.has(target)),
    },
    overlays,
  );
  if (around === null) return all;
  const centre = subjectOf(graph, around)?.nodes ?? [];
  return neighbourhood(
    all,
    centre.map(({ id }) => id),
    depth,
  );
}
