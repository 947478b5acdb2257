/**
 * An edge as a polyline of whole pixels, and how cytoscape wants it: ends as offsets from the nodes' centres, corners as
 * weights and distances along the straight line between the ends (`edge-distances: endpoints`).
 */

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

export interface EdgeShape {
  readonly straight: boolean;
  readonly sourceEndpoint: string;
  readonly targetEndpoint: string;
  readonly weights: string;
  readonly distances: string;
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

const px = (value: number) => `${Math.round(value * 100) / 100}px`;

/** Corners on a straight stretch have no angle, which round-segments cannot draw: they are left out. */
export function corners(points: readonly Point[]): Point[] {
  return points.slice(1, -1).filter((point, index) => {
    const before = points[index];
    const after = points[index + 2];
    if (!before || !after) return false;
    const cross = (point.x - before.x) * (after.y - point.y) - (point.y - before.y) * (after.x - point.x);
    return Math.abs(cross) > 0.01;
  });
}

export function edgeShape(points: readonly Point[], source: Rect, target: Rect): EdgeShape {
  const from = points[0] ?? centre(source);
  const to = points.at(-1) ?? centre(target);
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = Math.hypot(dx, dy) || 1;
  const bends = corners(points);
  const along = bends.map((p) => ((p.x - from.x) * dx + (p.y - from.y) * dy) / (length * length));
  const beside = bends.map((p) => ((p.x - from.x) * -dy + (p.y - from.y) * dx) / length);
  const a = centre(source);
  const b = centre(target);
  return {
    straight: bends.length === 0,
    sourceEndpoint: `${px(from.x - a.x)} ${px(from.y - a.y)}`,
    targetEndpoint: `${px(to.x - b.x)} ${px(to.y - b.y)}`,
    weights: along.map((value) => value.toFixed(5)).join(' '),
    distances: beside.map((value) => value.toFixed(2)).join(' '),
  };
}
