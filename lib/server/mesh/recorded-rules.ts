/** Whether our recording rules are at work in this Prometheus: asked now and then, one question. */
import { recordedQuestion } from '#lib/metrics/recording-rules.ts';
import type { Clock } from '../clock.ts';
import type { PrometheusClient } from '../prometheus/client.ts';

export interface RecordedRules {
  /** False as long as nobody could tell. */
  present(): Promise<boolean>;
  /** What was known is asked anew. */
  doubt(): void;
}

const lifeMs = 300_000;

export function createRecordedRules(client: PrometheusClient | null, clock: Clock): RecordedRules {
  let known = false;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  return {
    present: async () => {
      if (client === null || clock.now() - askedAtMs < lifeMs) return known;
      askedAtMs = clock.now();
      try {
        const { samples } = await client.query(recordedQuestion, null);
        known = samples.some(({ value }) => value > 0);
      } catch {
        known = false;
      }
      return known;
    },
    doubt: () => {
      askedAtMs = Number.NEGATIVE_INFINITY;
    },
  };
}
