/** Which answers are asked for these days, so that they can be made ready before somebody asks again. */
import type { Clock } from '../clock.ts';
import { createLru } from '../lru.ts';

export interface Demand<A> {
  note(key: string, asked: A): void;
  /** Asked for more than once, and within the last minute; at most sixteen. What was asked for once may never be again. */
  recent(): A[];
}

const lifeMs = 60_000;
const limit = 16;

export function createDemand<A>(clock: Clock): Demand<A> {
  const entries = createLru<{ asked: A; atMs: number; again: boolean }>(limit);
  const isRecent = ({ atMs }: { atMs: number }) => clock.now() - atMs < lifeMs;
  return {
    note: (key, asked) => {
      const before = entries.get(key);
      entries.set(key, { asked, atMs: clock.now(), again: before !== undefined && isRecent(before) });
    },
    recent: () => entries.values().flatMap((entry) => (entry.again && isRecent(entry) ? [entry.asked] : [])),
  };
}

/** Lets waiting requests pass between two pieces of work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
