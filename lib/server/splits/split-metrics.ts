/** What Prometheus tells of one split: asked once a beat for everybody who looks at it, and for the guard. */
import type { SplitLive } from '#lib/api/split-live.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import type { RangeSeries } from '#lib/metrics/samples.ts';
import { type SplitQueryId, type SplitQuestion, splitQueries } from '#lib/metrics/split-queries.ts';
import { timesOf } from '#lib/metrics/time-range.ts';
import type { SplitAnswers } from '#lib/splits/measure.ts';
import type { SplitService } from '#lib/splits/service-versions.ts';
import { waypointOf } from '#lib/splits/waypoint.ts';
import type { Clock } from '../clock.ts';
import { createLru } from '../lru.ts';
import type { PrometheusClient } from '../prometheus/client.ts';

export interface SplitReading {
  answers: SplitAnswers;
  /** Unix seconds, rising. */
  times: number[];
  stepSeconds: number;
  /** Some question was not answered. */
  partial: boolean;
}

/** Of the service as it is served now. */
export function questionOf(
  { service, hosts }: Pick<SplitService, 'service' | 'hosts'>,
  windowSeconds: number,
  objects: ClusterObjects,
): SplitQuestion {
  const reporter = waypointOf(service, objects) === null ? 'destination' : 'waypoint';
  return { hosts: [...hosts], windowSeconds, reporter };
}

export interface SplitMetrics {
  /** Null where nothing was answered. Never rejects. */
  read(question: SplitQuestion): Promise<SplitReading | null>;
  /** Why nothing is answered. */
  state(): SplitLive['metrics'];
}

const windows = 20;
const beatSeconds = 10;

export function createSplitMetrics(prometheus: PrometheusClient | null, clock: Clock): SplitMetrics {
  const readings = createLru<{ slot: number; reading: Promise<SplitReading | null> }>(64);

  async function ask(
    client: PrometheusClient,
    question: Parameters<SplitMetrics['read']>[0],
    to: number,
  ): Promise<SplitReading | null> {
    const { windowSeconds: stepSeconds } = question;
    const range = { from: to - stepSeconds * (windows - 1), to, stepSeconds };
    const answers = new Map<SplitQueryId, readonly RangeSeries[]>();
    let partial = false;
    await Promise.all(
      splitQueries(question).map(async ({ id, promql }) => {
        try {
          const { samples, warnings } = await client.queryRange(promql, range);
          answers.set(id, samples);
          partial ||= warnings.length > 0;
        } catch {
          partial = true;
        }
      }),
    );
    // Without requests there is nothing to compare the rest with.
    return answers.has('requests') ? { answers, times: timesOf(range), stepSeconds, partial } : null;
  }

  return {
    read: (question) => {
      if (prometheus === null) return Promise.resolve(null);
      const slot = Math.floor(clock.now() / 1000 / beatSeconds) * beatSeconds;
      const key = JSON.stringify(question);
      const known = readings.get(key);
      if (known?.slot === slot) return known.reading;
      const reading = ask(prometheus, question, slot);
      readings.set(key, { slot, reading });
      return reading;
    },
    state: () => {
      const state = prometheus?.state().state ?? 'not-configured';
      return state === 'ok' || state === 'not-configured' || state === 'forbidden' || state === 'starting'
        ? state
        : 'unreachable';
    },
  };
}
