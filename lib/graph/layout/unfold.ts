/**
 * Unfolding in place: a card opens to the box it stands for, and only what is in the way makes room. Beside it nothing moves up or
 * down but its own column; to its right things move only once the gap is used up. Folding is the reverse: the card stands in the
 * middle of where its box was, and nothing else moves at all. Both start from the same anchor, so the order of clicks never matters.
 */
import { frameOf, overlaps } from './boxes.ts';
import { arrangeBlocks, measure } from './columns.ts';
import type { LayoutAnchor, LayoutCard, LayoutEdge, PlacedCard, Rect } from './model.ts';
import { layoutSizes } from './model.ts';
import type { Gaps } from './place.ts';
import { placeInOrder } from './place.ts';
import { buildStructure } from './structure.ts';

const { boxGap, boxPadding, boxTitle, columnGap } = layoutSizes;

/** What moves as one: a card, or a box with its cards. */
interface Unit {
  /** Where it, or what it came from, stands in the anchor. */
  readonly old: Rect;
  readonly size: Rect;
  x: number;
  y: number;
  readonly cards: readonly PlacedCard[];
}

/** Cards that the anchor knows neither by themselves nor by what stands for them are left to be inserted. */
export function unfoldInPlace(
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  { cards: anchored, boxes, regions }: LayoutAnchor,
  gaps: Gaps,
): PlacedCard[] {
  const places = new Map(anchored.map((card) => [card.id, card]));
  const members = Map.groupBy(cards, ({ namespace }) => namespace);
  const units: Unit[] = [];
  for (const [box, own] of members) {
    const stand = box === null ? undefined : places.get(box);
    if (stand && own.every(({ id }) => !places.has(id))) {
      units.push(opened(stand, own, edges, gaps));
      continue;
    }
    const known = own.flatMap(({ id, width, height }) => {
      const place = places.get(id);
      // Where it stands it is as wide as its column: more would use up the gap that carries labels.
      if (place) return [{ ...place, height }];
      const frame = boxes.find(({ namespace }) => namespace === id) ?? contentsOf(regions, boxes, id);
      return frame ? [closed(id, width, height, frame)] : [];
    });
    if (box === null) units.push(...known.map((card) => unit(card, card, [card])));
    else if (known.length > 0) {
      const frame = frameOf(known);
      units.push(unit(frame, frame, known));
    }
  }
  if (units.some(({ old, size }) => old !== size)) makeRoom(units);
  return units.flatMap(({ cards: own, size, x, y }) =>
    own.map((card) => ({ ...card, x: card.x + x - size.x, y: card.y + y - size.y })),
  );
}

/** A region is as wide as the widest: what stood in it says where its card belongs. */
function contentsOf(
  regions: LayoutAnchor['regions'],
  boxes: LayoutAnchor['boxes'],
  id: string,
): Rect | undefined {
  const region = regions.find((one) => one.id === id);
  if (!region) return undefined;
  const inside = boxes.filter((box) => overlaps(box, region));
  const x = inside.length > 0 ? Math.min(...inside.map((box) => box.x)) : region.x;
  return { ...region, x };
}

function unit(old: Rect, size: Rect, cards: readonly PlacedCard[]): Unit {
  return { old, size, x: size.x, y: size.y, cards };
}

/** The box's cards arranged by themselves, around the middle of the card that stood for them. */
function opened(stand: Rect, own: readonly LayoutCard[], edges: readonly LayoutEdge[], gaps: Gaps): Unit {
  const ids = new Set(own.flatMap(({ id, rows = [] }) => [id, ...rows.map((row) => row.id)]));
  const inner = edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
  const structure = buildStructure(own, inner);
  const { cards } = measure(arrangeBlocks(structure, null, gaps), structure, gaps);
  const frame = frameOf(cards);
  const dx = stand.x - frame.x;
  const dy = Math.round(stand.y + stand.height / 2 - frame.height / 2) - frame.y;
  const moved = cards.map((card) => ({ ...card, x: card.x + dx, y: card.y + dy }));
  return unit(stand, frameOf(moved), moved);
}

function closed(id: string, width: number, height: number, frame: Rect): PlacedCard {
  const inside = frame.height - boxTitle - boxPadding;
  const y = Math.round(frame.y + boxTitle + (inside - height) / 2);
  return { id, x: frame.x + boxPadding, y, width, height };
}

function beside(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width;
}

/** Units of one column share some of their width in the anchor. */
function columnsOf(units: readonly Unit[]): Unit[][] {
  const columns: Unit[][] = [];
  for (const one of units.toSorted((a, b) => a.old.x - b.old.x || a.old.y - b.old.y)) {
    const column = columns.at(-1);
    if (column?.some(({ old }) => beside(old, one.old))) column.push(one);
    else columns.push([one]);
  }
  return columns;
}

const farOff = 1e6;

/** The column of a box that grew parts around it; what overlaps it then and stood to its right moves on to the right. */
function makeRoom(units: readonly Unit[]): void {
  const columns = columnsOf(units);
  for (const column of columns) {
    if (column.every(({ old, size }) => old === size)) continue;
    column.sort((a, b) => a.old.y - b.old.y);
    const wished = column.map(({ size }) => size.y + farOff);
    const sizes = column.map(({ size }) => size.height);
    const starts = placeInOrder(wished, sizes, boxGap, 3 * farOff);
    column.forEach((one, index) => {
      one.y = (starts[index] ?? 0) - farOff;
    });
  }
  const done: Unit[] = [];
  for (const one of units.toSorted((a, b) => a.old.x - b.old.x || a.old.y - b.old.y)) {
    for (const left of done) {
      if (left.old.x + left.old.width > one.old.x) continue;
      const reach = { x: left.x, y: left.y, width: left.size.width, height: left.size.height };
      const place = { x: reach.x, y: one.y, width: one.size.width, height: one.size.height };
      if (overlaps(reach, place, boxGap - 1)) one.x = Math.max(one.x, reach.x + reach.width + columnGap);
    }
    done.push(one);
  }
}
