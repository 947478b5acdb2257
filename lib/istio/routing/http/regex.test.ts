import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRegex } from './regex.ts';

function matches(pattern: string, value: string): boolean | string {
  const regex = compileRegex(pattern);
  return regex.ok ? regex.value.fullMatch(value) : regex.error;
}

test.each<[string, string[], string[]]>([
  ['', [''], ['a']],
  ['abc', ['abc'], ['ab', 'abcd', 'xabc']],
  ['a|bc', ['a', 'bc'], ['abc', 'b']],
  ['a(b|c)?d', ['ad', 'abd', 'acd'], ['abcd']],
  ['a*', ['', 'aaa'], ['ab']],
  ['(a*)*', ['', 'aaa'], ['b']],
  ['a{2,3}', ['aa', 'aaa'], ['a', 'aaaa']],
  ['a{2}', ['aa'], ['a', 'aaa']],
  ['a{2,}', ['aa', 'aaaaa'], ['a']],
  ['a{,2}', ['a{,2}'], ['aa']],
  ['[a-c_]+', ['abc_'], ['d', '']],
  ['[^a-c]', ['d', '-'], ['a', '']],
  ['[]a]', [']', 'a'], ['b']],
  ['[a-]', ['a', '-'], ['b']],
  ['[\\d\\-x]+', ['1-x'], ['y']],
  ['[[:alpha:][:^space:]]', ['a', '1'], [' ']],
  ['\\w+\\s\\S', ['ab c'], ['ab  ']],
  ['.', ['x', 'ü', '😀'], ['\n', '']],
  ['(?s).', ['\n'], ['']],
  ['(?i)straße', ['STRAßE', 'straße'], ['strasse']],
  ['(?i:a)b', ['Ab'], ['aB']],
  ['a(?i)b|c', ['aB', 'C'], ['AB']],
  ['(?:ab)+', ['abab'], ['aba']],
  ['(?P<x>a)(?<y>b)', ['ab'], ['a']],
  ['^a$', ['a'], ['a\n']],
  ['(?m)a$\n^b', ['a\nb'], ['ab']],
  ['\\ba\\b.*', ['a b'], ['ab']],
  ['a\\Bb', ['ab'], ['a b']],
  ['\\Qa.b\\E+', ['a.b', 'a.bb'], ['axb']],
  ['\\x41\\x{1F600}\\t\\.', ['A😀\t.'], ['A']],
  ['\\p{Greek}\\pL\\P{L}', ['αb1'], ['ab1']],
  ['[[:upper:]&&a]', ['A', '&', 'a'], ['b']],
])('%s', (pattern, fitting, other) => {
  for (const value of fitting) expect([value, matches(pattern, value)]).toEqual([value, true]);
  for (const value of other) expect([value, matches(pattern, value)]).toEqual([value, false]);
});

test.each([
  ['(', 'missing )'],
  ['(a', 'missing )'],
  ['a)', 'unexpected )'],
  ['[a', 'pattern ends too early'],
  ['[b-a]', 'bad character range'],
  ['*a', 'nothing to repeat before *'],
  ['a**', 'repetition of a repetition'],
  ['a{1001}', 'bad repetition {1001}'],
  ['a{3,2}', 'bad repetition {3,2}'],
  ['(?=a)', 'look-around and other Perl groups are not in RE2'],
  ['(?<!a)', 'look-around and other Perl groups are not in RE2'],
  ['(a)\\1', 'back-references are not in RE2'],
  ['\\y', 'unknown escape \\y'],
  ['\\p{Klingon}', 'unknown Unicode class Klingon'],
  ['[[:nope:]]', 'unknown character class'],
  ['((a{100}){100}){100}', 'pattern is too large'],
  ['('.repeat(1000), 'expression nests too deeply'],
])('%s is refused', (pattern, reason) => {
  expect(matches(pattern, '')).toBe(reason);
});

describe('replacement', () => {
  test.each([
    ['a', 'b', 'banana', 'bbnbnb'],
    ['^/v(\\d)/(.*)$', '/\\2/\\1', '/v1/x', '/x/1'],
    ['(a|ab)(c|bcd)', '[\\1,\\2]', 'abcd', '[a,bcd]'],
    ['a+?', 'x', 'aaa', 'xxx'],
    ['x*', '-', 'abc', '-a-b-c-'],
    ['b*', '-', 'abc', '-a-c-'],
    ['(a)|(b)', '<\\1\\2>', 'ab', '<a><b>'],
    ['a', '\\\\\\0', 'a', '\\a'],
    ['z', 'y', 'abc', 'abc'],
    ['ü', 'ue', 'grün😀', 'gruen😀'],
  ])('%s by %s in %s', (pattern, replacement, value, expected) => {
    const regex = compileRegex(pattern);
    expect(regex.ok && regex.value.replaceAll(value, replacement)).toBe(expected);
  });
});

test('agrees with the engine of the platform where both speak one language', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '\\w',
    '(a|b)',
    '(?:ab)',
    'a|',
    '^',
    '$',
    '\\b',
  );
  const piece = fc
    .tuple(atom, fc.constantFrom('', '', '?', '+', '*', '{2}', '{1,2}', '*?', '??'))
    .map(([text, count]) => (/[|^$]|\\b/.test(text) && !text.startsWith('(') ? text : text + count));
  const pattern = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
  const value = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 6 });
  fc.assert(
    fc.property(pattern, value, (source, text) => {
      expect(matches(source, text)).toBe(new RegExp(`^(?:${source})$`).test(text));
    }),
    { numRuns: 2000 },
  );
});

test('a pattern made to backtrack ends before the test’s time is up', () => {
  expect(matches('(a+)+(a|aa)*[^a]x', 'a'.repeat(5000))).toBe(false);
});
