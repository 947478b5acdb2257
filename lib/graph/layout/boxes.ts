/** The boxes around namespaces: derived from their cards, so that they are right after every change of the cards. */
import type { LayoutCard, PlacedBox, PlacedCard, Rect } from './model.ts';
import { layoutSizes } from './model.ts';

const { boxPadding, boxTitle, boxGap } = layoutSizes;

/** The box of some cards of one namespace. */
export function frameOf(cards: readonly Rect[]): Rect {
  const left = Math.min(...cards.map(({ x }) => x)) - boxPadding;
  const top = Math.min(...cards.map(({ y }) => y)) - boxTitle;
  const right = Math.max(...cards.map(({ x, width }) => x + width)) + boxPadding;
  const bottom = Math.max(...cards.map(({ y, height }) => y + height)) + boxPadding;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function overlaps(a: Rect, b: Rect, apart = 0): boolean {
  return (
    a.x < b.x + b.width + apart &&
    b.x < a.x + a.width + apart &&
    a.y < b.y + b.height + apart &&
    b.y < a.y + a.height + apart
  );
}

/**
 * One box per namespace, or several where its cards had to be placed apart: cards belong together when the box around them is
 * free of others. Boxes that start at the same left edge end at the same right edge, as far as nothing is in the way.
 */
export function boxesOf(cards: readonly LayoutCard[], placed: readonly PlacedCard[]): PlacedBox[] {
  const rects = new Map(placed.map((card) => [card.id, card]));
  const parts = partsOf(cards, rects);
  const loose: Rect[] = cards.flatMap(({ id, namespace }) =>
    namespace === null ? (rects.get(id) ?? []) : [],
  );
  const boxes = parts.map(
    ({ id, namespace, members }): PlacedBox => ({ id, namespace, ...frameOf(members) }),
  );
  const rightmost = new Map<number, number>();
  for (const { x, width } of boxes) rightmost.set(x, Math.max(rightmost.get(x) ?? 0, x + width));
  for (const box of boxes) {
    const width = (rightmost.get(box.x) ?? 0) - box.x;
    const wider = { ...box, width };
    const free = [...boxes, ...loose].every((other) => other === box || !overlaps(wider, other, boxGap - 1));
    if (free) box.width = width;
  }
  return boxes;
}

export interface Part {
  id: string;
  namespace: string;
  members: Rect[];
}

/** Cards of each namespace, split where a single box would cover what is not its own. */
export function partsOf(cards: readonly LayoutCard[], rects: ReadonlyMap<string, Rect>): Part[] {
  const placed = cards.flatMap(({ id, namespace }) => {
    const rect = rects.get(id);
    return rect === undefined ? [] : [{ rect, namespace }];
  });
  const parts: Part[] = [];
  for (const [namespace, own] of Map.groupBy(placed, (card) => card.namespace)) {
    if (namespace === null) continue;
    const members = own.map(({ rect }) => rect);
    const frame = frameOf(members);
    const inside = placed.filter((card) => card.namespace !== namespace && overlaps(frame, card.rect));
    const groups =
      inside.length === 0
        ? [members]
        : splitAround(
            members,
            inside.map(({ rect }) => rect),
          );
    groups.forEach((group, index) => {
      parts.push({ id: index === 0 ? namespace : `${namespace}\n${index}`, namespace, members: group });
    });
  }
  return parts;
}

/** Groups whose boxes are free of the others, the biggest first. */
function splitAround(members: readonly Rect[], others: readonly Rect[]): Rect[][] {
  const groups: Rect[][] = [];
  for (const rect of members) {
    const home = groups.find((group) => {
      const frame = frameOf([...group, rect]);
      return others.every((other) => !overlaps(frame, other));
    });
    if (home === undefined) groups.push([rect]);
    else home.push(rect);
  }
  return groups.sort((a, b) => b.length - a.length);
}
