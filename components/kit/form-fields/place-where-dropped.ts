/** The place that a dragged card gets: its leading edge has passed the middle of those that make room, however tall it is itself. Pure. */

export interface CardEdges {
  index: number;
  top: number;
  bottom: number;
}

/** `offset`: pixels that the card is away from its place. */
export function placeWhereDropped(cards: readonly CardEdges[], from: number, offset: number): number {
  const own = cards.find(({ index }) => index === from);
  if (own === undefined) return from;
  const passed = cards.filter(({ index, top, bottom }) => {
    const middle = (top + bottom) / 2;
    return index < from ? own.top + offset < middle : index > from && own.bottom + offset > middle;
  });
  const places = passed.map(({ index }) => index);
  return offset < 0 ? Math.min(from, ...places) : Math.max(from, ...places);
}
