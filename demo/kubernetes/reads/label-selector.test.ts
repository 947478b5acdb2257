import { describe, expect, it } from 'vitest';
import { labelTests } from './label-selector.ts';

const matches = (selector: string, labels: Record<string, string>): boolean =>
  labelTests(selector).every((test) => test(labels));

describe('label selectors', () => {
  it.each([
    ['n in (a, b),half=even', { n: 'b', half: 'even' }, true],
    ['n notin (a)', {}, true],
    ['!late,n', { n: '' }, true],
    ['n>1', { n: '2' }, true],
    ['n<1', { n: 'x' }, false],
    ['n=', { n: '' }, true],
  ])('%s', (selector, labels, expected) => expect(matches(selector, labels)).toBe(expected));

  it.each([
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    ['n a', "unable to parse requirement: found 'a', expected: in, notin, =, ==, !=, gt, lt"],
    ['n in (a', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['n=a=b', "found '=', expected: ',' or 'end of string'"],
    ['/z=1', 'unable to parse requirement: <nil>: Invalid value: "/z": prefix part must be non-empty'],
  ])('%s does not parse', (selector, message) => expect(() => labelTests(selector)).toThrow(message));
});
