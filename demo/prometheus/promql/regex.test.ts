import { describe, expect, test } from 'vitest';
import { compileRegex } from './regex.ts';

function matches(pattern: string, text: string): boolean | string {
  const regex = compileRegex(pattern);
  return regex.ok ? regex.value.test(text) : regex.error;
}

const matching: [pattern: string, text: string, matches: boolean][] = [
  ['a', 'a', true],
  ['a', 'ab', false],
  ['a|b', 'b', true],
  ['a|bc', 'abc', false],
  ['.*', '', true],
  ['a.c', 'a\nc', true],
  ['(?-s)a.c', 'a\nc', false],
  ['5..', '503', true],
  ['(?i)GET', 'get', true],
  ['((?i)PRO).*', 'production', true],
  ['((?i)PRO).*', 'PRODUCTION', true],
  ['((?i)a)b', 'AB', false],
  ['(?i:a)b', 'Ab', true],
  ['(?i)[a-c]+', 'ABC', true],
  ['(?P<name>x)+', 'xx', true],
  ['[[:alpha:]]+[[:digit:]]', 'ab1', true],
  ['\\Qa.b\\E.', 'a.bc', true],
  ['\\Qa.b\\E', 'axb', false],
  ['\\x41\\x{42}', 'AB', true],
  ['a{2,3}', 'aaa', true],
  ['a{,3}', 'a{,3}', true],
  ['a{2}', 'aaa', false],
  ['x]y', 'x]y', true],
  ['[]a]', ']', true],
  ['[^a]', 'a', false],
  ['\\Aab\\z', 'ab', true],
  ['a\\-b', 'a-b', true],
];

describe('matching as RE2', () => {
  test.each(matching)('%s on %j', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });
});

const refused: [pattern: string, error: string][] = [
  ['(', 'missing closing ): `(`'],
  [')', 'unexpected ): `)`'],
  ['[a', 'missing closing ]: `[a`'],
  ['*', 'missing argument to repetition operator: `*`'],
  ['a|*', 'missing argument to repetition operator: `*`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['a{1001}', 'invalid repeat count: `{1001}`'],
  ['a{3,2}', 'invalid repeat count: `{3,2}`'],
  ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
  ['(?<!a)', 'invalid or unsupported Perl syntax: `(?<`'],
  ['(a)\\1', 'invalid escape sequence: `\\1`'],
  ['[b-a]', 'invalid character class range: `b-a`'],
  ['a\\', 'trailing backslash at end of expression: ``'],
];

test.each(refused)('%s is refused', (pattern, error) => {
  expect(matches(pattern, '')).toBe(`error parsing regexp: ${error}`);
});

test.each(['(a+)+b', '(?:(?i:a)+)+b', '(.*)*x', '(a|aa)+b'])('%s does not run away', (pattern) => {
  expect(matches(pattern, 'a'.repeat(200))).toBe(false);
});
