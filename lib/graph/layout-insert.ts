/**
 * A layout that changes without moving: known cards keep their place, new ones take the nearest free slot of their namespace, and
 * where there is none the namespace goes on in a second box at the end of a column. Only a card that has grown (a new version
 * row) pushes what is below it down.
 */
import { frameOf, overlaps, partsOf } from './layout-boxes.ts';
import { arrangeBlocks, measure } from './layout-columns.ts';
import type { LayoutCard, LayoutEdge, PlacedCard, Rect } from './layout-model.ts';
import { layoutSizes } from './layout-model.ts';
import { leastGaps } from './layout-place.ts';
import { buildStructure } from './layout-structure.ts';

const { boxGap, columnGap, rowGap, boxTitle, boxPadding } = layoutSizes;
const backwardCost = 600;

interface Item {
  card: LayoutCard;
  rect: PlacedCard;
}

export function insertCards(
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  previous: readonly PlacedCard[],
): PlacedCard[] {
  const before = new Map(previous.map((rect) => [rect.id, rect]));
  const placed = new Map<string, PlacedCard>();
  const grown: LayoutCard[] = [];
  for (const card of cards) {
    const rect = before.get(card.id);
    if (rect === undefined) continue;
    placed.set(card.id, { id: card.id, x: rect.x, y: rect.y, width: rect.width, height: card.height });
    if (card.height > rect.height) grown.push(card);
  }
  if (grown.length > 0) pushDown(cards, placed);
  const homeless: LayoutCard[] = [];
  for (const card of cards) {
    if (placed.has(card.id)) continue;
    const slot = card.namespace === null ? null : slotIn(card, cards, edges, placed);
    if (slot === null) homeless.push(card);
    else placed.set(card.id, slot);
  }
  const groups = Map.groupBy(homeless, ({ namespace, id }) => namespace ?? `\n${id}`);
  for (const group of groups.values()) {
    for (const rect of appended(group, cards, edges, placed)) placed.set(rect.id, rect);
  }
  return cards.flatMap(({ id }) => placed.get(id) ?? []);
}

/** The free place beside the cards of its namespace that is nearest to those it talks to, callers on its left. */
function slotIn(
  card: LayoutCard,
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  placed: ReadonlyMap<string, PlacedCard>,
): PlacedCard | null {
  const parts = partsOf(cards, placed).filter(({ namespace }) => namespace === card.namespace);
  const [main] = parts;
  if (main === undefined) return null;
  const frame = frameOf(main.members);
  const others = cards.flatMap(({ id, namespace }) =>
    namespace === card.namespace ? [] : (placed.get(id) ?? []),
  );
  const foreign = [
    ...partsOf(cards, placed)
      .filter(({ namespace }) => namespace !== card.namespace)
      .map(({ members }) => frameOf(members)),
    ...others,
  ];
  const { callers, callees } = neighbours(card, cards, edges, placed);
  const near = [...callers, ...callees];
  const wishedY =
    near.length > 0
      ? near.reduce((sum, rect) => sum + rect.y + rect.height / 2, 0) / near.length - card.height / 2
      : frame.y + frame.height;
  let best: { rect: PlacedCard; cost: number } | null = null;
  for (const rect of slots(card, main.members)) {
    const grownFrame = frameOf([...main.members, rect]);
    if (main.members.some((member) => overlaps(rect, member, rowGap - 1))) continue;
    if (foreign.some((other) => overlaps(grownFrame, other, boxGap - 1))) continue;
    const backward =
      callers.filter((caller) => caller.x >= rect.x).length +
      callees.filter((callee) => callee.x <= rect.x).length;
    const growth = grownFrame.width - frame.width + (grownFrame.height - frame.height);
    const cost = Math.abs(rect.y - wishedY) + backward * backwardCost + 1.5 * growth;
    if (best === null || cost < best.cost) best = { rect, cost };
  }
  return best?.rect ?? null;
}

function slots(card: LayoutCard, members: readonly Rect[]): PlacedCard[] {
  const columns = new Map<number, number>();
  for (const { x, width } of members) columns.set(x, Math.max(columns.get(x) ?? 0, width));
  const left = Math.min(...columns.keys());
  const right = Math.max(...members.map(({ x, width }) => x + width));
  columns.set(right + columnGap, card.width);
  columns.set(left - columnGap - card.width, card.width);
  const top = Math.min(...members.map(({ y }) => y));
  const ys = new Set([top]);
  for (const { y, height } of members) {
    ys.add(y);
    ys.add(y + height + rowGap);
    ys.add(y - rowGap - card.height);
  }
  return [...columns].flatMap(([x, width]) =>
    [...ys].map((y) => ({ id: card.id, x, y, width: Math.max(width, card.width), height: card.height })),
  );
}

function neighbours(
  card: LayoutCard,
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  placed: ReadonlyMap<string, PlacedCard>,
): { callers: Rect[]; callees: Rect[] } {
  const cardOf = new Map<string, string>();
  for (const { id, rows = [] } of cards) {
    cardOf.set(id, id);
    for (const row of rows) cardOf.set(row.id, id);
  }
  const place = (end: string) => placed.get(cardOf.get(end) ?? '') ?? [];
  return {
    callers: edges
      .filter(({ target }) => cardOf.get(target) === card.id)
      .flatMap(({ source }) => place(source)),
    callees: edges
      .filter(({ source }) => cardOf.get(source) === card.id)
      .flatMap(({ target }) => place(target)),
  };
}

/** A block of its own at the lowest free end of a column. */
function appended(
  group: readonly LayoutCard[],
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  placed: ReadonlyMap<string, PlacedCard>,
): PlacedCard[] {
  const ids = new Set(group.flatMap(({ id, rows = [] }) => [id, ...rows.map((row) => row.id)]));
  const structure = buildStructure(
    group,
    edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
  );
  const own = measure(arrangeBlocks(structure, null), structure, leastGaps).cards;
  const boxed = group[0]?.namespace !== null;
  const frame = boxed ? frameOf(own) : bounding(own);
  const loose = cards.flatMap(({ id, namespace }) => (namespace === null ? (placed.get(id) ?? []) : []));
  const taken: Rect[] = [...partsOf(cards, placed).map(({ members }) => frameOf(members)), ...loose];
  const lefts = new Set(taken.map(({ x }) => x));
  lefts.add(Math.max(...taken.map(({ x, width }) => x + width)) + columnGap);
  const firstTop = Math.min(...taken.map(({ y }) => y));
  let best: { x: number; y: number; cost: number } | null = null;
  for (const x of lefts) {
    const inColumn = taken.filter(
      (rect) => rect.x < x + frame.width + boxGap && x < rect.x + rect.width + boxGap,
    );
    const y =
      inColumn.length === 0 ? firstTop : Math.max(...inColumn.map((rect) => rect.y + rect.height)) + boxGap;
    const cost = y + backwardShare(group, cards, edges, placed, x) * backwardCost;
    if (best === null || cost < best.cost) best = { x, y, cost };
  }
  const dx = (best?.x ?? 0) - frame.x;
  const dy = (best?.y ?? 0) - frame.y;
  return own.map((rect) => ({ ...rect, x: rect.x + dx, y: rect.y + dy }));
}

function backwardShare(
  group: readonly LayoutCard[],
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  placed: ReadonlyMap<string, PlacedCard>,
  x: number,
): number {
  let backward = 0;
  let count = 0;
  for (const card of group) {
    const { callers, callees } = neighbours(card, cards, edges, placed);
    backward += callers.filter((rect) => rect.x >= x).length + callees.filter((rect) => rect.x <= x).length;
    count += callers.length + callees.length;
  }
  return count > 0 ? backward / count : 0;
}

function bounding(rects: readonly Rect[]): Rect {
  const framed = frameOf(rects);
  return {
    x: framed.x + boxPadding,
    y: framed.y + boxTitle,
    width: framed.width - 2 * boxPadding,
    height: framed.height - boxTitle - boxPadding,
  };
}

/** Moves down whatever a grown card now covers: cards of its own box one by one, other boxes and loose cards as a whole. */
function pushDown(cards: readonly LayoutCard[], placed: Map<string, PlacedCard>): void {
  const items = cards.flatMap((card): Item[] => {
    const rect = placed.get(card.id);
    return rect === undefined ? [] : [{ card, rect }];
  });
  const units = [...Map.groupBy(items, ({ card }) => card.namespace ?? `\n${card.id}`).values()];
  for (const unit of units) {
    settle(
      unit.map(({ rect }) => [rect]),
      rowGap,
      ([rect]) => rect ?? { x: 0, y: 0, width: 0, height: 0 },
    );
  }
  settle(
    units.map((unit) => unit.map(({ rect }) => rect)),
    boxGap,
    (rects, index) => (units[index]?.[0]?.card.namespace === null ? bounding(rects) : frameOf(rects)),
  );
}

/** From top to bottom, each group moves down just as far as those above it require. */
function settle(
  groups: readonly PlacedCard[][],
  gap: number,
  frame: (rects: PlacedCard[], index: number) => Rect,
): void {
  const ordered = groups
    .map((rects, index) => ({ rects, index, top: frame(rects, index).y }))
    .sort((a, b) => a.top - b.top);
  const settled: Rect[] = [];
  for (const { rects, index } of ordered) {
    for (let own = frame(rects, index); ; own = frame(rects, index)) {
      const above = settled.filter((other) => overlaps(own, other, gap - 1));
      if (above.length === 0) {
        settled.push(own);
        break;
      }
      const down = Math.max(...above.map((other) => other.y + other.height)) + gap - own.y;
      for (const rect of rects) rect.y += down;
    }
  }
}
