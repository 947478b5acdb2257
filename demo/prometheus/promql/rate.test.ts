/** rate, increase, delta and their relatives: extrapolation, resets and the zero point, as extrapolatedRate has them. Answers are those of Prometheus 3.15. */
import { expect, test } from 'vitest';
import { answerText } from './testing/answer-text.ts';
import { series } from './testing/fixture-source.ts';

const intervalMs = 60000;
const data = [
  series('whole_total', '0+60x10', intervalMs),
  series('late_total', '_x5 100+60x5', intervalMs),
  series('high_total', '1000+60x10', intervalMs),
  series('reset_total', '0 60 120 30 90 150 10 70', intervalMs),
  series('sparse_total', '0 _ _ 30 _ _ 60 _ _ 90', intervalMs),
  series('once_total', '_ _ 5', intervalMs),
  series('flat_total', '7x10', intervalMs),
  series('gauge', '5 3 8 8 2 9 4 4', intervalMs),
  series('odd_total', '1 NaN 3 4 5 6 7 8', intervalMs),
];

type Time = number | { start: number; end: number; step: number };

const cases: [query: string, at: Time, answer: string][] = [
  ['rate(whole_total[5m])', 600, '{} 1'],
  ['rate(whole_total[5m])', 630, '{} 1'],
  ['increase(whole_total[5m])', 600, '{} 300'],
  ['increase(whole_total[5m])', 610, '{} 300'],
  ['increase(whole_total[10m])', 600, '{} 600'],
  ['increase(whole_total[20m])', 600, '{} 600'],
  ['increase(whole_total[1m])', 600, ''],
  ['increase(whole_total[61s])', 600, '{} 61'],
  ['increase(whole_total[2m])', 600, '{} 120'],
  ['increase(whole_total[90s])', 600, '{} 90'],
  ['increase(whole_total[5m])', 700, '{} 230'],
  ['increase(late_total[10m])', 600, '{} 330'],
  ['increase(late_total[6m])', 600, '{} 360'],
  ['increase(high_total[5m])', 130, '{} 160'],
  ['increase(high_total[1h])', 600, '{} 630'],
  ['rate(high_total[1h])', 600, '{} 0.175'],
  ['increase(reset_total[8m])', 420, '{} 340'],
  ['increase(reset_total[3m])', 240, '{} 135'],
  ['rate(reset_total[3m])', 210, '{} 0.75'],
  ['resets(reset_total[8m])', 420, '{} 2'],
  ['changes(reset_total[8m])', 420, '{} 7'],
  ['delta(reset_total[3m])', 240, '{} -45'],
  ['increase(sparse_total[9m])', 540, '{} 90'],
  ['rate(sparse_total[4m])', 420, ''],
  ['rate(sparse_total[10m])', 570, '{} 0.158333333333'],
  ['rate(once_total[5m])', 240, ''],
  ['irate(once_total[5m])', 240, ''],
  ['rate(flat_total[5m])', 540, '{} 0'],
  ['increase(flat_total[5m])', 90, '{} 0'],
  ['irate(whole_total[5m])', 600, '{} 1'],
  ['irate(reset_total[5m])', 180, '{} 0.5'],
  ['irate(reset_total[5m])', 385, '{} 0.166666666667'],
  ['idelta(gauge[5m])', 300, '{} 7'],
  ['idelta(reset_total[5m])', 180, '{} -90'],
  ['delta(gauge[5m])', 420, '{} -5'],
  ['delta(gauge[5m])', 400, '{} -5'],
  ['deriv(gauge[5m])', 420, '{} -0.01'],
  ['deriv(flat_total[5m])', 420, '{} 0'],
  ['predict_linear(gauge[5m], 60)', 420, '{} 3.6'],
  ['predict_linear(whole_total[5m], 600)', 600, '{} 1200'],
  ['rate(odd_total[5m])', 240, '{} 0.0166666666667'],
  ['rate(odd_total[3m])', 420, '{} 0.0166666666667'],
  ['rate(whole_total[5m] offset 2m)', 600, '{} 1'],
  ['rate(whole_total[5m] @ 300)', 900, '{} 1'],
  [
    'rate({__name__=~"whole_total|high_total"}[5m])',
    600,
    'execution: vector cannot contain metrics with the same labelset',
  ],
  [
    'rate(gauge[5m])',
    420,
    '{} 0.0541666666667 | PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "gauge" (1:6)',
  ],
  ['rate(whole_total[5m])', { start: 0, end: 300, step: 60 }, '{} 0.2@60 0.4@120 0.6@180 0.8@240 1@300'],
  [
    'increase(reset_total[2m])',
    { start: 60, end: 420, step: 60 },
    '{} 60@60 120@120 60@180 90@240 120@300 20@360 70@420',
  ],
  ['rate(missing_total[5m])', 600, ''],
];

test.each(cases)('rates: %s at %o', (query, at, answer) => {
  expect(answerText(data, query, { at })).toBe(answer);
});
