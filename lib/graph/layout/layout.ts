/**
 * The graph's own layout: namespaces in columns, ranks inside, traffic from left to right. Pure and deterministic: the order of the
 * input does not matter, positions are whole pixels, and what has a previous position keeps it. Runs in a worker.
 */
import { boxesOf } from './boxes.ts';
import { arrangeBlocks, measure } from './columns.ts';
import { insertCards, withReturned } from './insert.ts';
import type {
  LayoutCard,
  LayoutEdge,
  LayoutInput,
  LayoutResult,
  PlacedCard,
  Rect,
  RoutedEdge,
} from './model.ts';
import { layoutSizes } from './model.ts';
import type { Gaps } from './place.ts';
import { leastGaps } from './place.ts';
import { hasRegions, placeRegions, regionsOf } from './regions.ts';
import { routeEdges, runsThrough } from './routes.ts';
import { buildStructure } from './structure.ts';
import { unfoldInPlace } from './unfold.ts';

export function layoutGraph(input: LayoutInput): LayoutResult {
  const result = layoutOnce(input);
  const { viewport, previous, anchor } = input;
  if (viewport === null || (previous ?? []).length > 0 || anchor) return result;
  // Edges may run around the cards: what they need is no spare room to fill with gaps.
  const filled = extentOf([...result.cards, ...result.boxes, ...result.regions]);
  const over = (side: 'width' | 'height') =>
    filled[side] <= viewport[side] && result.bounds[side] > viewport[side]
      ? result.bounds[side] - filled[side]
      : 0;
  const [across, down] = [over('width'), over('height')];
  if (across === 0 && down === 0) return result;
  return layoutOnce({
    ...input,
    viewport: { width: viewport.width - across, height: viewport.height - down },
  });
}

function extentOf(rects: readonly Rect[]): { width: number; height: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of rects) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

function layoutOnce(input: LayoutInput): LayoutResult {
  const cards = [...input.cards].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const known = new Set(cards.flatMap(({ id, rows = [] }) => [id, ...rows.map((row) => row.id)]));
  const edges = input.edges
    .filter(({ source, target }) => known.has(source) && known.has(target))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const order = new Map(cards.map(({ id }, index) => [id, index]));
  const placed = placeCards(cards, edges, input).sort(
    (a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0),
  );
  const boxes = boxesOf(cards, placed);
  const regions = regionsOf(cards, placed);
  const words = [
    ...wordsOn(boxes, ({ namespace }) => namespace, input),
    ...wordsOn(regions, ({ id }) => id, input),
  ];
  const routed = routeEdges(
    cards,
    placed,
    boxes,
    titlesOf(boxes, input),
    words,
    edges,
    keptWays(input, placed),
  );
  return {
    cards: placed,
    boxes,
    regions,
    edges: routed,
    bounds: boundsOf(placed, [...boxes, ...regions], routed),
  };
}

/** The lowest pixels of a title strip are free of letters. */
const lettersEnd = layoutSizes.boxTitle - 8;

/** What no line runs along: the strip that a title stands in. */
function titlesOf(boxes: readonly Rect[], { titles }: LayoutInput): Rect[] {
  return boxes.map((box) => ({ ...box, height: titles?.bottom ?? lettersEnd }));
}

function wordsOn<Frame extends Rect>(
  frames: readonly Frame[],
  idOf: (frame: Frame) => string,
  { titles }: LayoutInput,
): Rect[] {
  return frames.flatMap((frame) => {
    const reach = titles?.reach.get(idOf(frame));
    if (!titles || reach === undefined) return [];
    return [{ x: frame.x, y: frame.y, width: Math.min(frame.width, reach), height: titles.bottom }];
  });
}

/** Ways through which no card has come to stand since. */
function keptWays({ previous, previousEdges }: LayoutInput, placed: readonly PlacedCard[]): RoutedEdge[] {
  if (!previous || !previousEdges) return [];
  const before = new Map(previous.map((card) => [card.id, card]));
  const changed = placed.filter((card) => {
    const old = before.get(card.id);
    return old?.x !== card.x || old.y !== card.y || old.width !== card.width || old.height !== card.height;
  });
  return previousEdges.filter(({ points }) => !changed.some((card) => runsThrough(points, card)));
}

function placeCards(
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  input: LayoutInput,
): PlacedCard[] {
  return hasRegions(cards)
    ? placeRegions(cards, edges, input, placeTogether)
    : placeTogether(cards, edges, input);
}

function placeTogether(
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  { viewport, previous, previousGone, anchor, columnGap = leastGaps.column }: LayoutInput,
): PlacedCard[] {
  const gapsAtLeast: Gaps = { ...leastGaps, column: Math.max(leastGaps.column, columnGap) };
  const ids = new Set(cards.map(({ id }) => id));
  const kept = (previous ?? []).filter(({ id }) => ids.has(id));
  if (kept.length > 0) return insertCards(cards, edges, withReturned(cards, kept, previousGone ?? []));
  const unfolded = anchor ? unfoldInPlace(cards, edges, anchor, gapsAtLeast) : [];
  if (unfolded.length > 0)
    return unfolded.length < cards.length ? insertCards(cards, edges, unfolded) : unfolded;
  const structure = buildStructure(cards, edges);
  const arrangement = arrangeBlocks(structure, viewport, gapsAtLeast);
  const least = measure(arrangement, structure, gapsAtLeast);
  if (viewport === null) return least.cards;
  const down = (first: number, widest: number) =>
    spread(first, viewport.height - least.height, least.downGaps, widest);
  const gaps: Gaps = {
    column: spread(
      gapsAtLeast.column,
      viewport.width - least.width,
      least.columnGaps,
      layoutSizes.widestColumnGap,
    ),
    row: down(leastGaps.row, layoutSizes.widestRowGap),
    box: down(leastGaps.box, layoutSizes.widestBoxGap),
  };
  if (gaps.column === gapsAtLeast.column && gaps.row === leastGaps.row) return least.cards;
  return measure(arrangement, structure, gaps).cards;
}

function spread(least: number, spare: number, gaps: number, most: number): number {
  if (spare <= 0 || gaps <= 0) return least;
  return Math.max(least, Math.min(most, least + Math.floor(spare / gaps)));
}

/** Room for a number on a line. */
const chip = { width: 72, height: 18 } as const;

function boundsOf(cards: readonly Rect[], boxes: readonly Rect[], edges: readonly RoutedEdge[]): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const include = (x: number, y: number) => {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  };
  for (const { x, y, width, height } of [...cards, ...boxes]) {
    include(x, y);
    include(x + width, y + height);
  }
  for (const { points, label } of edges) {
    for (const { x, y } of points) {
      include(x, y - chip.height / 2);
      include(x, y + chip.height / 2);
    }
    // A chip stands before the arrow, however short the line is there.
    if (label.width > 0) include(label.x + label.width - chip.width, label.y);
  }
  return left > right
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}
