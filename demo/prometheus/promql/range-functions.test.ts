/** Functions over the samples of a range. Answers are those of Prometheus 3.15. */
import { expect, test } from 'vitest';
import { answerText } from './testing/answer-text.ts';
import { series } from './testing/fixture-source.ts';

const intervalMs = 60000;
const data = [
  series('m{k="a"}', '1 2 3 4 5 6', intervalMs),
  series('m{k="b"}', '5 NaN 1 _ 9 2', intervalMs),
  series('big', '1e308 1e308 1e308', intervalMs),
  series('cancel', '1 1e100 1 -1e100', intervalMs),
];

type Time = number | { start: number; end: number; step: number };

const cases: [query: string, at: Time, answer: string][] = [
  ['sum_over_time(m[6m])', 300, '{k="a"} 21; {k="b"} NaN'],
  ['avg_over_time(m[6m])', 300, '{k="a"} 3.5; {k="b"} NaN'],
  ['min_over_time(m[6m])', 300, '{k="a"} 1; {k="b"} 1'],
  ['max_over_time(m[6m])', 300, '{k="a"} 6; {k="b"} 9'],
  ['count_over_time(m[6m])', 300, '{k="a"} 6; {k="b"} 5'],
  ['last_over_time(m[6m])', 300, 'm{k="a"} 6; m{k="b"} 2'],
  ['first_over_time(m[6m])', 300, 'm{k="a"} 1; m{k="b"} 5'],
  ['stddev_over_time(m[6m])', 300, '{k="a"} 1.70782512766; {k="b"} NaN'],
  ['stdvar_over_time(m[6m])', 300, '{k="a"} 2.91666666667; {k="b"} NaN'],
  ['present_over_time(m[6m])', 300, '{k="a"} 1; {k="b"} 1'],
  ['sum_over_time(cancel[5m])', 180, '{} 2'],
  ['avg_over_time(cancel[5m])', 180, '{} 0.5'],
  ['avg_over_time(big[5m])', 120, '{} 1e+308'],
  ['sum_over_time(big[5m])', 120, '{} +Inf'],
  ['quantile_over_time(0.5, m{k="a"}[6m])', 300, '{k="a"} 3.5'],
  ['quantile_over_time(0.9, m{k="a"}[6m])', 300, '{k="a"} 5.5'],
  [
    'quantile_over_time(2, m{k="a"}[6m])',
    300,
    '{k="a"} +Inf | PromQL warning: quantile value should be between 0 and 1, got 2 (1:20)',
  ],
  [
    'quantile_over_time(-1, m{k="a"}[6m])',
    300,
    '{k="a"} -Inf | PromQL warning: quantile value should be between 0 and 1, got -1 (1:20)',
  ],
  ['quantile_over_time(0.5, m{k="b"}[6m])', 300, '{k="b"} 2'],
  ['max_over_time(m{k="b"}[90s])', 60, '{k="b"} 5'],
  ['absent_over_time(m{k="a"}[1m])', 300, ''],
  ['absent_over_time(m{k="zz", l=~"x"}[1m])', 300, '{k="zz"} 1'],
  ['absent_over_time(m{k="a"}[1m])', { start: 240, end: 420, step: 60 }, '{k="a"} 1@360 1@420'],
  ['absent(m{k="a"})', 300, ''],
  ['absent(m{k="none", other="x"})', 300, '{k="none", other="x"} 1'],
  ['absent(sum(none))', 300, '{} 1'],
  ['absent(none{a="1",a="2",b="3"})', 300, '{b="3"} 1'],
  ['absent(none{a!="1",a="2",b="3"})', 300, '{b="3"} 1'],
  ['changes(m{k="b"}[6m])', 300, '{k="b"} 4'],
  ['resets(m{k="b"}[6m])', 300, '{k="b"} 1'],
  ['sum_over_time(m{k="a"}[2m])', { start: 0, end: 300, step: 120 }, '{k="a"} 1@0 5@120 9@240'],
  [
    'count_over_time(m{k="b"}[2m])',
    { start: 0, end: 300, step: 60 },
    '{k="b"} 1@0 2@60 2@120 1@180 1@240 2@300',
  ],
  ['sum_over_time({__name__=~"m|cancel"}[6m])', 300, '{k="a"} 21; {k="b"} NaN; {} 2'],
];

test.each(cases)('functions over time: %s at %o', (query, at, answer) => {
  expect(answerText(data, query, { at })).toBe(answer);
});
