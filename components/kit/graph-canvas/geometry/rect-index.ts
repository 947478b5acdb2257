/** Rectangles in square buckets: "does anything stand here?" in constant time on a canvas of thousands of lines. */
import type { Rect } from './edge-geometry.ts';

const bucket = 64;

export interface Occupied extends Rect {
  readonly owner: string;
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function contains(outer: Rect, inner: Rect): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

export interface RectIndex {
  add(rect: Occupied): void;
  /** True when something of another owner overlaps. */
  hits(rect: Rect, owner: string): boolean;
}

/** Rows of buckets a column has at most. */
const rows = 1e6;

export function createRectIndex(): RectIndex {
  const buckets = new Map<number, Occupied[]>();
  /** Ends early when `visit` says true. */
  function visitBuckets(rect: Rect, visit: (key: number) => boolean): boolean {
    const right = Math.floor((rect.x + rect.width) / bucket);
    const top = Math.floor(rect.y / bucket);
    const bottom = Math.floor((rect.y + rect.height) / bucket);
    for (let column = Math.floor(rect.x / bucket); column <= right; column++)
      for (let row = top; row <= bottom; row++) if (visit(column * rows + row)) return true;
    return false;
  }
  return {
    add(rect) {
      visitBuckets(rect, (key) => {
        const list = buckets.get(key);
        if (list) list.push(rect);
        else buckets.set(key, [rect]);
        return false;
      });
    },
    hits: (rect, owner) =>
      visitBuckets(
        rect,
        (key) => buckets.get(key)?.some((other) => other.owner !== owner && overlaps(rect, other)) ?? false,
      ),
  };
}
