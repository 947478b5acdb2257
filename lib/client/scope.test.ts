import { describe, expect, it } from 'vitest';
import { normalizeNamespaces, pageRanges, rangeSeconds } from './scope.ts';

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
