import { describe, expect, test } from 'vitest';
import { parseDecimal, parseNumber, unquote } from './literals.ts';

describe('text', () => {
  test.each([
    [String.raw`"\xc3\xa9"`, 'é'],
    [String.raw`"\303\251"`, 'é'],
    [String.raw`"a\xffb"`, 'a\ufffdb'],
    [String.raw`"\x41\u00e9\U0001F642"`, 'Aé🙂'],
    [String.raw`'\''`, "'"],
    ['`\\x41`', '\\x41'],
  ])('%s', (literal, text) => {
    expect(unquote(literal)).toEqual({ ok: true, value: text });
  });
});

describe('numbers of parameters', () => {
  test.each([
    ['1_000', 1000],
    ['1_0.5_0', 10.5],
    ['1__0', undefined],
    ['_1', undefined],
    ['1_', undefined],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['-Inf', Number.NEGATIVE_INFINITY],
    ['0x10', undefined],
    ['5m', undefined],
  ])('%s', (text, value) => {
    expect(parseDecimal(text)).toBe(value);
  });
});

test('hexadecimal numbers may be written in capitals', () => {
  expect(parseNumber('0X1F')).toBe(31);
});
