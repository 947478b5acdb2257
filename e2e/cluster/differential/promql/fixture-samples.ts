/**
 * Two hours of samples as they hurt: scraped with jitter, counters that begin anew, gaps longer than the lookback, series that end, values
 * without end or number, histograms whose buckets shrink, labels in any script. The same for the same seed.
 */
import { type Random, seeded } from '#e2e/oracles/routes/random.ts';
import type { SampleSeries } from './samples.ts';

export const fixtureStartMs = Date.UTC(2025, 0, 1);
export const fixtureEndMs = fixtureStartMs + 2 * 3600_000;
const intervalMs = 15_000;
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

type Labels = Readonly<Record<string, string>>;

interface Shape {
  /** How long after the start it begins, how long before the end it ends, in ms. */
  late?: number;
  early?: number;
  /** Of samples that are missing. */
  gaps?: number;
}

/** Scrape times with some ms of jitter; now and then a long gap. */
function timesOf(random: Random, { late = 0, early = 0, gaps = 0.02 }: Shape): number[] {
  const times: number[] = [];
  let skipUntilMs = 0;
  for (let atMs = fixtureStartMs + late; atMs < fixtureEndMs - early; atMs += intervalMs) {
    if (random.maybe(gaps / 10)) skipUntilMs = atMs + random.int(12) * 60_000;
    if (atMs < skipUntilMs || random.maybe(gaps)) continue;
    times.push(random.maybe(0.7) ? atMs : atMs + random.int(200));
  }
  return times;
}

function counter(random: Random, labels: Labels, perSample: number, shape: Shape = {}): SampleSeries {
  const timesMs = timesOf(random, shape);
  let total = random.int(1000);
  const values = timesMs.map(() => {
    total = random.maybe(0.01) ? random.int(5) : total + random.int(perSample + 1);
    return total;
  });
  return { labels, timesMs, values };
}

const oddValues = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0,
  -0,
  1e300,
  1e-300,
  1e21,
  1e-7,
];

function gauge(random: Random, labels: Labels, odd: number, shape: Shape = {}): SampleSeries {
  const timesMs = timesOf(random, shape);
  let level = random.int(100) - 50;
  const values = timesMs.map(() => {
    level += (random.int(2001) - 1000) / 300;
    return random.maybe(odd) ? random.one(oddValues) : level;
  });
  return { labels, timesMs, values };
}

/** Buckets, sum and count; `broken` buckets lose observations now and then, as scrapes that tear do. */
function histogram(random: Random, name: string, labels: Labels, broken: number): SampleSeries[] {
  const timesMs = timesOf(random, {});
  const columns: number[][] = [...bounds, Number.POSITIVE_INFINITY].map(() => []);
  const totals = columns.map(() => 0);
  const sums: number[] = [];
  let sum = 0;
  for (const _ of timesMs) {
    const hits = columns.map(() => random.int(4));
    let below = 0;
    hits.forEach((count, bucket) => {
      below += count;
      totals[bucket] = (totals[bucket] ?? 0) + below;
      sum += count * (bounds[bucket] ?? 20);
    });
    if (random.maybe(0.005)) totals.fill(0);
    totals.forEach((total, bucket) => {
      columns[bucket]?.push(random.maybe(broken) ? Math.max(0, total - 3) : total);
    });
    sums.push(sum);
  }
  const part = (suffix: string, values: number[], more: Labels = {}): SampleSeries => ({
    labels: { __name__: name + suffix, ...labels, ...more },
    timesMs,
    values,
  });
  const buckets = columns.map((values, bucket) => {
    const bound = bounds[bucket];
    return part('_bucket', values, { le: bound === undefined ? '+Inf' : goBound(bound) });
  });
  return [...buckets, part('_sum', sums), part('_count', columns.at(-1) ?? [])];
}

function goBound(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

export function fixtureSamples(seed: number): SampleSeries[] {
  const random = seeded(seed);
  const all: SampleSeries[] = [];
  for (const job of ['api', 'web', 'db']) {
    for (const instance of ['0', '1', '2']) {
      for (const code of ['200', '404', '500']) {
        all.push(counter(random, { __name__: 'http_requests_total', job, instance, code }, 20));
      }
      all.push(gauge(random, { __name__: 'memory_bytes', job, instance }, 0));
      all.push(gauge(random, { __name__: 'temperature', job, instance, room: `r${instance}` }, 0.05));
    }
    const version = { api: 'v1', web: 'v2', db: 'v1' }[job] ?? '';
    all.push(gauge(random, { __name__: 'limit_bytes', job }, 0));
    all.push({ ...counter(random, { __name__: 'build_info', job, version }, 0, { gaps: 0 }) });
    all.push(...histogram(random, 'request_duration_seconds', { job }, 0));
  }
  all.push(...histogram(random, 'torn_seconds', { job: 'api' }, 0.05));
  all.push(counter(random, { __name__: 'sparse_total', job: 'api' }, 3, { gaps: 0.6 }));
  all.push(gauge(random, { __name__: 'ended', job: 'web' }, 0, { early: 70 * 60_000 }));
  all.push(gauge(random, { __name__: 'begun', job: 'web' }, 0, { late: 70 * 60_000 }));
  all.push({ labels: { __name__: 'once' }, timesMs: [fixtureStartMs + 3600_000], values: [42] });
  all.push(gauge(random, { __name__: 'bare' }, 0.2));
  all.push(gauge(random, { __name__: 'texts', text: 'zwölf "Boxkämpfer"\n\\ 日本語 🙂' }, 0));
  all.push(gauge(random, { __name__: 'texts', text: 'a.b*c' }, 0));
  all.push(gauge(random, { __name__: 'dotted.name', 'label.with.dots': 'x' }, 0));
  return all;
}
