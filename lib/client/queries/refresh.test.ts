import { afterEach, expect, test } from 'vitest';
import {
  isLate,
  pollBeat,
  type Refresh,
  readRefresh,
  refreshChoices,
  refreshSeconds,
  refreshText,
  setPollBeat,
} from './refresh.ts';

afterEach(() => setPollBeat('live'));

test('each choice is read as it is written, in rising time', () => {
  expect(refreshChoices.map(refreshText)).toEqual(['live', '10s', '15s', '30s', '1m', '5m', '15m', 'paused']);
  expect(refreshChoices.map((choice) => readRefresh(refreshText(choice)))).toEqual([...refreshChoices]);
  const all = refreshChoices.map(refreshSeconds);
  expect(all).toEqual(all.toSorted((a, b) => a - b));
});

test.each([null, undefined, '', '10', '2m', 'LIVE', 'toString'])('%s is no choice', (text) => {
  expect(readRefresh(text)).toBeNull();
});

test.each<[Refresh, number | false]>([
  ['live', 30_000],
  [10, 10_000],
  ['paused', false],
])('%s asks again by itself every %s ms', (refresh, beat) => {
  setPollBeat(refresh);
  expect(pollBeat()).toBe(beat);
});

test.each<[number, number, Refresh, boolean]>([
  [59, 60, 'live', false],
  [61, 60, 'live', true],
  [90, 60, 60, false],
  [121, 60, 60, true],
  [100_000, 60, 'paused', false],
  // A day is read anew every ten minutes.
  [700, 86_400, 'live', false],
  [1600, 86_400, 'live', true],
])('numbers %d s old, over %d s, refreshed %s: late %s', (age, windowSeconds, refresh, late) => {
  expect(isLate(age, windowSeconds, refresh)).toBe(late);
});
