/** The graph as the reader wants it: the neighbourhood of something, without what is switched off. */
import type { Graph } from '#lib/api/traffic/graph.ts';
import { neighbourhood } from '#lib/graph/views/neighbourhood.ts';
import { applyOverlays, type OverlayName } from './overlays.ts';
import { subjectOf } from './subject.ts';

export interface ShownWish {
  /** Id of a node, card, edge or box; null shows everything. */
  readonly around: string | null;
  readonly depth: number;
  readonly overlays: readonly OverlayName[];
}

/** Without nodes when nothing has the id of `around`. */
export function shownGraph(graph: Graph, { around, depth, overlays }: ShownWish): Graph {
  const all = applyOverlays(graph, overlays);
  if (around === null) return all;
  const centre = subjectOf(graph, around)?.nodes ?? [];
  return neighbourhood(
    all,
    centre.map(({ id }) => id),
    depth,
  );
}
