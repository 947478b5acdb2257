import { expect, test } from 'vitest';
import {
  formatFixed,
  formatGeneral,
  formatOpenMetricsNumber,
  formatPlain,
  formatValue,
} from './number-format.ts';

const numbers: [value: number, json: string, plain: string, general: string, openMetrics: string][] = [
  [0, '0', '0', '0', '0.0'],
  [-0, '-0', '-0', '-0', '-0.0'],
  [1, '1', '1', '1', '1.0'],
  [0.5, '0.5', '0.5', '0.5', '0.5'],
  [-2.25, '-2.25', '-2.25', '-2.25', '-2.25'],
  [300_000, '300000', '300000', '300000', '300000.0'],
  [3_600_000, '3600000', '3600000', '3.6e+06', '3.6e+06'],
  [1e21, '1e+21', `1${'0'.repeat(21)}`, '1e+21', '1e+21'],
  [1.5e-7, '1.5e-07', '0.00000015', '1.5e-07', '1.5e-07'],
  [0.00005, '0.00005', '0.00005', '5e-05', '5e-05'],
  [1 / 3, '0.3333333333333333', '0.3333333333333333', '0.3333333333333333', '0.3333333333333333'],
  [Number.NaN, 'NaN', 'NaN', 'NaN', 'NaN'],
  [Number.POSITIVE_INFINITY, '+Inf', '+Inf', '+Inf', '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf', '-Inf', '-Inf', '-Inf'],
];

test.each(numbers)('%d as Go writes it', (value, json, plain, general, openMetrics) => {
  expect([
    formatValue(value),
    formatPlain(value),
    formatGeneral(value),
    formatOpenMetricsNumber(value),
  ]).toEqual([json, plain, general, openMetrics]);
});

test('fixed decimals', () => {
  expect([1.5, 1e22, Number.POSITIVE_INFINITY].map(formatFixed)).toEqual([
    '1.500000',
    '10000000000000000000000.000000',
    '+Inf',
  ]);
});
