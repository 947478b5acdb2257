/**
 * Whether our recording rules are at work in this Prometheus, and since when: rules that were put there an hour ago tell nothing of the
 * six hours that somebody looks at, and their average over what there is would be called p95 of the whole.
 */
import { recordedQuestion, recordedWindowSeconds } from '#lib/metrics/recording-rules.ts';
import type { Clock } from '../clock.ts';
import { createLru } from '../lru.ts';
import type { PrometheusClient } from '../prometheus/client.ts';

export interface RecordedRules {
  /** Of a window that ends now: asked now and then. False as long as nobody could tell. */
  live(windowSeconds: number): Promise<boolean>;
  /** Of a window that ended then (Unix seconds): whoever asks keeps the answer. */
  past(windowSeconds: number, at: number): Promise<boolean>;
  /** What was known is asked anew. */
  doubt(): void;
}

const lifeMs = 300_000;
/** How long a shorter window is told by the part of it that is known matters to nobody. */
const shortSeconds = 300;

export function createRecordedRules(
  client: Pick<PrometheusClient, 'query'> | null,
  clock: Clock,
): RecordedRules {
  const known = createLru<{ atMs: number; present: Promise<boolean> }>(16);

  /** `at`: null is now. */
  async function presentAt(at: number | null): Promise<boolean> {
    if (client === null) return false;
    try {
      const { samples } = await client.query(recordedQuestion, at);
      return samples.some(({ value }) => value > 0);
    } catch {
      return false;
    }
  }

  /** Asked again after a while under the same name. */
  function remembered(name: string, ask: () => Promise<boolean>): Promise<boolean> {
    const before = known.get(name);
    if (before !== undefined && clock.now() - before.atMs < lifeMs) return before.present;
    const present = ask();
    known.set(name, { atMs: clock.now(), present });
    return present;
  }

  /** Of the first recorded rate that belongs to the window. */
  const startOf = (windowSeconds: number, end: number) => end - windowSeconds + recordedWindowSeconds;

  return {
    live: async (windowSeconds) => {
      if (client === null || windowSeconds < recordedWindowSeconds) return false;
      if (!(await remembered('now', () => presentAt(null)))) return false;
      if (windowSeconds <= shortSeconds) return true;
      const start = startOf(windowSeconds, Math.floor(clock.now() / 1000));
      return remembered(`${windowSeconds} s ago`, () => presentAt(start));
    },
    past: async (windowSeconds, at) => {
      if (windowSeconds < recordedWindowSeconds) return false;
      const start = startOf(windowSeconds, at);
      return (await presentAt(start)) && (start === at || (await presentAt(at)));
    },
    doubt: () => {
      for (const entry of known.values()) entry.atMs = Number.NEGATIVE_INFINITY;
    },
  };
}
