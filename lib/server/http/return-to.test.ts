import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeReturnTo } from './return-to.ts';

test.each([
  '//evil.test',
  '/\\evil.test',
  '/\t/evil.test',
  '/\n/evil.test',
  '/..//evil.test',
  '/.//evil.test',
  '/a/..//evil.test',
  'https:evil.test',
  'https://evil.test',
  'javascript:alert(1)',
  'http://console.test@evil.test',
  '\\\\evil.test',
  ' //evil.test',
  'graph',
  '',
  null,
  undefined,
  '/api/v1/session',
  '/login',
  `/${'a'.repeat(4000)}`,
])('SEC-32 input 30: %j goes home', (text) => {
  expect(safeReturnTo(text)).toBe('/');
});

test.each([
  '/',
  '/graph',
  '/graph?namespaces=bookinfo,shop&window=60s',
  '/config/a/b#rules',
  '/?returnTo=//evil.test',
])('%j is kept', (text) => {
  expect(safeReturnTo(text)).toBe(text);
});

test('SEC-32 whatever comes in, a browser stays on this origin', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.webUrl(),
        fc.webPath().map((path) => `/${path}`),
      ),
      (text) => {
        expect(new URL(safeReturnTo(text), 'https://console.test').origin).toBe('https://console.test');
      },
    ),
    { numRuns: 2000 },
  );
});
