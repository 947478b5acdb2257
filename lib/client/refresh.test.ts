import { afterEach, expect, test } from 'vitest';
import {
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
