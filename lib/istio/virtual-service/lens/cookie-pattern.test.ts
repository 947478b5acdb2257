import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex } from '../../routing/http/regex.ts';
import { newCookieFrame, readCookiePattern, writeCookiePattern } from './cookie-pattern.ts';

describe('readCookiePattern', () => {
  it.each([
    ['^(.*?;)?(user=jason)(;.*)?$', 'user', 'exact', 'jason'],
    ['^(.*;\\s*)?cohort=beta(;.*)?$', 'cohort', 'exact', 'beta'],
    ['(.*;)?session=[^;]*(;.*)?', 'session', 'present', ''],
    ['^(.*; )?group=b\\.1[^;]*(;.*)?$', 'group', 'prefix', 'b.1'],
    ['^(?:.*;\\s*)?canary=always(?:;.*)?$', 'canary', 'exact', 'always'],
    ['^(.*?; ?)?(flag=on)(;.*)?$', 'flag', 'exact', 'on'],
  ])('%s asks for %s', (pattern, name, op, value) => {
    const read = readCookiePattern(pattern);
    expect(read).toMatchObject({ name, op, value });
    expect(read && writeCookiePattern(read)).toBe(pattern);
  });

  it.each([
    '.*',
    '^user=jason$',
    '^(.*;)?user=(jason|tom)(;.*)?$',
    '^(.*;)?user=.*(;.*)?$',
    '^(.*;)?user=\\d+(;.*)?$',
    '^(.*;)?(user=jason(;.*)?$',
    '^(.*;)?user=jason)(;.*)?$',
    '^(.*;)?=x(;.*)?$',
    '',
  ])('%s is left as it is', (pattern) => {
    expect(readCookiePattern(pattern)).toBeNull();
  });

  it('reads what it writes, and the pattern asks for that cookie alone', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9_.$*+()[\]|-]{1,12}$/);
    const op = fc.constantFrom('exact' as const, 'prefix' as const, 'present' as const);
    fc.assert(
      fc.property(word, op, word, word, (name, asked, value, other) => {
        const cookie = { name, op: asked, value: asked === 'present' ? '' : value, frame: newCookieFrame };
        const pattern = writeCookiePattern(cookie);
        expect(readCookiePattern(pattern)).toEqual(cookie);
        const regex = compileRegex(pattern);
        if (!regex.ok) throw new Error('does not compile');
        const given = `${name}=${value}`;
        expect(regex.value.fullMatch(given)).toBe(true);
        expect(regex.value.fullMatch(`a=b; ${given}`)).toBe(true);
        expect(regex.value.fullMatch(`${given}; a=b`)).toBe(true);
        expect(regex.value.fullMatch(`x${name}=${value}`)).toBe(false);
        if (asked === 'exact' && other !== value)
          expect(regex.value.fullMatch(`${name}=${other}`)).toBe(false);
      }),
    );
  });
});
