/**
 * Range questions about one subject: asked once for all who look at the same thing in the same step, whatever their rights.
 * A past is remembered; when Prometheus fails, the last good lines of the same question stay.
 */
import type { SeriesMetric } from '#lib/api/traffic/series-words.ts';
import type { TrafficRows } from '#lib/graph/series/traffic-series.ts';
import type { RangeSeries } from '#lib/metrics/samples.ts';
import { alignedRange, stepFor, type TimeRange } from '#lib/metrics/time-range.ts';
import {
  peerWorkload,
  type TrafficQuery,
  type TrafficQuestion,
  trafficQueries,
} from '#lib/metrics/traffic-queries.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { createGate } from '../gate.ts';
import { createLru } from '../lru.ts';
import type { PrometheusClient } from '../prometheus/client.ts';

export interface TrafficRequest {
  /** Null: about nobody, of whom nothing is measured. */
  question: TrafficQuestion | null;
  metrics: readonly SeriesMetric[];
  rangeSeconds: number;
  /** Unix seconds of the end; null is now. */
  at: number | null;
  /** At most so many samples. */
  points: number;
}

export interface TrafficReading extends TrafficRows {
  rateWindowSeconds: number;
  /** Unix seconds of the answer; null when there is none. */
  metricsAt: number | null;
  /** stale: of an earlier step, because the present one was not answered. */
  quality: 'good' | 'partial' | 'stale' | 'none';
  /** Differs between readings with different content. */
  version: string;
}

export interface TrafficBook {
  /** Rejects with "too-many-requests" when too many questions wait already. */
  read(request: TrafficRequest): Promise<TrafficReading>;
}

const leastStepSeconds = 5;
const leastRateWindowSeconds = 60;
/** Of the questions that the client sends at a time; the polls of the mesh keep the rest. */
const inFlight = 2;
const maxWaiting = 48;
const maxReadings = 96;
const partialLifeMs = 10_000;
/** Percentiles are asked for at most so many peers: twenty rows each. */
const maxLatencyPeers = 40;

/** At most so many samples, and no more than the metrics have. */
function pointsOf({ rangeSeconds, points }: Pick<TrafficRequest, 'rangeSeconds' | 'points'>): number {
  return Math.max(1, Math.min(points, Math.floor(rangeSeconds / leastStepSeconds)));
}

/** The window of each rate of a request. */
export function rateWindowSeconds(request: Pick<TrafficRequest, 'rangeSeconds' | 'points'>): number {
  return Math.max(stepFor(request.rangeSeconds, pointsOf(request)), leastRateWindowSeconds);
}

type Rows = Map<TrafficQuery['id'], readonly RangeSeries[]>;

export function createTrafficBook(prometheus: PrometheusClient | null, clock: Clock): TrafficBook {
  const readings = createLru<{ atMs: number; reading: Promise<TrafficReading> }>(maxReadings);
  const lastGood = createLru<TrafficReading>(maxReadings);
  const gate = createGate(inFlight);
  let waiting = 0;
  let counter = 0;

  async function askAll(
    client: PrometheusClient,
    queries: readonly TrafficQuery[],
    range: TimeRange,
    rows: Rows,
  ): Promise<'good' | 'partial'> {
    let quality: 'good' | 'partial' = 'good';
    await Promise.all(
      queries.map(async ({ id, promql }) => {
        try {
          const { samples, warnings } = await gate.run(() => client.queryRange(promql, range));
          rows.set(id, samples);
          if (warnings.length > 0) quality = 'partial';
        } catch {
          quality = 'partial';
        }
      }),
    );
    return quality;
  }

  async function ask(
    client: PrometheusClient,
    question: TrafficQuestion,
    metrics: readonly SeriesMetric[],
    range: TimeRange,
  ): Promise<TrafficReading> {
    const windowSeconds = Math.max(range.stepSeconds, leastRateWindowSeconds);
    const rows: Rows = new Map();
    const isTimed = (metric: SeriesMetric) => metric === 'latency' || metric === 'heatmap';
    const ranked = question.by === 'peer' && metrics.some(isTimed);
    const first = ranked
      ? [...new Set<SeriesMetric>(['requests', ...metrics.filter((metric) => !isTimed(metric))])]
      : metrics;
    let quality = await askAll(
      client,
      trafficQueries(question, { metrics: first, windowSeconds }),
      range,
      rows,
    );
    const peers = ranked ? busiest(rows.get('requests') ?? [], peerWorkload[question.direction]) : [];
    if (peers.length > 0) {
      const options = { metrics: metrics.filter(isTimed), windowSeconds, latencyPeers: peers };
      const second = await askAll(client, trafficQueries(question, options), range, rows);
      if (second === 'partial') quality = second;
    }
    counter += 1;
    return {
      range,
      rows: Object.fromEntries(rows),
      rateWindowSeconds: windowSeconds,
      metricsAt: rows.size === 0 ? null : Math.floor(clock.now() / 1000),
      quality: rows.size === 0 ? 'none' : quality,
      version: String(counter),
    };
  }

  async function askInTurn(
    client: PrometheusClient,
    request: TrafficRequest & { question: TrafficQuestion },
    range: TimeRange,
  ): Promise<TrafficReading> {
    if (waiting >= maxWaiting) throw new AppError('too-many-requests', { retryAfterSeconds: 5 });
    waiting += 1;
    try {
      const reading = await ask(client, request.question, request.metrics, range);
      const key = JSON.stringify(request);
      if (reading.quality !== 'none') {
        lastGood.set(key, reading);
        return reading;
      }
      const before = lastGood.get(key);
      return before === undefined ? reading : { ...before, quality: 'stale' };
    } finally {
      waiting -= 1;
    }
  }

  return {
    read: async (request) => {
      const { question, rangeSeconds, at } = request;
      const range = alignedRange(at ?? Math.floor(clock.now() / 1000), rangeSeconds, pointsOf(request));
      if (prometheus === null || question === null) {
        const empty = {
          range,
          rows: {},
          rateWindowSeconds: rateWindowSeconds(request),
          version: String(range.to),
        };
        return prometheus === null
          ? { ...empty, metricsAt: null, quality: 'none' }
          : { ...empty, metricsAt: range.to, quality: 'good' };
      }
      const key = JSON.stringify([request, range.to]);
      const present = readings.get(key);
      if (present !== undefined) {
        const settled = await present.reading;
        if (settled.quality === 'good' || clock.now() - present.atMs < partialLifeMs) return settled;
      }
      // Whoever waited for the same partial answer finds the new question already there.
      const newest = readings.get(key);
      if (newest !== undefined && newest !== present) return newest.reading;
      const reading = askInTurn(prometheus, { ...request, question }, range);
      readings.set(key, { atMs: clock.now(), reading });
      reading.catch(() => readings.delete(key));
      return reading;
    },
  };
}

/** Workloads with the most requests, over all that the rows tell. */
function busiest(rows: readonly RangeSeries[], label: string): string[] {
  const sums = new Map<string, number>();
  for (const { labels, values } of rows) {
    const name = labels[label] ?? '';
    const sum = values.reduce((left, value) => left + (Number.isFinite(value) ? value : 0), 0);
    sums.set(name, (sums.get(name) ?? 0) + sum);
  }
  return [...sums]
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .slice(0, maxLatencyPeers)
    .map(([name]) => name)
    .sort();
}
