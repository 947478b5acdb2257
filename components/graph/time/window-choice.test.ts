import { expect, test } from 'vitest';
import { pageRanges } from '#lib/client/address/scope.ts';
import { isTooLong, shorterRange } from './window-choice.ts';

test.each([
  [7 * 86_400, '1d'],
  [86_400, '12h'],
  [2 * 86_400, '1d'],
  [90, null],
  [120, '1m'],
])('instead of %d s: %s', (seconds, range) => {
  expect(shorterRange(pageRanges.graph.choices, seconds)).toBe(range);
});

test('a window is too long only when nothing of it is known', () => {
  const warnings = [{ code: 'prometheus-window-slow', source: 'prometheus', detail: '' } as const];
  expect(isTooLong({ metricsAt: null, warnings })).toBe(true);
  expect(isTooLong({ metricsAt: 1000, warnings })).toBe(false);
  expect(isTooLong({ metricsAt: null, warnings: [] })).toBe(false);
});
