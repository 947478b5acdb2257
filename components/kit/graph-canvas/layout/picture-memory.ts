/**
 * What one picture has drawn since it was opened: places of cards and ways of edges, also of those that are gone. What calls once in
 * a while goes and comes back with the window of the metrics; it comes back to where it was, and what stays does not move meanwhile.
 */
import type { LayoutInput, LayoutResult, PlacedCard, RoutedEdge } from '#lib/graph/layout/model.ts';

type Kept = Required<Pick<LayoutInput, 'previousEdges' | 'previousGone'>>;

export interface PictureMemory {
  /** Nothing for another picture than the one kept last. */
  recall(picture: string): Kept;
  /** `anew` when nothing of what was drawn before holds any more. */
  keep(picture: string, result: LayoutResult, anew: boolean): void;
}

/** So many are remembered that are gone, or as many as are there. */
const leastGone = 200;

export function createPictureMemory(): PictureMemory {
  let kept = '';
  let cards = new Map<string, PlacedCard>();
  let ways = new Map<string, RoutedEdge>();
  let present: ReadonlySet<string> = new Set();
  return {
    recall(picture) {
      if (picture !== kept) return { previousEdges: null, previousGone: null };
      return {
        previousEdges: [...ways.values()],
        previousGone: [...cards.values()].filter(({ id }) => !present.has(id)),
      };
    },
    keep(picture, result, anew) {
      if (anew || picture !== kept) {
        cards = new Map();
        ways = new Map();
      }
      kept = picture;
      present = new Set(result.cards.map(({ id }) => id));
      keepNewest(cards, result.cards);
      keepNewest(ways, result.edges);
    },
  };
}

/** A map remembers the order of writing: what was gone first is forgotten first. */
function keepNewest<T extends { id: string }>(all: Map<string, T>, current: readonly T[]): void {
  for (const item of current) {
    all.delete(item.id);
    all.set(item.id, item);
  }
  const most = current.length + Math.max(leastGone, current.length);
  for (const id of all.keys()) {
    if (all.size <= most) return;
    all.delete(id);
  }
}
