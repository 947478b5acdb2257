/** Which answers are asked for these days, so that they can be made ready before somebody asks again. */
import type { Clock } from '../clock.ts';
import { createLru } from '../lru.ts';

export interface Demand<A> {
  note(key: string, asked: A): void;
  /** Asked for within the last minute, at most sixteen. */
  recent(): A[];
}

const lifeMs = 60_000;
const limit = 16;

export function createDemand<A>(clock: Clock): Demand<A> {
  const entries = createLru<{ asked: A; atMs: number }>(limit);
  return {
    note: (key, asked) => entries.set(key, { asked, atMs: clock.now() }),
    recent: () => entries.values().flatMap(({ asked, atMs }) => (clock.now() - atMs < lifeMs ? [asked] : [])),
  };
}

/** Lets waiting requests pass between two pieces of work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
