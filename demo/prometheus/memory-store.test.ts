import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMetricsStore } from './memory-store.ts';
import { parseSelector } from './promql/parse.ts';
import { SampleBuffer } from './promql/series-source.ts';

type Store = ReturnType<typeof createMetricsStore>;

function read(
  store: Store,
  selector: string,
  afterMs: number,
  untilMs: number,
): Record<string, [number, number][]> {
  const buffer = new SampleBuffer();
  const found: Record<string, [number, number][]> = {};
  for (const series of store.select(parseSelector(selector).matchers)) {
    series.read(afterMs, untilMs, buffer);
    const { times, values, length } = buffer;
    found[String(series.labels)] = Array.from({ length }, (_, index) => [
      times[index] ?? 0,
      values[index] ?? 0,
    ]);
  }
  return found;
}

function namesOf(store: Store, selector: string): string[] {
  return [...store.select(parseSelector(selector).matchers)].map(({ labels }) => String(labels));
}

const hour = 3600_000;

describe('metrics as series', () => {
  test('a counter has its value at each scrape, and is there from its first scrape on', () => {
    const store = createMetricsStore({ retentionMs: hour });
    store.scrape(1000);
    const counter = store.counter('c_total', { a: 'x', empty: '' });
    counter.add(2);
    store.scrape(2000);
    store.counter('c_total', { a: 'x' }).add(3);
    store.scrape(3000);
    expect(read(store, 'c_total', 0, 9999)).toEqual({
      '{__name__="c_total", a="x"}': [
        [2000, 2],
        [3000, 5],
      ],
    });
  });

  test('a gauge has the value that was set last', () => {
    const store = createMetricsStore({ retentionMs: hour });
    const gauge = store.gauge('g', {});
    gauge.set(7);
    gauge.set(-1.5);
    store.scrape(1000);
    expect(read(store, 'g', 0, 1000)).toEqual({ '{__name__="g"}': [[1000, -1.5]] });
  });

  test('a histogram is exposed as cumulative buckets, sum and count, with bounds as Prometheus 3 writes them', () => {
    const store = createMetricsStore({ retentionMs: hour });
    const histogram = store.histogram('h', { a: 'x' }, [0.5, 10, 3_600_000]);
    histogram.observe([1, 0, 2, 1], 12.5);
    store.scrape(1000);
    histogram.observe([0, 4, 0, 0], 20);
    store.scrape(2000);
    expect(read(store, '{__name__=~"h_.*"}', 1000, 2000)).toEqual({
      '{__name__="h_bucket", a="x", le="0.5"}': [[2000, 1]],
      '{__name__="h_bucket", a="x", le="10.0"}': [[2000, 5]],
      '{__name__="h_bucket", a="x", le="3.6e+06"}': [[2000, 7]],
      '{__name__="h_bucket", a="x", le="+Inf"}': [[2000, 8]],
      '{__name__="h_sum", a="x"}': [[2000, 32.5]],
      '{__name__="h_count", a="x"}': [[2000, 8]],
    });
  });

  test('buckets are the same in whatever order and over whatever times they are read', () => {
    const store = createMetricsStore({ retentionMs: hour });
    const histogram = store.histogram('h', {}, [1, 2, 3]);
    for (let atMs = 1000; atMs <= 3000; atMs += 1000) {
      histogram.observe([1, 2, 3, 4], 20);
      store.scrape(atMs);
    }
    const buckets = [...store.select(parseSelector('h_bucket').matchers)];
    const buffer = new SampleBuffer();
    const valuesOf = (bucket: number, afterMs: number) => {
      buckets[bucket]?.read(afterMs, 3000, buffer);
      return [...buffer.values.subarray(0, buffer.length)];
    };
    expect(valuesOf(3, 0)).toEqual([10, 20, 30]);
    expect(valuesOf(1, 0)).toEqual([3, 6, 9]);
    expect(valuesOf(2, 2000)).toEqual([18]);
    expect(valuesOf(3, 1000)).toEqual([20, 30]);
    expect(valuesOf(0, 2000)).toEqual([3]);
  });

  test('one name has one type, and times rise', () => {
    const store = createMetricsStore({ retentionMs: hour });
    store.counter('c', {});
    expect(() => store.gauge('c', {})).toThrow('c is a counter, not a gauge');
    store.scrape(1000);
    expect(() => store.scrape(1000)).toThrow('scrape at 1000 is not after 1000');
  });
});

describe('selection', () => {
  const store = createMetricsStore({ retentionMs: hour });
  for (const a of ['1', '2']) for (const b of ['x', 'y']) store.counter('c_total', { a, b }).add(1);
  store.histogram('h', { a: '1' }, [1, 2]);
  store.gauge('g', { a: '3' });
  store.scrape(1000);

  const selections: [selector: string, count: number][] = [
    ['c_total', 4],
    ['c_total{a="1"}', 2],
    ['c_total{a="1", b="y"}', 1],
    ['c_total{a="9"}', 0],
    ['c_total{a!="1"}', 2],
    ['c_total{a=~"1|2", b!~"x"}', 2],
    ['c_total{le=""}', 4],
    ['c_total{le!=""}', 0],
    ['h_bucket', 3],
    ['h_bucket{le="2.0"}', 1],
    ['h_bucket{le=~".+", a="1"}', 3],
    ['h_sum', 1],
    ['h', 0],
    ['{a="1"}', 7],
    ['{__name__=~".*_(sum|count)"}', 2],
    ['{__name__!~"h.*", a=~"."}', 5],
  ];
  test.each(selections)('%s', (selector, count) => {
    expect(namesOf(store, selector)).toHaveLength(count);
  });

  test('a series that comes later is found through the same matchers', () => {
    expect(namesOf(store, 'c_total{a="new"}')).toEqual([]);
    store.counter('c_total', { a: 'new' });
    expect(namesOf(store, 'c_total{a="new"}')).toEqual(['{__name__="c_total", a="new"}']);
  });
});

test('what is older than the retention goes, at most one block later; the store does not grow', () => {
  const store = createMetricsStore({ retentionMs: 100_000 });
  const counter = store.counter('c_total', {});
  for (let second = 1; second <= 1000; second++) {
    counter.add(1);
    store.scrape(second * 1000);
  }
  const { oldestMs, newestMs } = store.statistics();
  expect(newestMs).toBe(1_000_000);
  expect(oldestMs).toBeLessThanOrEqual(900_000);
  expect(oldestMs).toBeGreaterThan(900_000 - 3 * 64_000);
  const samples = read(store, 'c_total', 0, 2_000_000)['{__name__="c_total"}'] ?? [];
  expect(samples[0]).toEqual([oldestMs, oldestMs / 1000]);
  expect(samples.at(-1)).toEqual([1_000_000, 1000]);
});

test('a metric without calls is forgotten, its place is used again, and it begins at 0', () => {
  const store = createMetricsStore({ retentionMs: hour, forgetAfterMs: 50_000 });
  const idle = store.counter('c_total', { which: 'idle' });
  const busy = store.counter('c_total', { which: 'busy' });
  const gauge = store.gauge('g', {});
  idle.add(40);
  gauge.set(3);
  for (let second = 1; second <= 200; second++) {
    busy.add(0);
    store.scrape(second * 1000);
  }
  expect(namesOf(store, 'c_total')).toEqual(['{__name__="c_total", which="busy"}']);
  expect(namesOf(store, 'g')).toHaveLength(1);
  store.counter('c_total', { which: 'third' }).add(1);
  idle.add(2);
  store.scrape(201_000);
  expect(read(store, 'c_total{which!="busy"}', 0, 300_000)).toEqual({
    '{__name__="c_total", which="third"}': [[201_000, 1]],
    '{__name__="c_total", which="idle"}': [[201_000, 2]],
  });
});

test('samples come back as they were, however they were packed', () => {
  const amounts = fc.array(
    fc.oneof(
      fc.constant(0),
      fc.nat(3),
      fc.nat(1000),
      fc.integer({ min: 0, max: 2 ** 40 }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
    ),
    { minLength: 1, maxLength: 6 },
  );
  void fc.assert(
    fc.property(amounts, fc.nat(150), fc.nat(150), (cycle, from, length) => {
      const store = createMetricsStore({ retentionMs: hour });
      const counter = store.counter('c_total', {});
      const histogram = store.histogram('h', {}, [1, 2]);
      const expected: [number, number][] = [];
      let value = 0;
      for (let row = 0; row < 150; row++) {
        // A stretch of rest, so that some blocks hold no change.
        const amount = row > 60 && row < 140 ? 0 : (cycle[row % cycle.length] ?? 0);
        value += amount;
        counter.add(amount);
        histogram.observe([0, amount, 0], amount);
        store.scrape(row * 1000);
        if (row > from && row <= from + length) expected.push([row * 1000, value]);
      }
      const range = [from * 1000, (from + length) * 1000] as const;
      expect(read(store, 'c_total', ...range)).toEqual({ '{__name__="c_total"}': expected });
      expect(read(store, 'h_bucket{le="2.0"}', ...range)['{__name__="h_bucket", le="2.0"}']).toEqual(
        expected,
      );
      expect(read(store, 'h_count', ...range)).toEqual({ '{__name__="h_count"}': expected });
    }),
    { numRuns: 50 },
  );
});

test('idle metrics cost a number per block, not one per sample', () => {
  const store = createMetricsStore({ retentionMs: 100 * hour });
  const bounds = Array.from({ length: 19 }, (_, index) => 2 ** index);
  const histograms = Array.from({ length: 2000 }, (_, index) =>
    store.histogram('h', { i: String(index) }, bounds),
  );
  for (const [index, histogram] of histograms.entries())
    histogram.observe(
      bounds.map((_, at) => (at === index % 19 ? 5 : 0)),
      1,
    );
  for (let row = 0; row < 640; row++) store.scrape(row * 1000);
  const { bytes, seriesByName } = store.statistics();
  // 44,000 series, 640 samples each; 4,000 columns in use.
  expect(seriesByName.get('h_bucket')).toBe(40_000);
  expect(bytes / (44_000 * 640)).toBeLessThan(0.05);
});
