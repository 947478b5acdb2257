import { describe, expect, it } from 'vitest';
import { constant, distributionOf, drawInto, histogramBounds, splitAbove } from './distribution.ts';
import { binomial, createRandom, hash, multiply, poisson } from './random.ts';

const draws = 4000;

describe('random draws', () => {
  it.each([
    [5, 0.3],
    [100, 0.02],
    [100, 0.5],
    [1000, 0.9],
    [100_000, 0.0001],
  ])('binomial(%i, %d) has its mean and stays in bounds', (trials, probability) => {
    const random = createRandom(hash('binomial', trials));
    let sum = 0;
    for (let index = 0; index < draws; index++) {
      const hits = binomial(random, trials, probability);
      expect(hits).toBeGreaterThanOrEqual(0);
      expect(hits).toBeLessThanOrEqual(trials);
      sum += hits;
    }
    const error = Math.sqrt((trials * probability * (1 - probability)) / draws);
    expect(Math.abs(sum / draws - trials * probability)).toBeLessThan(5 * error);
  });

  it.each([0.01, 3, 200])('poisson(%d) has its mean', (mean) => {
    const random = createRandom(hash('poisson', mean));
    let sum = 0;
    for (let index = 0; index < draws; index++) sum += poisson(random, mean);
    expect(Math.abs(sum / draws - mean)).toBeLessThan(5 * Math.sqrt(mean / draws));
  });

  it('multiplies by whole and broken numbers', () => {
    const random = createRandom(1);
    expect(multiply(random, 7, 3)).toBe(21);
    const half = multiply(random, 10_000, 1.5);
    expect(Math.abs(half - 15_000)).toBeLessThan(300);
  });
});

describe('distributions', () => {
  it('puts every draw into one bucket and adds values up', () => {
    const counts = new Float64Array(histogramBounds.length + 1);
    expect(drawInto(counts, constant(30), 1000, createRandom(1), 1)).toBe(30_000);
    expect(
      [...counts].map((count, index) => [histogramBounds[index], count]).filter(([, count]) => count),
    ).toEqual([[50, 1000]]);
  });

  it('knows what lies above a limit', () => {
    const { above, below } = splitAbove(distributionOf(Float64Array.of(5, 1, 9, 7)), 6);
    expect(above).toBe(0.5);
    expect([...(below?.values ?? [])]).toEqual([1, 5]);
    expect(splitAbove(constant(3), 2)).toEqual({ above: 1, below: null });
  });
});
