/** A clock for tests: time stands still until `run` lets the delays that are waited for pass, one after the other. */
import type { Clock } from '../clock.ts';

interface Waiting {
  dueMs: number;
  wake(): void;
}

export interface FakeClock extends Clock {
  /** Lets delays pass, earliest first, until the promise settles. */
  run<T>(promise: Promise<T>): Promise<T>;
  /** Moves on by so many milliseconds, waking what is due on the way. */
  advance(ms: number): void;
}

export function fakeClock(startMs = 0): FakeClock {
  let nowMs = startMs;
  const waiting = new Set<Waiting>();

  function wakeNext(limitMs: number): boolean {
    const [next] = [...waiting].sort((a, b) => a.dueMs - b.dueMs);
    if (next === undefined || next.dueMs > limitMs) return false;
    nowMs = Math.max(nowMs, next.dueMs);
    next.wake();
    return true;
  }

  return {
    now: () => nowMs,
    random: () => 0.5,
    delay: (ms, signal) =>
      new Promise((resolve) => {
        const entry: Waiting = {
          dueMs: nowMs + ms,
          wake: () => {
            waiting.delete(entry);
            resolve();
          },
        };
        if (signal?.aborted) return resolve();
        signal?.addEventListener('abort', entry.wake, { once: true });
        waiting.add(entry);
      }),
    run: async (promise) => {
      let settled = false;
      const done = promise.finally(() => {
        settled = true;
      });
      done.catch(() => undefined);
      while (!settled) {
        // Answers on real sockets come first: time passes only while nothing else happens.
        for (let turn = 0; turn < 20 && !settled; turn += 1)
          await new Promise((resolve) => setTimeout(resolve, 1));
        if (!settled) wakeNext(Number.POSITIVE_INFINITY);
      }
      return done;
    },
    advance: (ms) => {
      const limit = nowMs + ms;
      while (wakeNext(limit));
      nowMs = limit;
    },
  };
}
