import { expect, test } from 'vitest';
import { lateAfterSeconds, percentileBeatSeconds, readingBeatSeconds } from './window-beat.ts';

test.each([
  ['1 min', 60, 1, 15, 60],
  ['1 h', 3600, 60, 180, 150],
  ['1 d', 86_400, 600, 1800, 1500],
  ['7 d', 604_800, 600, 1800, 1500],
])('a window of %s', (_, seconds, reading, percentiles, late) => {
  expect(readingBeatSeconds(seconds)).toBe(reading);
  expect(percentileBeatSeconds(seconds)).toBe(percentiles);
  expect(lateAfterSeconds(seconds)).toBe(late);
});
