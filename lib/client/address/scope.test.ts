import { describe, expect, it } from 'vitest';
import { normalizeNamespaces, pageRanges, rangeSeconds, rangeText } from './scope.ts';

describe('rangeSeconds', () => {
  it.each([
    ['30s', 30],
    ['5m', 300],
    ['1h', 3600],
    ['30d', 2_592_000],
    ['31d', null],
    ['9s', null],
    ['0m', null],
    ['5', null],
    ['1h30m', null],
    ['5m]', null],
    ['-5m', null],
    ['', null],
  ])('%s is %s', (text, seconds) => {
    expect(rangeSeconds(text)).toBe(seconds);
  });

  it('reads every choice that a page offers', () => {
    for (const { fallback, choices } of Object.values(pageRanges)) {
      for (const choice of [fallback, ...choices]) expect(rangeSeconds(choice)).not.toBeNull();
    }
  });
});

it.each([
  [90, '90s'],
  [5400, '90m'],
  [7200, '2h'],
  [86_400, '1d'],
  [604_800, '7d'],
  [3661, '3661s'],
])('%d seconds are written %s, and read again', (seconds, text) => {
  expect(rangeText(seconds)).toBe(text);
  expect(rangeSeconds(text)).toBe(seconds);
});

describe('normalizeNamespaces', () => {
  it.each([
    [
      ['shop', 'bookinfo'],
      ['bookinfo', 'shop'],
    ],
    [['shop', ' shop ', ''], ['shop']],
    [[''], null],
    [[], null],
  ])('%j is %j', (names, expected) => {
    expect(normalizeNamespaces(names)).toEqual(expected);
  });
});
