import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addsUpTo100, sharesOf, sharesWith, sharesWithout, toPercentages } from './weights.ts';

const sum = (weights: readonly number[]) => weights.reduce((all, weight) => all + weight, 0);

describe('sharesWith', () => {
  it.each([
    [[100], 0, 30, [100]],
    [[100, 0], 1, 25, [75, 25]],
    [[75, 25], 0, 100, [100, 0]],
    [[50, 30, 20], 0, 0, [0, 60, 40]],
    [[50, 30, 20], 2, 25, [47, 28, 25]],
    [[100, 0, 0], 0, 40, [40, 30, 30]],
    [[0, 0], 0, 10, [10, 90]],
    [[3, 1], 1, 50, [50, 50]],
    [[80, 20], 1, 140, [0, 100]],
    [[80, 20], 1, -3, [100, 0]],
    [[80, 20], 1, 12.6, [87, 13]],
    [[-5, 20, 20], 1, 40, [0, 40, 60]],
  ])('%j with share %i set to %i is %j', (weights, index, share, expected) => {
    expect(sharesWith(weights, index, share)).toEqual(expected);
  });

  it('always makes 100 of whole parts, the one as it was set, and keeps the order of the others', () => {
    const weights = fc.array(fc.nat(1000), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(weights, fc.nat(7), fc.nat(100), (before, at, share) => {
        const index = at % before.length;
        const after = sharesWith(before, index, share);
        expect(sum(after)).toBe(100);
        expect(after[index]).toBe(share);
        expect(after.every((part) => Number.isInteger(part) && part >= 0)).toBe(true);
        for (const [a, one] of before.entries()) {
          for (const [b, other] of before.entries()) {
            if (a !== index && b !== index && one > other)
              expect(after[a]).toBeGreaterThanOrEqual(after[b] ?? 0);
          }
        }
      }),
    );
  });
});

describe('toPercentages', () => {
  it.each([
    [
      [1, 1, 1],
      [34, 33, 33],
    ],
    [
      [3, 1],
      [75, 25],
    ],
    [[7], [100]],
    [[], []],
    [
      [0, 0],
      [50, 50],
    ],
  ])('%j is %j', (weights, expected) => {
    expect(toPercentages(weights)).toEqual(expected);
  });
});

it('gives the others what a destination had that goes', () => {
  expect(sharesWithout([50, 30, 20], 0)).toEqual([60, 40]);
  expect(sharesWithout([50, 50], 1)).toEqual([100]);
});

it('divides as Istio does, whatever weights add up to', () => {
  expect(sharesOf([3, 1])).toEqual([75, 25]);
  expect(sharesOf([0])).toEqual([100]);
  expect(sharesOf([0, 0])).toEqual([0, 0]);
  expect(addsUpTo100([3, 1])).toBe(false);
  expect(addsUpTo100([60, 40])).toBe(true);
  expect(addsUpTo100([7])).toBe(true);
});
