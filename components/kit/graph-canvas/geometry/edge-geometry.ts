/** Points, rectangles, and an edge as a polyline of whole pixels. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function centre(rect: Rect): Point {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

export function boundsOf(points: readonly Point[]): Rect {
  const x = Math.min(...points.map((point) => point.x));
  const y = Math.min(...points.map((point) => point.y));
  const width = Math.max(...points.map((point) => point.x)) - x;
  return { x, y, width, height: Math.max(...points.map((point) => point.y)) - y };
}

/** Corners on a straight stretch have no angle, so they are none and are left out. */
export function corners(points: readonly Point[]): Point[] {
  return points.slice(1, -1).filter((point, index) => {
    const before = points[index];
    const after = points[index + 2];
    if (!before || !after) return false;
    const cross = (point.x - before.x) * (after.y - point.y) - (point.y - before.y) * (after.x - point.x);
    return Math.abs(cross) > 0.01;
  });
}
