import { describe, expect, it, test } from 'vitest';
import { alignedRange, stepFor, timesOf } from './time-range.ts';

test.each([
  [1800, 60, 30],
  [60, 60, 1],
  [3600, 50, 120],
  [604_800, 100, 7200],
  [31_536_000, 100, 345_600],
])('input 21: %d seconds in %d points take steps of %d', (range, points, step) => {
  expect(stepFor(range, points)).toBe(step);
});

describe('alignedRange', () => {
  it('ends on a step, so that questions within one step are the same question', () => {
    const range = alignedRange(1_000_017, 1800, 60);
    expect(range).toEqual({ from: 998_190, to: 999_990, stepSeconds: 30 });
    expect(alignedRange(1_000_019, 1800, 60)).toEqual(range);
    expect(timesOf(range)).toHaveLength(61);
    expect(timesOf(range).at(-1)).toBe(999_990);
  });
});
