/** Which series and which of their samples a selector finds. Answers are those of Prometheus 3.15. */
import { expect, test } from 'vitest';
import { answerText } from './testing/answer-text.ts';
import { series } from './testing/fixture-source.ts';

const intervalMs = 60000;
const data = [
  series('up{job="api", instance="0"}', '1x10', intervalMs),
  series('up{job="api", instance="1"}', '0x10', intervalMs),
  series('up{job="web", instance="0"}', '1x3', intervalMs),
  series('steps_total{job="api"}', '0+10x20', intervalMs),
  series('gappy', '1 _ _ 4 _ _ _ _ _ _ _ 12', intervalMs),
];

type Time = number | { start: number; end: number; step: number };

const cases: [query: string, at: Time, answer: string][] = [
  ['up', 60, 'up{instance="0", job="api"} 1; up{instance="1", job="api"} 0; up{instance="0", job="web"} 1'],
  ['up{job="api"}', 60, 'up{instance="0", job="api"} 1; up{instance="1", job="api"} 0'],
  ['up{job!="api"}', 60, 'up{instance="0", job="web"} 1'],
  ['up{instance=~"0|1", job=~"w.b"}', 60, 'up{instance="0", job="web"} 1'],
  ['up{job!~"api|web"}', 60, ''],
  ['up{job=~"ap"}', 60, ''],
  [
    'up{job=~".*"}',
    0,
    'up{instance="0", job="api"} 1; up{instance="1", job="api"} 0; up{instance="0", job="web"} 1',
  ],
  [
    'up{missing=""}',
    0,
    'up{instance="0", job="api"} 1; up{instance="1", job="api"} 0; up{instance="0", job="web"} 1',
  ],
  ['up{missing!=""}', 0, ''],
  ['up{job=""}', 0, ''],
  ['{__name__="up", instance="1"}', 60, 'up{instance="1", job="api"} 0'],
  [
    '{__name__=~"up|steps.*", job="api", instance=~"0|"}',
    60,
    'up{instance="0", job="api"} 1; steps_total{job="api"} 10',
  ],
  ['{job="web"}', 60, 'up{instance="0", job="web"} 1'],
  ['{"up", job="web"}', 60, 'up{instance="0", job="web"} 1'],
  ['up{job="web"}', 479.999, 'up{instance="0", job="web"} 1'],
  ['up{job="web"}', 480, ''],
  ['up{job="web"}', 179, 'up{instance="0", job="web"} 1'],
  ['up', -1, ''],
  ['gappy', 479, 'gappy 4'],
  ['gappy', 480, ''],
  ['gappy', 660, 'gappy 12'],
  ['steps_total offset 1m', 300, 'steps_total{job="api"} 40'],
  ['steps_total offset -1m', 300, 'steps_total{job="api"} 60'],
  ['steps_total offset 1w', 300, ''],
  ['steps_total @ 120', 300, 'steps_total{job="api"} 20'],
  ['steps_total @ 120 offset 1m', 300, 'steps_total{job="api"} 10'],
  ['steps_total offset 1m @ 120', 300, 'steps_total{job="api"} 10'],
  ['steps_total @ start()', 300, 'steps_total{job="api"} 50'],
  ['steps_total @ end() offset 30s', 300, 'steps_total{job="api"} 40'],
  ['steps_total @ 1e2', 300, 'steps_total{job="api"} 10'],
  ['steps_total @ end()', { start: 60, end: 180, step: 60 }, 'steps_total{job="api"} 30@60 30@120 30@180'],
  [
    'steps_total @ start() - steps_total',
    { start: 60, end: 180, step: 60 },
    '{job="api"} 0@60 -10@120 -20@180',
  ],
  ['steps_total', { start: 30, end: 150, step: 45 }, 'steps_total{job="api"} 0@30 10@75 20@120'],
  ['gappy', { start: 0, end: 720, step: 120 }, 'gappy 1@0 1@120 4@240 4@360 12@720'],
  ['steps_total[3m]', 300, 'steps_total{job="api"} 30@180 40@240 50@300'],
  ['steps_total[3m]', 299.999, 'steps_total{job="api"} 20@120 30@180 40@240'],
  ['steps_total[1m]', 30, 'steps_total{job="api"} 0@0'],
  ['steps_total[30s]', 45, ''],
  ['steps_total[2m] offset 1m', 300, 'steps_total{job="api"} 30@180 40@240'],
  ['steps_total[2m] @ 120', 300, 'steps_total{job="api"} 10@60 20@120'],
  ['gappy[10m]', 660, 'gappy 4@180 12@660'],
  [
    '{job="api"}[1m]',
    60,
    'steps_total{job="api"} 10@60; up{instance="0", job="api"} 1@60; up{instance="1", job="api"} 0@60',
  ],
  ['steps_total[3m:1m]', 300, 'steps_total{job="api"} 30@180 40@240 50@300'],
  ['steps_total[2m:30s]', 300, 'steps_total{job="api"} 30@210 40@240 40@270 50@300'],
  ['(steps_total * 2)[2m:1m]', 310, '{job="api"} 80@240 100@300'],
  ['steps_total[2m:1m] offset 1m', 300, 'steps_total{job="api"} 30@180 40@240'],
  ['steps_total[2m:1m] @ 120', 300, 'steps_total{job="api"} 10@60 20@120'],
  ['steps_total[3m:]', 300, 'steps_total{job="api"} 30@180 40@240 50@300'],
  ['max_over_time(rate(steps_total[2m])[5m:1m])', 600, '{job="api"} 0.166666666667'],
  ['sum_over_time((up > 0)[3m:1m])', 300, '{instance="0", job="api"} 3; {instance="0", job="web"} 3'],
  [
    'steps_total[2m] + 1',
    300,
    'bad_data: 1:1: parse error: binary expression must contain only scalar and instant vector types',
  ],
  [
    'steps_total[2m]',
    { start: 0, end: 60, step: 30 },
    'bad_data: invalid expression type "range vector" for range query, must be Scalar or instant Vector',
  ],
  [
    '"text"',
    { start: 0, end: 60, step: 30 },
    'bad_data: invalid expression type "string" for range query, must be Scalar or instant Vector',
  ],
  ['1', { start: 0, end: 60, step: 30 }, '{} 1@0 1@30 1@60'],
  ['time()', { start: 0, end: 60, step: 30 }, '{} 0@0 30@30 60@60'],
];

test.each(cases)('selectors: %s at %o', (query, at, answer) => {
  expect(answerText(data, query, { at })).toBe(answer);
});
