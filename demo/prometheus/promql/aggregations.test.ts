/** Aggregations over groups of series. Answers are those of Prometheus 3.15. */
import { expect, test } from 'vitest';
import { answerText } from './testing/answer-text.ts';
import { series } from './testing/fixture-source.ts';

const intervalMs = 60000;
const data = [
  series('v{a="1", b="x"}', '1x5', intervalMs),
  series('v{a="1", b="y"}', '2x5', intervalMs),
  series('v{a="2", b="x"}', '3x5', intervalMs),
  series('v{a="2", b="y"}', '8x2', intervalMs),
  series('w{a="1"}', 'NaN', intervalMs),
  series('w{a="2"}', '4', intervalMs),
  series('w{a="3"}', '-Inf', intervalMs),
  series('w{a="4"}', '4', intervalMs),
  series('huge{a="1"}', '1e308', intervalMs),
  series('huge{a="2"}', '1e308', intervalMs),
  series('huge{a="3"}', '1e308', intervalMs),
  series('one', '1', intervalMs),
  series('tiny{a="1"}', '1e100', intervalMs),
  series('tiny{a="2"}', '1', intervalMs),
  series('tiny{a="3"}', '-1e100', intervalMs),
];

type Time = number | { start: number; end: number; step: number };

const cases: [query: string, at: Time, answer: string][] = [
  ['sum(v)', 60, '{} 14'],
  ['sum by (a) (v)', 60, '{a="1"} 3; {a="2"} 11'],
  ['sum(v) by (a)', 60, '{a="1"} 3; {a="2"} 11'],
  ['sum without (b) (v)', 60, '{a="1"} 3; {a="2"} 11'],
  ['sum by (a, b) (v)', 60, '{a="1", b="x"} 1; {a="1", b="y"} 2; {a="2", b="x"} 3; {a="2", b="y"} 8'],
  ['sum by () (v)', 60, '{} 14'],
  ['sum without () (v)', 60, '{a="1", b="x"} 1; {a="1", b="y"} 2; {a="2", b="x"} 3; {a="2", b="y"} 8'],
  ['sum by (missing) (v)', 60, '{} 14'],
  ['sum by (__name__) ({a="1"})', 0, 'v 3; w NaN; huge 1e+308; tiny 1e+100'],
  ['avg by (b) (v)', 60, '{b="x"} 2; {b="y"} 5'],
  ['min by (b) (v)', 60, '{b="x"} 1; {b="y"} 2'],
  ['max by (b) (v)', 60, '{b="x"} 3; {b="y"} 8'],
  ['count by (b) (v)', 60, '{b="x"} 2; {b="y"} 2'],
  ['group by (b) (v)', 60, '{b="x"} 1; {b="y"} 1'],
  ['stddev(v)', 60, '{} 2.69258240357'],
  ['stdvar(v)', 60, '{} 7.25'],
  ['stddev by (b) (v)', 60, '{b="x"} 1; {b="y"} 3'],
  ['sum(none)', 60, ''],
  ['sum(w)', 0, '{} NaN'],
  ['avg(w)', 0, '{} NaN'],
  ['min(w)', 0, '{} -Inf'],
  ['max(w)', 0, '{} 4'],
  ['stddev(w)', 0, '{} NaN'],
  ['count(w)', 0, '{} 4'],
  ['sum(huge)', 0, '{} +Inf'],
  ['avg(huge)', 0, '{} 1e+308'],
  ['sum(tiny)', 0, '{} 1'],
  ['avg(tiny)', 0, '{} 0.333333333333'],
  ['topk(2, v)', 60, 'v{a="2", b="y"} 8; v{a="2", b="x"} 3'],
  ['bottomk(2, v)', 60, 'v{a="1", b="x"} 1; v{a="1", b="y"} 2'],
  ['topk by (a) (1, v)', 60, 'v{a="1", b="y"} 2; v{a="2", b="y"} 8'],
  ['topk(10, w)', 0, 'w{a="2"} 4; w{a="4"} 4; w{a="3"} -Inf; w{a="1"} NaN'],
  ['bottomk(10, w)', 0, 'w{a="3"} -Inf; w{a="2"} 4; w{a="4"} 4; w{a="1"} NaN'],
  ['topk(0, v)', 60, ''],
  ['topk(-1, v)', 60, ''],
  ['topk(1.9, v)', 60, 'v{a="2", b="y"} 8'],
  ['topk(NaN, v)', 60, 'execution: Parameter value is NaN'],
  ['topk(1e30, v)', 60, 'execution: Scalar value 1e+30 overflows int64'],
  ['topk(scalar(one), v)', 0, 'v{a="2", b="y"} 8'],
  ['quantile(0.5, v)', 60, '{} 2.5'],
  ['quantile by (a) (0.9, v)', 60, '{a="1"} 1.9; {a="2"} 7.5'],
  [
    'quantile(1.5, v)',
    60,
    '{} +Inf | PromQL warning: quantile value should be between 0 and 1, got 1.5 (1:10)',
  ],
  [
    'quantile(-1, v)',
    60,
    '{} -Inf | PromQL warning: quantile value should be between 0 and 1, got -1 (1:10)',
  ],
  [
    'quantile(NaN, v)',
    60,
    '{} NaN | PromQL warning: quantile value should be between 0 and 1, got NaN (1:10)',
  ],
  ['quantile(0.5, w)', 0, '{} -Inf'],
  ['count_values("n", v)', 60, '{n="1"} 1; {n="2"} 1; {n="3"} 1; {n="8"} 1'],
  [
    'count_values by (a) ("n", v)',
    60,
    '{a="1", n="1"} 1; {a="1", n="2"} 1; {a="2", n="3"} 1; {a="2", n="8"} 1',
  ],
  ['count_values without (a) ("n", w)', 0, '{n="NaN"} 1; {n="4"} 2; {n="-Inf"} 1'],
  ['count_values("", v)', 60, 'execution: invalid label name ""'],
  [
    'sum by (a) (v)',
    { start: 0, end: 600, step: 200 },
    '{a="1"} 3@0 3@200 3@400; {a="2"} 11@0 11@200 11@400',
  ],
  ['topk(1, v)', { start: 0, end: 600, step: 200 }, 'v{a="2", b="y"} 8@0 8@200 8@400'],
  ['quantile(0.5, v)', { start: 0, end: 600, step: 300 }, '{} 2.5@0 2.5@300'],
  [
    'count_values("n", v)',
    { start: 0, end: 600, step: 300 },
    '{n="1"} 1@0 1@300; {n="2"} 1@0 1@300; {n="3"} 1@0 1@300; {n="8"} 1@0 1@300',
  ],
  ['sum(sum by (a) (v)) / count(v)', 60, '{} 3.5'],
  [
    'limitk(1, v)',
    60,
    'bad_data: 1:1: parse error: limitk() is experimental and must be enabled with --enable-feature=promql-experimental-functions',
  ],
];

test.each(cases)('aggregations: %s at %o', (query, at, answer) => {
  expect(answerText(data, query, { at })).toBe(answer);
});
