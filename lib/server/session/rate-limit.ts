/** Counts failures per key in a sliding window, so that guessing tokens is slow. Bounded: a flood of keys pushes out the oldest. */
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';

export interface FailureLimit {
  /** Throws "too-many-requests" when one of the keys has failed too often. */
  check(...keys: string[]): void;
  failed(...keys: string[]): void;
}

export function createFailureLimit(
  clock: Clock,
  { failures, windowMs, maxKeys }: { failures: number; windowMs: number; maxKeys: number },
): FailureLimit {
  const times = new Map<string, number[]>();

  function recent(key: string): number[] {
    const since = clock.now() - windowMs;
    return (times.get(key) ?? []).filter((atMs) => atMs > since);
  }

  return {
    check: (...keys) => {
      for (const key of keys) {
        const failed = recent(key);
        const oldest = failed[failed.length - failures];
        if (oldest === undefined) continue;
        const retryAfterSeconds = Math.max(1, Math.ceil((oldest + windowMs - clock.now()) / 1000));
        throw new AppError('too-many-requests', { detail: 'Too many failed sign-ins.', retryAfterSeconds });
      }
    },
    failed: (...keys) => {
      for (const key of keys) {
        const failed = [...recent(key), clock.now()].slice(-failures);
        times.delete(key);
        times.set(key, failed);
        if (times.size > maxKeys) times.delete(times.keys().next().value ?? key);
      }
    },
  };
}
