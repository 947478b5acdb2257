/** Where lines of other sources run already: a later line runs beside them, not over them. */
import type { Point } from './model.ts';

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly source: string;
}

/** Lines closer than this look like one. */
const least = 4;
const mostUprights = 3;

export class Lanes {
  private readonly flats = new Map<number, Stretch[]>();
  private readonly uprights = new Map<number, Stretch[]>();

  take(points: readonly Point[], source: string): void {
    for (let at = 1; at < points.length; at++) {
      const [a, b] = [points[at - 1], points[at]];
      if (!a || !b) continue;
      if (a.y === b.y) add(this.flats, a.y, a.x, b.x, source);
      else add(this.uprights, a.x, a.y, b.y, source);
    }
  }

  isFlatTaken(x1: number, x2: number, y: number, source: string): boolean {
    return isTaken(this.flats, y, x1, x2, source);
  }

  /** How far left of `x` an upright line has to stand to be seen beside the others. */
  besideUpright(x: number, y1: number, y2: number, source: string): number {
    for (let lane = 0; lane < mostUprights; lane++)
      if (!isTaken(this.uprights, x - lane * (least + 1), y1, y2, source)) return lane * (least + 1);
    return 0;
  }
}

function add(lines: Map<number, Stretch[]>, at: number, a: number, b: number, source: string): void {
  const stretch = { from: Math.min(a, b), to: Math.max(a, b), source };
  const list = lines.get(at);
  if (list === undefined) lines.set(at, [stretch]);
  else list.push(stretch);
}

function isTaken(
  lines: ReadonlyMap<number, readonly Stretch[]>,
  at: number,
  a: number,
  b: number,
  source: string,
): boolean {
  const [from, to] = a < b ? [a, b] : [b, a];
  for (let near = at - least + 1; near < at + least; near++) {
    for (const stretch of lines.get(near) ?? [])
      if (stretch.source !== source && stretch.from < to && from < stretch.to) return true;
  }
  return false;
}
