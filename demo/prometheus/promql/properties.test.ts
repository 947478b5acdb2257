import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryInstant } from './evaluate.ts';
import { LabelSet } from './label-set.ts';
import { type FixtureSeries, fixtureSource } from './testing/fixture-source.ts';

/** Values by the labels' text. */
function ask(all: readonly FixtureSeries[], query: string, atMs: number): Map<string, number> {
  const answer = queryInstant(query, atMs, { source: fixtureSource(all), clock: () => 0, timeoutMs: 1 });
  if (!answer.ok || answer.value.value.type !== 'vector') throw new Error(`no vector for ${query}`);
  return new Map(answer.value.value.samples.map(({ labels, value }) => [String(labels), value]));
}

test('the rate of a steady counter is its slope, wherever the window lies', () => {
  void fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 2, max: 20 }),
      fc.nat(5000),
      (perSecond, intervalSeconds, samples, offsetMs) => {
        const stepMs = intervalSeconds * 1000;
        const counter: FixtureSeries = {
          labels: LabelSet.from({ __name__: 'c_total' }),
          samples: Array.from({ length: 100 }, (_, index) => [
            index * stepMs,
            1e6 + index * intervalSeconds * perSecond,
          ]),
        };
        const rate = ask(
          [counter],
          `rate(c_total[${samples * stepMs}ms])`,
          60 * stepMs + (offsetMs % stepMs),
        );
        expect(rate.get('{}')).toBeCloseTo(perSecond, 6);
      },
    ),
  );
});

const member = fc.record({
  a: fc.constantFrom('1', '2', '3'),
  value: fc.integer({ min: -1_000_000, max: 1_000_000 }),
});

function gauges(members: readonly { a: string; value: number }[]): FixtureSeries[] {
  return members.map(({ a, value }, index) => ({
    labels: LabelSet.from({ __name__: 'g', a, i: String(index) }),
    samples: [[0, value]],
  }));
}

test('the sums of the parts are the sum of the whole; counts, minima and maxima agree', () => {
  void fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 30 }), (members) => {
      const all = gauges(members);
      const whole = (operator: string) => ask(all, `${operator}(g)`, 0).get('{}');
      const parts = (operator: string) => [...ask(all, `${operator} by (a) (g)`, 0).values()];
      const add = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
      expect(add(parts('sum'))).toBe(whole('sum'));
      expect(add(parts('count'))).toBe(members.length);
      expect(Math.min(...parts('min'))).toBe(whole('min'));
      expect(Math.max(...parts('max'))).toBe(whole('max'));
      expect(add([...ask(all, 'sum without (i) (g)', 0).values()])).toBe(whole('sum'));
    }),
  );
});

test('topk and bottomk with k of all are a permutation, and their first k agree with sorting', () => {
  void fc.assert(
    fc.property(
      fc.array(member, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 25 }),
      (members, k) => {
        const top = [...ask(gauges(members), `topk(${k}, g)`, 0).values()];
        const sorted = members.map(({ value }) => value).sort((a, b) => b - a);
        expect(top).toEqual(sorted.slice(0, k));
        const bottom = [...ask(gauges(members), `bottomk(${k}, g)`, 0).values()];
        expect(bottom).toEqual(sorted.reverse().slice(0, k));
      },
    ),
  );
});

test('a quantile lies within the bucket that holds it, and rises with q', () => {
  const bounds = [1, 2, 5, 10];
  const counts = fc.array(fc.nat(50), { minLength: 5, maxLength: 5 });
  // The 0-quantile of an empty first bucket is 0/0, in Prometheus as well.
  void fc.assert(
    fc.property(counts, fc.double({ min: 0.001, max: 1, noNaN: true }), (perBucket, q) => {
      const total = perBucket.reduce((sum, count) => sum + count, 0);
      fc.pre(total > 0);
      let below = 0;
      const all = perBucket.map((count, index): FixtureSeries => {
        below += count;
        const le = index < bounds.length ? String(bounds[index]) : '+Inf';
        return { labels: LabelSet.from({ __name__: 'h_bucket', le }), samples: [[0, below]] };
      });
      const value = ask(all, `histogram_quantile(${q}, h_bucket)`, 0).get('{}') ?? Number.NaN;
      let cumulative = 0;
      const holds = perBucket.findIndex((count) => {
        cumulative += count;
        return cumulative >= q * total;
      });
      if (holds >= bounds.length) expect(value).toBe(10);
      else {
        expect(value).toBeGreaterThanOrEqual(bounds[holds - 1] ?? 0);
        expect(value).toBeLessThanOrEqual(bounds[holds] ?? Number.NaN);
      }
      const lower = ask(all, `histogram_quantile(${q / 2}, h_bucket)`, 0).get('{}') ?? Number.NaN;
      if (holds > 0) expect(lower).toBeLessThanOrEqual(value);
    }),
  );
});

test('and, unless and or cut and join sets by their labels', () => {
  void fc.assert(
    fc.property(fc.array(member, { maxLength: 15 }), fc.constantFrom('1', '2', '3'), (members, a) => {
      const all = gauges(members);
      const keys = (query: string) => [...ask(all, query, 0).keys()].sort();
      expect(keys(`g and g{a="${a}"}`)).toEqual(keys(`g{a="${a}"}`));
      expect(keys(`g unless g{a="${a}"}`)).toEqual(keys(`g{a!="${a}"}`));
      expect(keys(`g{a="${a}"} or g`)).toEqual(keys('g'));
    }),
  );
});
