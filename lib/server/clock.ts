/** Time and chance as the server's long-running parts take them, so that tests decide both. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal fires. Never rejects. */
  delay(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 <= x < 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  delay: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  random: () => Math.random(),
};

/** Full jitter between one second and `min(30 s, 2^attempt s)`. */
export function backoffMs(attempt: number, clock: Clock): number {
  const ceiling = Math.min(30_000, 1000 * 2 ** Math.min(attempt, 10));
  return 1000 + clock.random() * (ceiling - 1000);
}
