import { expect, test } from 'vitest';
import { queryRange } from './evaluate.ts';
import { answerText } from './testing/answer-text.ts';
import { fixtureSource, series } from './testing/fixture-source.ts';

const many = Array.from({ length: 500 }, (_, index) => series(`m{i="${index}"}`, '1x10', 60_000));

test('a query that would hold too much is refused', () => {
  expect(answerText(many, 'm * m', { at: 60, maxSamples: 999 })).toBe(
    'execution: query processing would load too many samples into memory in query execution',
  );
  expect(answerText(many, 'sum(m * m)', { at: 60, maxSamples: 100_000 })).toBe('{} 500');
});

test('sums are not held: their input may be larger than the limit', () => {
  expect(answerText(many, 'sum(m)', { at: 60, maxSamples: 10 })).toBe('{} 500');
});

test('what a subquery evaluates is held until it is over', () => {
  const query = 'sum(max_over_time(m[5m:1m]))';
  expect(answerText(many, query, { at: 600, maxSamples: 2400 })).toMatch(/^execution: .* too many samples/);
  expect(answerText(many, query, { at: 600, maxSamples: 2600 })).toBe('{} 500');
  expect(answerText(many, `${query} + ${query}`, { at: 600, maxSamples: 2600 })).toBe('{} 1000');
});

test('a query stops when its time is over', () => {
  let ms = 0;
  const answer = queryRange('sum(m)', 0, 600_000, 1000, {
    source: fixtureSource(many),
    clock: () => ms++,
    timeoutMs: 2,
  });
  expect(answer.ok ? undefined : [answer.error.type, answer.error.message]).toEqual([
    'timeout',
    'query timed out in expression evaluation',
  ]);
});
