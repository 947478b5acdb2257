/** The overview's lines: range questions, asked when a step is over, sooner when something was missing; meanwhile, and when Prometheus fails, the last answers stay. */
import type { OverviewResults } from '#lib/graph/overview/series.ts';
import { type MetricsScope, scopeKey } from '#lib/metrics/metrics-scope.ts';
import { type OverviewQueryId, overviewQueries } from '#lib/metrics/overview-queries.ts';
import type { RangeSeries } from '#lib/metrics/samples.ts';
import { alignedRange, type TimeRange } from '#lib/metrics/time-range.ts';
import type { Clock } from '../clock.ts';
import { createLru } from '../lru.ts';
import type { PrometheusClient } from '../prometheus/client.ts';
import { unasked } from './metrics-scoping.ts';

export interface SeriesReading {
  results: OverviewResults | null;
  /** Some question was not answered, or not fully. */
  partial: boolean;
  /** Differs between readings with different content. */
  version: string;
}

export interface SeriesBook {
  /** Lines over the last `rangeSeconds`; percentiles only of `latencyHosts`. */
  live(rangeSeconds: number, latencyHosts: readonly string[], scope: MetricsScope): Promise<SeriesReading>;
}

interface Entry {
  key: string;
  askedAtMs: number;
  reading: SeriesReading | null;
  asking: Promise<SeriesReading> | null;
}

const points = 40;
const leastRateWindowSeconds = 60;
const maxHosts = 20;
/** Ranges, by scopes in strict mode. */
const maxEntries = 32;
/** A step of a long range is many minutes: what was missing is asked for again sooner. */
const partialRetryMs = 10_000;

export function createSeriesBook(prometheus: PrometheusClient | null, clock: Clock): SeriesBook {
  const entries = createLru<Entry>(maxEntries);

  async function ask(
    client: PrometheusClient,
    range: TimeRange,
    hosts: readonly string[],
    scope: MetricsScope,
  ): Promise<SeriesReading> {
    const rateWindowSeconds = Math.max(range.stepSeconds, leastRateWindowSeconds);
    const answers = new Map<OverviewQueryId, readonly RangeSeries[]>();
    let partial = false;
    await Promise.all(
      overviewQueries({ rateWindowSeconds, latencyHosts: hosts, scope }).map(async ({ id, promql }) => {
        try {
          const { samples, warnings } = await client.queryRange(promql, range);
          answers.set(id, samples);
          partial ||= warnings.length > 0;
        } catch {
          partial = true;
        }
      }),
    );
    const read = (id: OverviewQueryId) => answers.get(id) ?? null;
    const results =
      answers.size === 0
        ? null
        : { range, requests: read('requests'), errors: read('errors'), latency: read('latency') };
    const answered = [...answers.keys()].sort();
    return { results, partial, version: JSON.stringify([range, hosts, scope, partial, answered]) };
  }

  function refresh(
    client: PrometheusClient,
    entry: Entry,
    range: TimeRange,
    hosts: readonly string[],
    scope: MetricsScope,
  ) {
    const asking = ask(client, range, hosts, scope).then((reading) => {
      entry.asking = null;
      // A failure does not wipe out what is known.
      if (reading.results !== null || entry.reading === null) entry.reading = reading;
      else entry.reading = { ...entry.reading, partial: true };
      return entry.reading;
    });
    entry.asking = asking;
    return asking;
  }

  return {
    live: async (rangeSeconds, latencyHosts, scope) => {
      if (prometheus === null || unasked(scope) !== null)
        return { results: null, partial: false, version: '' };
      const range = alignedRange(Math.floor(clock.now() / 1000), rangeSeconds, points);
      const hosts = [...latencyHosts].sort().slice(0, maxHosts);
      const key = JSON.stringify([range.to, hosts]);
      const place = `${rangeSeconds} ${scopeKey(scope)}`;
      const entry = entries.get(place) ?? {
        key: '',
        askedAtMs: Number.NEGATIVE_INFINITY,
        reading: null,
        asking: null,
      };
      entries.set(place, entry);
      const retry = entry.reading?.partial === true && clock.now() - entry.askedAtMs >= partialRetryMs;
      if (entry.asking === null && (entry.key !== key || retry)) {
        entry.key = key;
        entry.askedAtMs = clock.now();
        void refresh(prometheus, entry, range, hosts, scope);
      }
      return entry.reading ?? (await entry.asking) ?? { results: null, partial: true, version: '' };
    },
  };
}
