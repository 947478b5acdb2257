/**
 * What one user may ask of costly routes: so many at once, some more in line, and so many a minute. Beyond it they are told when to come
 * again; others notice nothing. Each replica counts for itself.
 */
import type { Cost } from '#lib/api/cost.ts';
import { AppError, isAppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { createGate, type Gate } from '../gate.ts';

export interface CostLimit {
  atOnce: number;
  inLine: number;
  /** As many may come in one burst. */
  perMinute: number;
}

/** An editor asks each time a writer pauses, of check, prediction and saved requests; the explorer once a completion. */
export const costLimits: Readonly<Record<Cost, CostLimit>> = {
  judged: { atOnce: 4, inLine: 16, perMinute: 300 },
  tried: { atOnce: 2, inLine: 8, perMinute: 120 },
  measured: { atOnce: 4, inLine: 16, perMinute: 240 },
};

export interface CostlyCalls {
  /** Rejects with "too-many-requests", or as `task` does. `left`: who waits in line leaves it. */
  run<T>(cost: Cost, user: string, task: () => Promise<T>, left: AbortSignal): Promise<T>;
}

interface Account {
  gate: Gate;
  inside: number;
  /** Calls that may still come now. */
  credit: number;
  creditAtMs: number;
}

/** Whoever asked longest ago is forgotten first. */
const maxAccounts = 20_000;
/** In line it takes about so long until somebody is done. */
const turnSeconds = 2;

export function createCostlyCalls(clock: Clock, limits = costLimits): CostlyCalls {
  const accounts = new Map<string, Account>();

  function accountOf(key: string, { atOnce, perMinute }: CostLimit): Account {
    const now = clock.now();
    const known = accounts.get(key);
    const account = known ?? { gate: createGate(atOnce), inside: 0, credit: perMinute, creditAtMs: now };
    const earned = (Math.max(0, now - account.creditAtMs) / 60_000) * perMinute;
    account.credit = Math.min(perMinute, account.credit + earned);
    account.creditAtMs = now;
    accounts.delete(key);
    accounts.set(key, account);
    const [oldest] = accounts.keys();
    if (accounts.size > maxAccounts && oldest !== undefined) accounts.delete(oldest);
    return account;
  }

  function refuse(retryAfterSeconds: number, detail: string): never {
    throw new AppError('too-many-requests', { detail, retryAfterSeconds });
  }

  return {
    run: async (cost, user, task, left) => {
      const limit = limits[cost];
      const account = accountOf(`${cost} ${user}`, limit);
      if (account.inside >= limit.atOnce + limit.inLine)
        refuse(turnSeconds, 'Too many of your requests of this kind are under way.');
      if (account.credit < 1) {
        const seconds = ((1 - account.credit) * 60) / limit.perMinute;
        refuse(Math.max(1, Math.ceil(seconds)), 'Too many of your requests of this kind in a minute.');
      }
      account.credit -= 1;
      account.inside += 1;
      try {
        return await account.gate.run(task, left);
      } catch (error) {
        if (!left.aborted || isAppError(error)) throw error;
        throw new AppError('unavailable', { detail: 'Nobody waits for the answer.' }, error);
      } finally {
        account.inside -= 1;
      }
    },
  };
}
