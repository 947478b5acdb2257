/** Rectangles in square buckets: "does anything stand here?" in constant time on a canvas of thousands of lines. */
import type { Rect } from './edge-geometry.ts';

const bucket = 64;

export interface Occupied extends Rect {
  readonly owner: string;
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export interface RectIndex {
  add(rect: Occupied): void;
  /** True when something of another owner overlaps. */
  hits(rect: Rect, owner: string): boolean;
}

export function createRectIndex(): RectIndex {
  const buckets = new Map<string, Occupied[]>();
  function* keys(rect: Rect): Generator<string> {
    const right = Math.floor((rect.x + rect.width) / bucket);
    const bottom = Math.floor((rect.y + rect.height) / bucket);
    for (let column = Math.floor(rect.x / bucket); column <= right; column++)
      for (let row = Math.floor(rect.y / bucket); row <= bottom; row++) yield `${column},${row}`;
  }
  return {
    add(rect) {
      for (const key of keys(rect)) {
        const list = buckets.get(key);
        if (list) list.push(rect);
        else buckets.set(key, [rect]);
      }
    },
    hits(rect, owner) {
      for (const key of keys(rect))
        for (const other of buckets.get(key) ?? [])
          if (other.owner !== owner && overlaps(rect, other)) return true;
      return false;
    },
  };
}
