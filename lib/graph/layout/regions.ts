/** Regions (clusters): each is laid out by itself, and they stand below each other, framed. Only where there are several. */
import { frameOf, partsOf } from './boxes.ts';
import type { LayoutCard, LayoutEdge, LayoutInput, PlacedCard, PlacedRegion, Rect } from './model.ts';
import { layoutSizes } from './model.ts';

const { regionPadding, regionTitle, regionGap } = layoutSizes;

/** Cards of no region stand below all others. */
const nowhere = '\uffff';
const regionOf = ({ region }: LayoutCard) => region ?? nowhere;

export function hasRegions(cards: readonly LayoutCard[]): boolean {
  return new Set(cards.flatMap(({ region }) => region ?? [])).size > 1;
}

/** Around the boxes and the loose cards of a region. */
function contentsOf(cards: readonly LayoutCard[], places: ReadonlyMap<string, Rect>): Rect {
  const boxes = partsOf(cards, places).map(({ members }) => frameOf(members));
  const loose = cards.flatMap(({ id, namespace }) => (namespace === null ? (places.get(id) ?? []) : []));
  const all = [...boxes, ...loose];
  const x = Math.min(...all.map((rect) => rect.x));
  const y = Math.min(...all.map((rect) => rect.y));
  return {
    x,
    y,
    width: Math.max(...all.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...all.map((rect) => rect.y + rect.height)) - y,
  };
}

function framed({ x, y, width, height }: Rect, region: string): Rect {
  if (region === nowhere) return { x, y, width, height };
  return {
    x: x - regionPadding,
    y: y - regionTitle,
    width: width + 2 * regionPadding,
    height: height + regionTitle + regionPadding,
  };
}

export function regionsOf(cards: readonly LayoutCard[], placed: readonly PlacedCard[]): PlacedRegion[] {
  if (!hasRegions(cards)) return [];
  const places = new Map(placed.map((card) => [card.id, card]));
  const frames = [...Map.groupBy(cards, regionOf)]
    .filter(([id]) => id !== nowhere)
    .map(([id, own]): PlacedRegion => ({ id, ...framed(contentsOf(own, places), id) }));
  // Like pages of one book: all as wide as the widest.
  const x = Math.min(...frames.map((frame) => frame.x));
  const right = Math.max(...frames.map((frame) => frame.x + frame.width));
  return frames.map((frame) => ({ ...frame, x, width: right - x }));
}

export function placeRegions(
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  input: LayoutInput,
  place: (cards: readonly LayoutCard[], edges: readonly LayoutEdge[], input: LayoutInput) => PlacedCard[],
): PlacedCard[] {
  const groups = [...Map.groupBy(cards, regionOf)].sort(([a], [b]) => (a < b ? -1 : 1));
  const total = cards.length;
  const { viewport } = input;
  const parts = groups.map(([region, own]) => {
    const ids = new Set(own.flatMap(({ id, rows = [] }) => [id, ...rows.map((row) => row.id)]));
    const inner = edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
    const room = viewport && {
      width: viewport.width - 2 * regionPadding,
      height: (viewport.height * own.length) / total - regionTitle - regionPadding,
    };
    const placed = place(own, inner, { ...input, viewport: room });
    return {
      region,
      placed,
      frame: framed(contentsOf(own, new Map(placed.map((card) => [card.id, card]))), region),
    };
  });
  // Known places are kept, unless another region has grown into them.
  const known = (input.previous?.length ?? 0) > 0 || Boolean(input.anchor);
  const ordered = known ? parts.toSorted((a, b) => a.frame.y - b.frame.y) : parts;
  const widest = Math.max(...parts.map(({ frame }) => frame.width));
  let below = Number.NEGATIVE_INFINITY;
  return ordered.flatMap(({ placed, frame }) => {
    const first = below === Number.NEGATIVE_INFINITY;
    const y = first ? frame.y : known ? Math.max(frame.y, below) : below;
    // What is below the first one ends where that ends: at the lower left stand map and legend.
    const x = known ? frame.x : first ? 0 : widest - frame.width;
    below = y + frame.height + regionGap;
    return placed.map((card) => ({ ...card, x: card.x + x - frame.x, y: card.y + y - frame.y }));
  });
}
