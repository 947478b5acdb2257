import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGoJson } from './go-json.ts';

describe('JSON as Go reads it', () => {
  it.each([
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['{"a"', 'unexpected end of JSON input'],
    ['"\\u00', 'unexpected end of JSON input'],
    ['x', "invalid character 'x' looking for beginning of value"],
    ['ä', "invalid character 'Ã' looking for beginning of value"],
    ['{a}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', `invalid character '"' after object key:value pair`],
    ['[1 2]', "invalid character '2' after array element"],
    ['{} {}', "invalid character '{' after top-level value"],
    ['"\n"', String.raw`invalid character '\n' in string literal`],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u00g0"', String.raw`invalid character 'g' in \u hexadecimal character escape`],
    ['trux', "invalid character 'x' in literal true (expecting 'e')"],
    ['01', "invalid character '1' after top-level value"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
  ])('refuses %s', (text, error) => {
    expect(parseGoJson(text)).toEqual({ ok: false, error });
  });

  it('tells what is said twice, with its path; the last one counts', () => {
    expect(parseGoJson('{"a":[{"b":1,"b":2}],"c":{"d":1,"d":1},"c":3}')).toEqual({
      ok: true,
      value: { a: [{ b: 2 }], c: 3 },
      duplicates: ['a[0].b', 'c.d', 'c'],
    });
  });

  it('reads what JavaScript writes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseGoJson(text)).toEqual({ ok: true, value: JSON.parse(text), duplicates: [] });
      }),
    );
  });

  it('refuses what JavaScript refuses', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', '"', '{', ']', 'x', '\\'), (text, at, change) => {
        const index = at % text.length;
        const broken = text.slice(0, index) + change + text.slice(index + 1);
        let isJson = true;
        try {
          JSON.parse(broken);
        } catch {
          isJson = false;
        }
        expect(parseGoJson(broken).ok).toBe(isJson);
      }),
    );
  });
});
