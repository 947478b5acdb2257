/** What comes with a result, and which place of a query it names. Answers are those of Prometheus 3.15. */
import { expect, test } from 'vitest';
import { answerText } from './testing/answer-text.ts';
import { series } from './testing/fixture-source.ts';

const data = [series('m{k="a"}', '0+1x20', 60_000), series('h_bucket{le="+Inf"}', '0+1x20', 60_000)];
const sortWarning =
  'PromQL warning: sort is ineffective for range queries since results are always ordered by labels';

const cases: [query: string, annotation: RegExp][] = [
  // Of two that say the same the last is told; the outer one comes after what it contains.
  ['quantile(2, m) + quantile(2, m)', /got 2 \(1:27\)$/],
  ['quantile(2, quantile(2, m))', /got 2 \(1:10\)$/],
  ['histogram_quantile(2, histogram_quantile(2, h_bucket))', /got 2 \(1:20\)$/],
  ['rate(m[5m]) + rate(m[5m])', /not be a counter.* "m" \(1:20\)$/],
  // Functions of native histograms find none, but what they are given is evaluated.
  ['histogram_count(rate(m[5m]))', /^ \| PromQL info: metric might not be a counter/],
];

test.each(cases)('%s', (query, annotation) => {
  expect(answerText(data, query, { at: 600 })).toMatch(annotation);
});

test('a sort is of no use over a range, that of a subquery included', () => {
  expect(answerText(data, 'sort(m)', { at: 600 })).not.toContain(sortWarning);
  expect(answerText(data, 'max_over_time(sort(m)[5m:1m])', { at: 600 })).toContain(`${sortWarning} (1:15)`);
});
