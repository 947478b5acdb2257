/** Arrow keys on a picture: the nearest thing in that direction, straight ahead before aside. */
import { centre, type Rect } from './edge-geometry.ts';

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const ahead: Readonly<Record<Direction, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function isDirection(key: string): key is Direction {
  return Object.hasOwn(ahead, key);
}

/** Null when nothing lies in that direction. Being aside costs three times as much as being ahead. */
export function nextInDirection(
  from: string,
  direction: Direction,
  places: ReadonlyMap<string, Rect>,
): string | null {
  const start = places.get(from);
  if (!start) return null;
  const a = centre(start);
  const [dx, dy] = ahead[direction];
  let best: { id: string; cost: number } | null = null;
  for (const [id, rect] of places) {
    if (id === from) continue;
    const b = centre(rect);
    const forward = (b.x - a.x) * dx + (b.y - a.y) * dy;
    if (forward < 4) continue;
    const aside = Math.abs((b.x - a.x) * dy) + Math.abs((b.y - a.y) * dx);
    const cost = forward + 3 * aside;
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? null;
}
