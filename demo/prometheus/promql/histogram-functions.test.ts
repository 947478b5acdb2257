/** Quantiles and fractions of classic histograms, exact to the interpolation. Answers are those of Prometheus 3.15. */
import { expect, test } from 'vitest';
import { answerText } from './testing/answer-text.ts';
import { series } from './testing/fixture-source.ts';

const intervalMs = 60000;
const data = [
  series('h_bucket{k="p", le="0.1"}', '0+5x10', intervalMs),
  series('h_bucket{k="p", le="0.2"}', '0+8x10', intervalMs),
  series('h_bucket{k="p", le="1"}', '0+12x10', intervalMs),
  series('h_bucket{k="p", le="+Inf"}', '0+14x10', intervalMs),
  series('h_bucket{k="n", le="-0.2"}', '0+1x10', intervalMs),
  series('h_bucket{k="n", le="-0.1"}', '0+2x10', intervalMs),
  series('h_bucket{k="n", le="0.3"}', '0+2x10', intervalMs),
  series('h_bucket{k="n", le="+Inf"}', '0+4x10', intervalMs),
  series('broken_bucket{le="1"}', '0+5x10', intervalMs),
  series('broken_bucket{le="2"}', '0+3x10', intervalMs),
  series('broken_bucket{le="3"}', '0+9x10', intervalMs),
  series('broken_bucket{le="+Inf"}', '0+10x10', intervalMs),
  series('close_bucket{le="1"}', '1000000000000x10', intervalMs),
  series('close_bucket{le="2"}', '999999999999.9x10', intervalMs),
  series('close_bucket{le="+Inf"}', '1000000000000x10', intervalMs),
  series('nolast_bucket{le="1"}', '1x10', intervalMs),
  series('nolast_bucket{le="2"}', '2x10', intervalMs),
  series('lone_bucket{le="+Inf"}', '2x10', intervalMs),
  series('empty_bucket{le="1"}', '0x10', intervalMs),
  series('empty_bucket{le="+Inf"}', '0x10', intervalMs),
  series('twice_bucket{le="1"}', '1x10', intervalMs),
  series('twice_bucket{le="1.0"}', '1x10', intervalMs),
  series('twice_bucket{le="+Inf"}', '4x10', intervalMs),
  series('odd_bucket{le="abc"}', '1x10', intervalMs),
  series('odd_bucket', '1x10', intervalMs),
];

type Time = number | { start: number; end: number; step: number };

const cases: [query: string, at: Time, answer: string][] = [
  ['histogram_quantile(0, h_bucket{k="p"})', 300, '{k="p"} 0'],
  ['histogram_quantile(0.1, h_bucket{k="p"})', 300, '{k="p"} 0.028'],
  ['histogram_quantile(0.25, h_bucket{k="p"})', 300, '{k="p"} 0.07'],
  ['histogram_quantile(0.5, h_bucket{k="p"})', 300, '{k="p"} 0.166666666667'],
  ['histogram_quantile(0.8, h_bucket{k="p"})', 300, '{k="p"} 0.84'],
  ['histogram_quantile(0.9, h_bucket{k="p"})', 300, '{k="p"} 1'],
  ['histogram_quantile(0.99, h_bucket{k="p"})', 300, '{k="p"} 1'],
  ['histogram_quantile(1, h_bucket{k="p"})', 300, '{k="p"} 1'],
  [
    'histogram_quantile((-0.1), h_bucket{k="p"})',
    300,
    '{k="p"} -Inf | PromQL warning: quantile value should be between 0 and 1, got -0.1 (1:21)',
  ],
  [
    'histogram_quantile(-0.1, h_bucket{k="p"})',
    300,
    '{k="p"} -Inf | PromQL warning: quantile value should be between 0 and 1, got -0.1 (1:20)',
  ],
  [
    'histogram_quantile(1.01, h_bucket{k="p"})',
    300,
    '{k="p"} +Inf | PromQL warning: quantile value should be between 0 and 1, got 1.01 (1:20)',
  ],
  [
    'histogram_quantile(NaN, h_bucket{k="p"})',
    300,
    '{k="p"} NaN | PromQL warning: quantile value should be between 0 and 1, got NaN (1:20)',
  ],
  ['histogram_quantile(0, h_bucket{k="n"})', 300, '{k="n"} -0.2'],
  ['histogram_quantile(0.2, h_bucket{k="n"})', 300, '{k="n"} -0.2'],
  ['histogram_quantile(0.3, h_bucket{k="n"})', 300, '{k="n"} -0.18'],
  ['histogram_quantile(0.5, h_bucket{k="n"})', 300, '{k="n"} -0.1'],
  ['histogram_quantile(0.7, h_bucket{k="n"})', 300, '{k="n"} 0.3'],
  ['histogram_quantile(0.5, rate(h_bucket[5m]))', 300, '{k="p"} 0.166666666667; {k="n"} -0.1'],
  [
    'histogram_quantile(0.9, sum by (le) (rate(h_bucket[5m])))',
    300,
    '{} 1 | PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), from buckets 0.3 to 0.3, with a max diff of 0.1, over 1 samples from 1970-01-01T00:05:00Z to 1970-01-01T00:05:00Z (1:25)',
  ],
  ['histogram_quantile(0.5, h_bucket)', 0, '{k="p"} NaN; {k="n"} NaN'],
  [
    'histogram_quantile(0.5, broken_bucket)',
    60,
    '{} 1 | PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), from buckets 2 to 2, with a max diff of 2, over 1 samples from 1970-01-01T00:01:00Z to 1970-01-01T00:01:00Z (1:25)',
  ],
  ['histogram_quantile(0.5, close_bucket)', 60, '{} 0.5'],
  ['histogram_quantile(0.5, nolast_bucket)', 60, '{} NaN'],
  ['histogram_quantile(0.5, lone_bucket)', 60, '{} NaN'],
  ['histogram_quantile(0.5, empty_bucket)', 60, '{} NaN'],
  ['histogram_quantile(0.5, twice_bucket)', 60, '{} 1'],
  [
    'histogram_quantile(0.5, odd_bucket)',
    60,
    ' | PromQL warning: bucket label "le" is missing or has a malformed value of "abc" (1:25) | PromQL warning: bucket label "le" is missing or has a malformed value of "" (1:25)',
  ],
  ['histogram_quantile(0.5, none)', 60, ''],
  [
    'histogram_quantile(0.5, {__name__=~"lone_bucket|empty_bucket"})',
    60,
    'execution: vector cannot contain metrics with the same labelset',
  ],
  [
    'histogram_quantile(scalar(none), h_bucket{k="p"})',
    60,
    '{k="p"} NaN | PromQL warning: quantile value should be between 0 and 1, got NaN (1:20)',
  ],
  [
    'histogram_quantile(0.5, h_bucket{k="p"})',
    { start: 0, end: 120, step: 60 },
    '{k="p"} NaN@0 0.166666666667@60 0.166666666667@120',
  ],
  ['histogram_fraction(0, 0.2, h_bucket{k="p"})', 300, '{k="p"} 0.571428571429'],
  ['histogram_fraction(0.15, 0.6, h_bucket{k="p"})', 300, '{k="p"} 0.25'],
  ['histogram_fraction(-Inf, +Inf, h_bucket)', 300, '{k="p"} 1; {k="n"} 1'],
  ['histogram_fraction(0.2, 0.1, h_bucket{k="p"})', 300, '{k="p"} 0'],
  ['histogram_fraction(NaN, 1, h_bucket{k="p"})', 300, '{k="p"} NaN'],
  ['histogram_fraction(0, 1, empty_bucket)', 60, '{} NaN'],
];

test.each(cases)('histograms: %s at %o', (query, at, answer) => {
  expect(answerText(data, query, { at })).toBe(answer);
});
