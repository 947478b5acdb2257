import { expect, test } from 'vitest';
import { readLength, readMoments } from './own-range.ts';

const bounds = { minSeconds: 10, maxSeconds: 604_800 };
const now = 1_795_263_600;

test.each([
  ['90m', { range: '90m' }],
  ['1h30m', { range: '90m' }],
  [' 1.5H ', { range: '90m' }],
  ['2 d', { range: '2d' }],
  ['60s', { range: '1m' }],
  ['5s', { fault: 'too-short' }],
  ['8d', { fault: 'too-long' }],
  ['5', { fault: 'syntax' }],
  ['', { fault: 'syntax' }],
  ['-5m', { fault: 'too-short' }],
  ['1h]', { fault: 'syntax' }],
])('"%s"', (text, expected) => {
  expect(readLength(text, bounds)).toEqual(expected);
});

test.each([
  ['an hour of yesterday', now - 90_000, now - 86_400, { range: '1h', at: now - 86_400 }],
  ['up to now', now - 3600, now, { range: '1h', at: null }],
  ['a minute that has just begun', now - 3600, now + 30, { range: '1h', at: null }],
  ['no start', null, now, { fault: 'missing', field: 'from' }],
  ['no end', now - 5, null, { fault: 'missing', field: 'to' }],
  ['the wrong way round', now - 60, now - 3600, { fault: 'order', field: 'to' }],
  ['the same moment', now - 60, now - 60, { fault: 'order', field: 'to' }],
  ['tomorrow', now - 60, now + 86_400, { fault: 'future', field: 'to' }],
  ['all of it tomorrow', now + 60, now + 120, { fault: 'future', field: 'from' }],
  ['a month and a half ago', now - 46 * 86_400, now - 45 * 86_400, { fault: 'too-old', field: 'to' }],
  ['two weeks', now - 14 * 86_400, now, { fault: 'too-long', field: 'from' }],
])('%s', (_, from, to, expected) => {
  expect(readMoments(from, to, now, bounds)).toEqual(expected);
});
