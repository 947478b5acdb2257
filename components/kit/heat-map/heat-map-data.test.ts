import { expect, it } from 'vitest';
import { fullest, fullness, shareOf, shownRows } from './heat-map-data.ts';

const data = { bounds: [1, 5, 10, 25, null], columns: [[0, 3, 0, 1, 0], null, [0, 1, 0, 0, 0]] };

it('shows the buckets between the lowest and the highest that hold something', () => {
  expect(shownRows(data)).toEqual([
    { bucket: 1, from: 1, to: 5 },
    { bucket: 2, from: 5, to: 10 },
    { bucket: 3, from: 10, to: 25 },
  ]);
  expect(shownRows({ bounds: [1, null], columns: [[0, 0], null] })).toEqual([]);
  expect(shownRows({ bounds: [1, null], columns: [[0, 2]] })).toEqual([{ bucket: 1, from: 1, to: null }]);
});

it('a single slow request is seen beside thousands of fast ones', () => {
  expect(fullest(data)).toBe(3);
  expect(fullness(1, 10_000)).toBeGreaterThanOrEqual(0.08);
  expect([fullness(0, 5), fullness(5, 5), fullness(1, 0)]).toEqual([0, 1, 0]);
});

it('tells the share of a bucket', () => {
  expect(shareOf([1, 3], 1)).toBe(0.75);
  expect(shareOf([0, 0], 1)).toBeNull();
});
