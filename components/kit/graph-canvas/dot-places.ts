/**
 * Where moving dots are at a moment: evenly spaced along each line, faster where there is more traffic. Each dot is one
 * of a numbered series, and its number says whether it is a failure, so that a dot does not change on its way. Pure.
 */
import type { Point } from './geometry/edge-geometry.ts';

export interface DotLine {
  readonly id: string;
  readonly points: readonly Point[];
  readonly flow: { readonly speed: number; readonly failing: number };
}

export interface Dot extends Point {
  readonly failing: boolean;
}

/** Pixels at zoom 1. */
export const dotSpacing = 46;
const slowest = 14;
const fastest = 110;

/** The same number always gives the same answer, spread evenly over 0..1 (a Weyl sequence). */
function spread(number: number): number {
  const value = (number * 0.618_033_988_749_895) % 1;
  return value < 0 ? value + 1 : value;
}

export function dotsAt({ points, flow }: Pick<DotLine, 'points' | 'flow'>, seconds: number): Dot[] {
  const way = seconds * (slowest + flow.speed * (fastest - slowest));
  const first = Math.floor(way / dotSpacing);
  const dots: Dot[] = [];
  let start = 0;
  let along = way - first * dotSpacing;
  // The dot nearest to the source came last.
  let number = first;
  for (let at = 1; at < points.length; at += 1) {
    const a = points[at - 1];
    const b = points[at];
    if (!a || !b) continue;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    for (; along <= start + length; along += dotSpacing, number -= 1) {
      const part = length === 0 ? 0 : (along - start) / length;
      dots.push({
        x: a.x + (b.x - a.x) * part,
        y: a.y + (b.y - a.y) * part,
        failing: spread(number) < flow.failing,
      });
    }
    start += length;
  }
  return dots;
}
