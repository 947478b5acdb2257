import { describe, expect, it, test } from 'vitest';
import { addBuckets, histogramQuantile } from './quantile.ts';

const inf = Number.POSITIVE_INFINITY;
type Rates = [bound: number, rate: number][];
const buckets = (rates: Rates) => ({
  bounds: rates.map(([bound]) => bound),
  rates: Float64Array.from(rates.map(([, rate]) => rate)),
});

/** Expected values are those of `histogram_quantile` in Prometheus 3 for the same buckets. */
describe('histogramQuantile', () => {
  test.each<[string, number, Rates, number]>([
    [
      'inside a bucket',
      0.5,
      [
        [10, 2],
        [100, 6],
        [inf, 10],
      ],
      77.5,
    ],
    [
      'on a bound',
      0.2,
      [
        [10, 2],
        [100, 6],
        [inf, 10],
      ],
      10,
    ],
    [
      'in the first bucket, from zero',
      0.1,
      [
        [10, 2],
        [100, 6],
        [inf, 10],
      ],
      5,
    ],
    [
      'in the last bucket: the highest finite bound',
      0.95,
      [
        [10, 2],
        [100, 6],
        [inf, 10],
      ],
      100,
    ],
    [
      'all in one bucket',
      0.99,
      [
        [10, 0],
        [100, 8],
        [inf, 8],
      ],
      99.1,
    ],
    [
      'first bound not above zero',
      0.1,
      [
        [-5, 4],
        [10, 4],
        [inf, 4],
      ],
      -5,
    ],
    [
      'not monotonic: the dip is lifted',
      0.55,
      [
        [10, 5],
        [20, 4],
        [30, 10],
        [inf, 10],
      ],
      21,
    ],
    [
      'a bound that this histogram lacks',
      0.5,
      [
        [10, 2],
        [50, Number.NaN],
        [100, 6],
        [inf, 10],
      ],
      77.5,
    ],
  ])('%s', (_, quantile: number, rates: Rates, expected: number) => {
    expect(histogramQuantile(quantile, buckets(rates))).toBeCloseTo(expected, 10);
  });

  test.each<[string, Rates]>([
    [
      'nothing observed',
      [
        [10, 0],
        [inf, 0],
      ],
    ],
    [
      'no infinite bucket',
      [
        [10, 2],
        [100, 6],
      ],
    ],
    ['only the infinite bucket', [[inf, 6]]],
    [
      'infinite bucket missing here',
      [
        [10, 2],
        [inf, Number.NaN],
      ],
    ],
  ])('is null with %s', (_, rates: Rates) => {
    expect(histogramQuantile(0.5, buckets(rates))).toBeNull();
  });
});

describe('addBuckets', () => {
  it('adds per bound and keeps what only one side has', () => {
    const into = Float64Array.from([1, Number.NaN, 3, Number.NaN]);
    addBuckets(into, Float64Array.from([1, 2, Number.NaN, Number.NaN]));
    expect([...into]).toEqual([2, 2, 3, Number.NaN]);
  });
});
