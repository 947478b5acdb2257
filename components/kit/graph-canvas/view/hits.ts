/** What is under a point of the model: a row before its card, then the nearest line, then boxes and regions. Pure. */
import type { Point } from '../geometry/edge-geometry.ts';
import type { Element, Kind } from '../shapes/elements.ts';

const onTop: readonly Kind[] = ['row', 'card'];
const below: readonly Kind[] = ['box', 'region'];

function isInside({ position, data }: Element, at: Point): boolean {
  if (position === null) return false;
  const line = Number(data.line);
  return (
    Math.abs(at.x - position.x) <= (Number(data.width) + line) / 2 &&
    Math.abs(at.y - position.y) <= (Number(data.height) + line) / 2
  );
}

function distanceToPiece(at: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : ((at.x - a.x) * dx + (at.y - a.y) * dy) / length;
  const kept = Math.min(1, Math.max(0, part));
  return Math.hypot(at.x - a.x - kept * dx, at.y - a.y - kept * dy);
}

function distanceTo(points: readonly Point[], at: Point): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < points.length; index += 1) {
    const [a, b] = [points[index - 1], points[index]];
    if (a && b) nearest = Math.min(nearest, distanceToPiece(at, a, b));
  }
  return nearest;
}

/** `reach`: how far beside a line still counts, in the model's pixels. */
export function elementAt(elements: Iterable<Element>, at: Point, reach: number): Element | null {
  let line: { element: Element; distance: number } | null = null;
  const nodes = new Map<Kind, Element>();
  for (const element of elements) {
    const { kind, points, data } = element;
    if (points === null) {
      if (isInside(element, at)) nodes.set(kind, element);
      continue;
    }
    const distance = distanceTo(points, at) - Number(data.width) / 2;
    if (distance <= reach && distance < (line?.distance ?? Number.POSITIVE_INFINITY))
      line = { element, distance };
  }
  const first = (kinds: readonly Kind[]) => kinds.flatMap((kind) => nodes.get(kind) ?? [])[0];
  return first(onTop) ?? line?.element ?? first(below) ?? null;
}
