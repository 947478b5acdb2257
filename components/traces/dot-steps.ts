/** From dot to dot by the arrow keys: sideways in time, upwards to what took longer. */

export interface Dot {
  id: string;
  startUs: number;
  durationUs: number;
}

const byTime = (a: Dot, b: Dot) => a.startUs - b.startUs || (a.id < b.id ? -1 : 1);
const byDuration = (a: Dot, b: Dot) => a.durationUs - b.durationUs || byTime(a, b);

/** The dot that Tab arrives at: where the reader was, else the newest. Null when there are none. */
export function tabStop(dots: readonly Dot[], last: string | null): string | null {
  if (last !== null && dots.some(({ id }) => id === last)) return last;
  return dots.toSorted(byTime).at(-1)?.id ?? null;
}

/** Null for keys that lead nowhere; at an end the dot itself. */
export function nextDot(dots: readonly Dot[], from: string, key: string): string | null {
  const order = dots.toSorted(key === 'ArrowUp' || key === 'ArrowDown' ? byDuration : byTime);
  const at = order.findIndex(({ id }) => id === from);
  const last = order.length - 1;
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowDown: at - 1,
    ArrowUp: at + 1,
    Home: 0,
    End: last,
  };
  const target = Object.hasOwn(targets, key) ? targets[key] : undefined;
  if (at < 0 || target === undefined) return null;
  return order[Math.min(last, Math.max(0, target))]?.id ?? null;
}
