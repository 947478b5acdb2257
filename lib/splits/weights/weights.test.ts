import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion, normalised, shareOf } from './weights.ts';

test.each([
  [
    [1, 3],
    [25, 75],
  ],
  [
    [90, 10],
    [90, 10],
  ],
  [[7], [100]],
  [[0], [100]],
  [
    [1, 1, 1],
    [34, 33, 33],
  ],
  [[0, 0], null],
  [
    [0, 5],
    [0, 100],
  ],
  [
    [50, 50, 100],
    [25, 25, 50],
  ],
])('weights %j are read as %j', (weights, percents) => {
  expect(normalised(weights)).toEqual(percents);
});

test('parts are whole, sum up, and lie within one of the exact share', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 9 }), (shares) => {
      const parts = apportion(shares, 100);
      const sum = shares.reduce((all, share) => all + share, 0);
      if (sum === 0) return parts === null;
      return (
        parts !== null &&
        parts.reduce((all, part) => all + part, 0) === 100 &&
        parts.every(
          (part, at) => Number.isInteger(part) && Math.abs(part - ((shares[at] ?? 0) / sum) * 100) < 1,
        )
      );
    }),
  );
});

test.each([
  [100, 10, { stable: 90, candidate: 10 }],
  [80, 25, { stable: 60, candidate: 20 }],
  // A third version has 95 of 100: each of the two keeps something.
  [5, 5, { stable: 4, candidate: 1 }],
  [5, 99, { stable: 1, candidate: 4 }],
  [1, 50, { stable: 0, candidate: 1 }],
  [100, 0, { stable: 100, candidate: 0 }],
  [20, 100, { stable: 0, candidate: 20 }],
])('a pool of %i with %i %% for the candidate', (pool, percent, shares) => {
  expect(shareOf(pool, percent)).toEqual(shares);
});
