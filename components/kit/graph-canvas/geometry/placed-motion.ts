/**
 * The way from one arrangement to the next, for the short motion that explains a change. What is in both moves; what is new comes
 * out of the folded card that stood for it, or is there at once; edges whose corners match bend along, others wait for the end.
 */
import type { PlacedBox, PlacedCard } from '#lib/graph/layout/model.ts';
import type { Point, Rect } from './edge-geometry.ts';
import type { Placed, PlacedEdge } from './placed.ts';

/** Drawing so many cards and edges takes longer than a frame of the motion may. */
export const mostMoving = 400;

const mix = (a: number, b: number, part: number) => Math.round(a + (b - a) * part);

function between(a: Rect, b: Rect, part: number): Rect {
  return {
    x: mix(a.x, b.x, part),
    y: mix(a.y, b.y, part),
    width: mix(a.width, b.width, part),
    height: mix(a.height, b.height, part),
  };
}

function pointsBetween(a: readonly Point[], b: readonly Point[], part: number): Point[] {
  return b.map((point, index) => {
    const from = a[index] ?? point;
    return { x: mix(from.x, point.x, part), y: mix(from.y, point.y, part) };
  });
}

function boxPlaces(boxes: readonly PlacedBox[]): Map<string, PlacedBox> {
  return new Map(boxes.map((box) => [box.id, box]));
}

/** `boxOf` tells the box of a card; `part` goes from 0 to 1 and is eased here. */
export function placedBetween(
  before: Placed,
  after: Placed,
  boxOf: (card: string) => string | null,
  part: number,
): Placed {
  const eased = 1 - (1 - part) ** 3;
  const oldBoxes = boxPlaces(before.boxes);
  const newBoxes = boxPlaces(after.boxes);
  const cards = [...after.cards.values()].map((card): PlacedCard => {
    const old = before.cards.get(card.id);
    if (old) return { id: card.id, ...between(old, card, eased) };
    const box = boxOf(card.id);
    const stand = box === null ? undefined : before.cards.get(box);
    if (stand) return { id: card.id, ...between({ ...card, x: stand.x, y: stand.y }, card, eased) };
    // A card that its box has closed to shrinks out of it.
    const opened = oldBoxes.get(card.id);
    return opened ? { id: card.id, ...between(opened, card, eased) } : card;
  });
  const boxes = [...newBoxes.values()].map((box): PlacedBox => {
    const old = oldBoxes.get(box.id) ?? before.cards.get(box.namespace);
    return old ? { id: box.id, namespace: box.namespace, ...between(old, box, eased) } : box;
  });
  const edges = new Map<string, PlacedEdge>();
  for (const [id, edge] of after.edges) {
    const old = before.edges.get(id);
    if (!old || old.points.length !== edge.points.length) continue;
    edges.set(id, { points: pointsBetween(old.points, edge.points, eased), run: edge.run });
  }
  return {
    regions: after.regions,
    boxes,
    cards: new Map(cards.map((card) => [card.id, card])),
    edges,
    bounds: after.bounds,
  };
}

/** Whether there is a way to show: both have places, some in common, and not too many. */
export function canMove(before: Placed, after: Placed): boolean {
  const size = after.cards.size + after.edges.size;
  if (before.cards.size === 0 || size === 0 || size > mostMoving) return false;
  return [...after.cards.keys()].some((id) => before.cards.has(id));
}

export interface Turned {
  readonly id: string;
  readonly before: Rect;
  readonly after: Rect;
}

/** Boxes and regions that something lies in, by their ids in the model. */
function framesOf({ boxes, regions, cards }: Placed): Map<string, Rect> {
  return new Map([
    ...boxes.map((box) => [box.namespace, box] as const),
    ...regions.flatMap((region) => (cards.has(region.id) ? [] : [[region.id, region] as const])),
  ]);
}

/** The one box that was folded or unfolded; null when there is none, or more than one. */
export function turnedBetween(before: Placed, after: Placed): Turned | null {
  const [oldBoxes, newBoxes] = [framesOf(before), framesOf(after)];
  const turned: Turned[] = [];
  for (const [id, place] of newBoxes) {
    const old = before.cards.get(id);
    if (old) turned.push({ id, before: old, after: place });
  }
  for (const [id, place] of after.cards) {
    const old = oldBoxes.get(id);
    if (old) turned.push({ id, before: old, after: place });
  }
  const [only] = turned;
  return only && turned.length === 1 ? only : null;
}
