/** Durations that are calculated. Answers are those of Prometheus 3.15. */
import { expect, test } from 'vitest';
import { answerText } from './testing/answer-text.ts';
import { series } from './testing/fixture-source.ts';

const data = [series('m', '0+1x60', 60_000)];

const instants: [query: string, answer: string][] = [
  ['count_over_time(m[2m+3m])', '{} 5'],
  ['count_over_time(m[1m+2m*2])', '{} 5'],
  ['count_over_time(m[2m*(1+1)])', '{} 4'],
  ['count_over_time(m[10m-3m-2m])', '{} 5'],
  ['count_over_time(m[1h/10])', '{} 6'],
  ['count_over_time(m[7m%4m])', '{} 3'],
  ['count_over_time(m[60*2^2])', '{} 4'],
  ['count_over_time(m[min_of(5m, 3m)])', '{} 3'],
  ['count_over_time(m[MAX_OF(5m, 3m)])', '{} 5'],
  ['count_over_time(m[4m+1m:1m+1m])', '{} 3'],
  ['m offset (5m+5m)', 'm 20'],
  ['m offset -(5m+5m)', 'm 40'],
  ['m offset range()', 'm 30'],
  ['m offset step()', 'm 30'],
];

test.each(instants)('%s', (query, answer) => {
  expect(answerText(data, query, { at: 1800 })).toBe(answer);
});

test('step() and range() are those of the query', () => {
  const at = { start: 1200, end: 1800, step: 300 };
  expect(answerText(data, 'count_over_time(m[step()])', { at })).toBe('{} 5@1200 5@1500 5@1800');
  expect(answerText(data, 'm offset (range() - STEP())', { at })).toBe('m 15@1200 20@1500 25@1800');
});
