/**
 * Sessions that were ended before their time: a copy of their cookie opens nothing. Known to this replica at once, and through the
 * shelf (ConfigMaps, shared-ended.ts) to the others within seconds; without a shelf the others never hear of it.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';

export interface EndedSessions {
  has(id: string): boolean;
  /** Called when this session is ended, here or on another replica; returns the way to stop listening. */
  onEnded(id: string, listener: () => void): () => void;
  /** `expiresAt`, Unix seconds: after it the cookie is worth nothing anyway. Never rejects. */
  add(id: string, expiresAt: number): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/** Where replicas tell each other; a key is the hash of a session's id. */
export interface EndedShelf {
  put(key: string, expiresAt: number): Promise<void>;
  /** Everything that was put and has not expired, by key. */
  read(signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
}

export interface EndedOptions {
  clock: Clock;
  shelf: EndedShelf | null;
  /** Told once for each run of failures. */
  onFault?(error: unknown): void;
}

/** Read so often, a session is over everywhere within five seconds. */
const readEveryMs = 3000;
const maxRemembered = 20_000;

export function createEndedSessions({ clock, shelf, onFault }: EndedOptions): EndedSessions {
  const ended = new Map<string, number>();
  const listeners = new Map<string, Set<() => void>>();
  const stopping = new AbortController();
  let isFailing = false;
  let following: Promise<void> | null = null;
  const keyOf = (id: string) => createHash('sha256').update(id).digest('hex').slice(0, 40);

  function remember(key: string, expiresAt: number): void {
    const now = clock.now() / 1000;
    if (!ended.has(key))
      for (const [old, end] of ended) if (end < now || ended.size >= maxRemembered) ended.delete(old);
    ended.set(key, expiresAt);
    for (const listener of listeners.get(key) ?? []) listener();
    listeners.delete(key);
  }

  async function tryTo<T>(task: () => Promise<T>): Promise<T | null> {
    try {
      const value = await task();
      isFailing = false;
      return value;
    } catch (error) {
      if (!isFailing && !stopping.signal.aborted) onFault?.(error);
      isFailing = true;
      return null;
    }
  }

  async function follow(from: EndedShelf): Promise<void> {
    while (!stopping.signal.aborted) {
      const told = await tryTo(() => from.read(stopping.signal));
      for (const [key, expiresAt] of told ?? []) remember(key, expiresAt);
      await clock.delay(readEveryMs, stopping.signal);
    }
  }

  return {
    has: (id) => ended.has(keyOf(id)),
    onEnded: (id, listener) => {
      const key = keyOf(id);
      const heard = listeners.get(key) ?? new Set();
      listeners.set(key, heard.add(listener));
      return () => {
        heard.delete(listener);
        if (heard.size === 0 && listeners.get(key) === heard) listeners.delete(key);
      };
    },
    add: async (id, expiresAt) => {
      const key = keyOf(id);
      remember(key, expiresAt);
      if (shelf !== null) await tryTo(() => shelf.put(key, expiresAt));
    },
    start: () => {
      if (shelf !== null) following ??= follow(shelf);
    },
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
}
