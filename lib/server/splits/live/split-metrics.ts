/** What Prometheus tells of one split: asked once a beat for everybody who looks at it, and for the guard. */
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import type { RangeSeries } from '#lib/metrics/samples.ts';
import { type SplitQueryId, type SplitQuestion, splitQueries } from '#lib/metrics/split-queries.ts';
import { timesOf } from '#lib/metrics/time-range.ts';
import type { SplitService } from '#lib/splits/survey/service-versions.ts';
import { waypointOf } from '#lib/splits/survey/waypoint.ts';
import type { SplitAnswers } from '#lib/splits/watch/measure.ts';
import type { Clock } from '../../clock.ts';
import { createLru } from '../../lru.ts';
import type { PrometheusClient } from '../../prometheus/client.ts';

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
  /**
   * For pages: as `read`; where Prometheus takes its time, the answer of the beat before it, with its own age. Pods, routes and what
   * others did are told at once, whatever Prometheus does.
   */
  recent(question: SplitQuestion): Promise<SplitReading | null>;
  /** Why nothing is answered. */
  state(): SplitLive['metrics'];
}

const windows = 20;
const beatSeconds = 10;
/** So long a page waits for numbers when it has older ones. */
const patienceMs = 400;
/** Older ones are of a page that nobody looked at meanwhile. */
const oldestSeconds = 3 * beatSeconds;

export function createSplitMetrics(prometheus: PrometheusClient | null, clock: Clock): SplitMetrics {
  const readings = createLru<{
    slot: number;
    reading: Promise<SplitReading | null>;
    /** The newest that has come; undefined before the first. */
    last: { slot: number; answer: SplitReading | null } | undefined;
  }>(64);

  async function ask(
    client: PrometheusClient,
    question: SplitQuestion,
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

  function read(question: SplitQuestion): Promise<SplitReading | null> {
    if (prometheus === null) return Promise.resolve(null);
    const slot = Math.floor(clock.now() / 1000 / beatSeconds) * beatSeconds;
    const key = JSON.stringify(question);
    const known = readings.get(key);
    if (known?.slot === slot) return known.reading;
    const reading = ask(prometheus, question, slot);
    readings.set(key, { slot, reading, last: known?.last });
    void reading.then((answer) => {
      const now = readings.get(key);
      // A slow answer may be overtaken by the one of a later beat.
      if (now !== undefined && (now.last?.slot ?? 0) < slot) now.last = { slot, answer };
    });
    return reading;
  }

  return {
    read,
    recent: async (question) => {
      const reading = read(question);
      const last = readings.get(JSON.stringify(question))?.last;
      if (last === undefined || clock.now() / 1000 - last.slot > oldestSeconds) return reading;
      const stop = new AbortController();
      const late = clock.delay(patienceMs, stop.signal).then(() => last.answer);
      const first = await Promise.race([reading, late]);
      stop.abort();
      return first;
    },
    state: () => {
      const state = prometheus?.state().state ?? 'not-configured';
      return state === 'ok' || state === 'not-configured' || state === 'forbidden' || state === 'starting'
        ? state
        : 'unreachable';
    },
  };
}
