/**
 * A layout that changes without moving: known cards keep their place, new ones take the nearest free slot of their namespace, and
 * where there is none the namespace goes on in a second box at the end of a column. Only a card that has grown (a new version
 * row) pushes what is below it down.
 */
import type { Part } from './boxes.ts';
import { frameOf, overlaps, partsOf } from './boxes.ts';
import { arrangeBlocks, measure } from './columns.ts';
import type { LayoutCard, LayoutEdge, PlacedCard, Rect } from './model.ts';
import { layoutSizes } from './model.ts';
import { leastGaps } from './place.ts';
import { linksOf } from './ports.ts';
import { buildStructure } from './structure.ts';

const { boxGap, columnGap, rowGap, boxTitle, boxPadding } = layoutSizes;
const backwardCost = 600;

/** What is placed so far. */
interface Scene {
  rects: Map<string, PlacedCard>;
  parts: Part[];
  loose: Rect[];
  callers: ReadonlyMap<string, readonly string[]>;
  callees: ReadonlyMap<string, readonly string[]>;
}

export function insertCards(
  cards: readonly LayoutCard[],
  edges: readonly LayoutEdge[],
  previous: readonly PlacedCard[],
): PlacedCard[] {
  const before = new Map(previous.map((rect) => [rect.id, rect]));
  const rects = new Map<string, PlacedCard>();
  let grown = false;
  for (const { id, height } of cards) {
    const rect = before.get(id);
    if (rect === undefined) continue;
    rects.set(id, { id, x: rect.x, y: rect.y, width: rect.width, height });
    grown ||= height > rect.height;
  }
  if (grown) pushDown(cards, rects);
  const links = linksOf(cards, edges).map(({ source, target }) => ({
    source: cards[source.card]?.id ?? '',
    target: cards[target.card]?.id ?? '',
  }));
  const scene: Scene = {
    rects,
    parts: partsOf(cards, rects),
    loose: cards.flatMap(({ id, namespace }) => (namespace === null ? (rects.get(id) ?? []) : [])),
    callers: group(links, 'target', 'source'),
    callees: group(links, 'source', 'target'),
  };
  const homeless: LayoutCard[] = [];
  for (const card of cards) {
    if (!rects.has(card.id) && !insertInBox(card, scene)) homeless.push(card);
  }
  for (const together of Map.groupBy(homeless, ({ namespace, id }) => namespace ?? `\n${id}`).values()) {
    append(together, edges, scene);
  }
  return cards.flatMap(({ id }) => rects.get(id) ?? []);
}

/** The known places, and of the earlier ones those of cards that are back and would stand clear of all others and their boxes. */
export function withReturned(
  cards: readonly LayoutCard[],
  known: readonly PlacedCard[],
  earlier: readonly PlacedCard[],
): PlacedCard[] {
  const all = [...known];
  const present = new Set(known.map(({ id }) => id));
  const byId = new Map(cards.map((card) => [card.id, card]));
  const namespaceOf = (id: string) => byId.get(id)?.namespace ?? null;
  const framed = (rect: PlacedCard) => (namespaceOf(rect.id) === null ? rect : frameOf([rect]));
  for (const place of earlier) {
    const card = byId.get(place.id);
    if (card === undefined || present.has(place.id)) continue;
    const returned = { ...place, height: card.height };
    const inTheWay = all.some((other) => {
      const together = card.namespace !== null && namespaceOf(other.id) === card.namespace;
      return together
        ? overlaps(returned, other, rowGap - 1)
        : overlaps(framed(returned), framed(other), boxGap - 1);
    });
    if (!inTheWay) all.push(returned);
  }
  return all;
}

function group(
  links: readonly { source: string; target: string }[],
  by: 'source' | 'target',
  what: 'source' | 'target',
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const link of links) {
    const list = groups.get(link[by]);
    if (list === undefined) groups.set(link[by], [link[what]]);
    else list.push(link[what]);
  }
  return groups;
}

/** The free place beside the cards of its namespace that is nearest to those it talks to, callers on its left. */
function insertInBox(card: LayoutCard, scene: Scene): boolean {
  const part = scene.parts.find(({ namespace }) => namespace === card.namespace);
  if (part === undefined) return false;
  const frame = frameOf(part.members);
  const foreign = framesOf(scene, part);
  const { callers, callees } = neighbours(card.id, scene);
  const near = [...callers, ...callees];
  const wishedY =
    near.length > 0
      ? near.reduce((sum, rect) => sum + rect.y + rect.height / 2, 0) / near.length - card.height / 2
      : frame.y + frame.height;
  let best: { rect: PlacedCard; cost: number } | null = null;
  for (const rect of slots(card, part.members)) {
    const backward =
      callers.filter((caller) => caller.x >= rect.x).length +
      callees.filter((callee) => callee.x <= rect.x).length;
    const widened = frameOf([frameWithin(frame), rect]);
    const growth = widened.width - frame.width + (widened.height - frame.height);
    const cost = Math.abs(rect.y - wishedY) + backward * backwardCost + 1.5 * growth;
    if (best !== null && cost >= best.cost) continue;
    if (part.members.some((member) => overlaps(rect, member, rowGap - 1))) continue;
    if (foreign.some((other) => overlaps(widened, other, boxGap - 1))) continue;
    best = { rect, cost };
  }
  if (best === null) return false;
  scene.rects.set(card.id, best.rect);
  part.members.push(best.rect);
  return true;
}

/** Everything that a box must keep clear of. */
function framesOf({ parts, loose }: Scene, except: Part | null): Rect[] {
  return [...parts.filter((part) => part !== except).map(({ members }) => frameOf(members)), ...loose];
}

/** Room for cards in a box. */
function frameWithin({ x, y, width, height }: Rect): Rect {
  return {
    x: x + boxPadding,
    y: y + boxTitle,
    width: width - 2 * boxPadding,
    height: height - boxTitle - boxPadding,
  };
}

function slots(card: LayoutCard, members: readonly Rect[]): PlacedCard[] {
  const columns = new Map<number, number>();
  for (const { x, width } of members) columns.set(x, Math.max(columns.get(x) ?? 0, width));
  const left = Math.min(...columns.keys());
  const right = Math.max(...members.map(({ x, width }) => x + width));
  columns.set(right + columnGap, card.width);
  columns.set(left - columnGap - card.width, card.width);
  const ys = new Set<number>();
  for (const { y, height } of members) {
    ys.add(y);
    ys.add(y + height + rowGap);
    ys.add(y - rowGap - card.height);
  }
  return [...columns].flatMap(([x, width]) =>
    [...ys].map((y) => ({ id: card.id, x, y, width: Math.max(width, card.width), height: card.height })),
  );
}

function neighbours(id: string, { rects, callers, callees }: Scene): { callers: Rect[]; callees: Rect[] } {
  const placed = (ids: readonly string[] = []) => ids.flatMap((other) => rects.get(other) ?? []);
  return { callers: placed(callers.get(id)), callees: placed(callees.get(id)) };
}

/** A block of its own at the lowest free end of a column. */
function append(cards: readonly LayoutCard[], edges: readonly LayoutEdge[], scene: Scene): void {
  const ids = new Set(cards.flatMap(({ id, rows = [] }) => [id, ...rows.map((row) => row.id)]));
  const structure = buildStructure(
    cards,
    edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
  );
  const own = measure(arrangeBlocks(structure, null), structure, leastGaps).cards;
  const namespace = cards[0]?.namespace ?? null;
  const frame = namespace === null ? frameWithin(frameOf(own)) : frameOf(own);
  const taken = framesOf(scene, null);
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
    const cost = y + backwardShare(cards, scene, x) * backwardCost;
    if (best === null || cost < best.cost) best = { x, y, cost };
  }
  const dx = (best?.x ?? 0) - frame.x;
  const dy = (best?.y ?? 0) - frame.y;
  const moved = own.map((rect) => ({ ...rect, x: rect.x + dx, y: rect.y + dy }));
  for (const rect of moved) scene.rects.set(rect.id, rect);
  if (namespace === null) scene.loose.push(...moved);
  else scene.parts.push({ id: namespace, namespace, members: moved });
}

function backwardShare(cards: readonly LayoutCard[], scene: Scene, x: number): number {
  let backward = 0;
  let count = 0;
  for (const { id } of cards) {
    const { callers, callees } = neighbours(id, scene);
    backward += callers.filter((rect) => rect.x >= x).length + callees.filter((rect) => rect.x <= x).length;
    count += callers.length + callees.length;
  }
  return count > 0 ? backward / count : 0;
}

/** Moves down whatever a grown card now covers: cards of its own box one by one, other boxes and loose cards as a whole. */
function pushDown(cards: readonly LayoutCard[], placed: ReadonlyMap<string, PlacedCard>): void {
  const namespaceOf = new Map(cards.map(({ id, namespace }) => [id, namespace]));
  const units = [...Map.groupBy(placed.values(), ({ id }) => namespaceOf.get(id) ?? `\n${id}`).values()];
  for (const unit of units) {
    settle(
      unit.map((rect) => [rect]),
      rowGap,
      ([rect]) => rect ?? { x: 0, y: 0, width: 0, height: 0 },
    );
  }
  settle(units, boxGap, (rects) =>
    namespaceOf.get(rects[0]?.id ?? '') == null ? frameWithin(frameOf(rects)) : frameOf(rects),
  );
}

/** From top to bottom, each group moves down just as far as those above it require. */
function settle(groups: readonly PlacedCard[][], gap: number, frame: (rects: PlacedCard[]) => Rect): void {
  const ordered = groups.map((rects) => ({ rects, top: frame(rects).y })).sort((a, b) => a.top - b.top);
  const settled: Rect[] = [];
  for (const { rects } of ordered) {
    for (let own = frame(rects); ; own = frame(rects)) {
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
