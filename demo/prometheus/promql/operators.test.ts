/** Arithmetic, comparison and set operators, and how their sides are matched. Answers are those of Prometheus 3.15. */
import { expect, test } from 'vitest';
import { answerText } from './testing/answer-text.ts';
import { series } from './testing/fixture-source.ts';

const intervalMs = 60000;
const data = [
  series('rq_total{job="api", code="200"}', '90x10', intervalMs),
  series('rq_total{job="api", code="500"}', '10x10', intervalMs),
  series('rq_total{job="web", code="200"}', '50x10', intervalMs),
  series('limit{job="api"}', '100x10', intervalMs),
  series('limit{job="web"}', '40x10', intervalMs),
  series('limit{job="db"}', '7x10', intervalMs),
  series('info{job="api", team="red"}', '1x10', intervalMs),
  series('info{job="web", team="blue"}', '1x10', intervalMs),
  series('x', 'NaN Inf -Inf 0', intervalMs),
];

type Time = number | { start: number; end: number; step: number };

const cases: [query: string, at: Time, answer: string][] = [
  ['1 + 2 * 3', 0, 'scalar 7'],
  ['(1 + 2) * 3', 0, 'scalar 9'],
  ['2 ^ 3 ^ 2', 0, 'scalar 512'],
  ['-2 ^ 2', 0, 'scalar -4'],
  ['2 ^ -1', 0, 'scalar 0.5'],
  ['10 % 4 * 3', 0, 'scalar 6'],
  ['-10 % 3', 0, 'scalar -1'],
  ['5.5 % 2', 0, 'scalar 1.5'],
  ['1 / 0', 0, 'scalar +Inf'],
  ['0 / 0', 0, 'scalar NaN'],
  ['-1 / 0', 0, 'scalar -Inf'],
  ['1 ^ NaN', 0, 'scalar 1'],
  ['7 - -2', 0, 'scalar 9'],
  ['- - 3', 0, 'scalar 3'],
  ['1 > bool 2', 0, 'scalar 0'],
  ['2 >= bool 2', 0, 'scalar 1'],
  ['NaN == bool NaN', 0, 'scalar 0'],
  ['1 atan2 1', 0, 'scalar 0.785398163397'],
  ['1h30m + 0x10', 0, 'scalar 5416'],
  ['.5 + 1e1 + 1_000', 0, 'scalar 1010.5'],
  ['2. * 3', 0, 'scalar 6'],
  ['limit * 2', 60, '{job="api"} 200; {job="web"} 80; {job="db"} 14'],
  ['200 / limit', 60, '{job="api"} 2; {job="web"} 5; {job="db"} 28.5714285714'],
  ['limit - limit', 60, '{job="api"} 0; {job="web"} 0; {job="db"} 0'],
  ['-limit', 60, '{job="api"} -100; {job="web"} -40; {job="db"} -7'],
  ['+limit{job="db"}', 60, 'limit{job="db"} 7'],
  ['limit > 39', 60, 'limit{job="api"} 100; limit{job="web"} 40'],
  ['50 < limit', 60, 'limit{job="api"} 100'],
  ['limit >= bool 40', 60, '{job="api"} 1; {job="web"} 1; {job="db"} 0'],
  ['limit != 7', 60, 'limit{job="api"} 100; limit{job="web"} 40'],
  ['limit == 7', 60, 'limit{job="db"} 7'],
  ['limit ^ 2 % 9', 60, '{job="api"} 1; {job="web"} 7; {job="db"} 4'],
  ['x > 0', 60, 'x +Inf'],
  ['x == x', 0, ''],
  [
    'rq_total / on(job) group_left limit',
    60,
    '{code="200", job="api"} 0.9; {code="500", job="api"} 0.1; {code="200", job="web"} 1.25',
  ],
  [
    'rq_total / ignoring(code) group_left limit',
    60,
    '{code="200", job="api"} 0.9; {code="500", job="api"} 0.1; {code="200", job="web"} 1.25',
  ],
  [
    'limit * on(job) group_right rq_total',
    60,
    '{code="200", job="api"} 9000; {code="500", job="api"} 1000; {code="200", job="web"} 2000',
  ],
  ['limit * on(job) group_left(team) info', 60, '{job="api", team="red"} 100; {job="web", team="blue"} 40'],
  [
    'rq_total * on(job) group_left(team) info',
    60,
    '{code="200", job="api", team="red"} 90; {code="500", job="api", team="red"} 10; {code="200", job="web", team="blue"} 50',
  ],
  ['info * on(job) group_right(team) rq_total{code="500"}', 60, '{code="500", job="api", team="red"} 10'],
  ['rq_total{code="500"} / ignoring(code) rq_total{code="200"}', 60, '{job="api"} 0.111111111111'],
  ['rq_total{code="200"} > on(job) limit', 60, '{job="web"} 50'],
  ['rq_total{code="200"} > bool on(job) limit', 60, '{job="api"} 0; {job="web"} 1'],
  ['rq_total > on(job) group_left limit', 60, 'rq_total{code="200", job="web"} 50'],
  ['limit + limit{job="none"}', 60, ''],
  [
    'rq_total / on(job) limit',
    60,
    'execution: multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
  ],
  [
    'limit / on(job) rq_total',
    60,
    'execution: found duplicate series for the match group {job="api"} on the right hand-side of the operation: [{__name__="rq_total", code="200", job="api"}, {__name__="rq_total", code="500", job="api"}];many-to-many matching not allowed: matching labels must be unique on one side',
  ],
  [
    'limit * on() limit',
    60,
    'execution: found duplicate series for the match group {} on the right hand-side of the operation: [{__name__="limit", job="api"}, {__name__="limit", job="web"}];many-to-many matching not allowed: matching labels must be unique on one side',
  ],
  [
    'rq_total + on(job) group_left rq_total',
    60,
    'execution: found duplicate series for the match group {job="api"} on the right hand-side of the operation: [{__name__="rq_total", code="200", job="api"}, {__name__="rq_total", code="500", job="api"}];many-to-many matching not allowed: matching labels must be unique on one side',
  ],
  [
    'label_replace(limit, "job", "same", "", "") + on(job) limit',
    60,
    'execution: vector cannot contain metrics with the same labelset',
  ],
  [
    'rq_total * on(job) group_left(code) label_replace(limit, "code", "0", "", "")',
    60,
    'execution: multiple matches for labels: grouping labels must ensure unique matches',
  ],
  ['{__name__=~"limit|info", job="api"} * 2', 60, '{job="api"} 200; {job="api", team="red"} 2'],
  ['-{__name__=~"limit|rq_total", job="web"}', 60, '{code="200", job="web"} -50; {job="web"} -40'],
  ['limit and on(job) info', 60, 'limit{job="api"} 100; limit{job="web"} 40'],
  ['limit unless on(job) info', 60, 'limit{job="db"} 7'],
  [
    'limit or info',
    60,
    'limit{job="api"} 100; limit{job="web"} 40; limit{job="db"} 7; info{job="api", team="red"} 1; info{job="web", team="blue"} 1',
  ],
  ['limit{job="api"} or on(job) limit', 60, 'limit{job="api"} 100; limit{job="web"} 40; limit{job="db"} 7'],
  ['limit and none', 60, ''],
  ['limit unless none', 60, 'limit{job="api"} 100; limit{job="web"} 40; limit{job="db"} 7'],
  ['none or limit{job="db"}', 60, 'limit{job="db"} 7'],
  ['limit and on() vector(1)', 60, 'limit{job="api"} 100; limit{job="web"} 40; limit{job="db"} 7'],
  ['vector(1) or vector(2)', 60, '{} 1'],
  ['limit > 50 or limit < 10', 60, 'limit{job="api"} 100; limit{job="db"} 7'],
  ['limit and limit > 10 unless limit > 50', 60, 'limit{job="web"} 40'],
  ['limit + on(job) info or limit', 60, '{job="api"} 101; {job="web"} 41; limit{job="db"} 7'],
  ['limit > 50', { start: 0, end: 120, step: 60 }, 'limit{job="api"} 100@0 100@60 100@120'],
  ['x or vector(5)', { start: 0, end: 180, step: 60 }, 'x NaN@0 +Inf@60 -Inf@120 0@180'],
  ['x and x > 0', { start: 0, end: 180, step: 60 }, 'x +Inf@60'],
  [
    'rq_total - on(job, code) rq_total offset 1m',
    { start: 0, end: 120, step: 60 },
    '{code="200", job="api"} 0@60 0@120; {code="200", job="web"} 0@60 0@120; {code="500", job="api"} 0@60 0@120',
  ],
];

test.each(cases)('operators: %s at %o', (query, at, answer) => {
  expect(answerText(data, query, { at })).toBe(answer);
});
