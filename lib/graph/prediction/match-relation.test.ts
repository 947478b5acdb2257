/** Earlier matches are looked up: the answers are those of comparing with each of them, and few are compared. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { HttpMatch } from '../../istio/routing/rules.ts';
import { EarlierMatches, relationOf } from './match-relation.ts';

const path = fc.constantFrom('/', '/a', '/a/', '/a/b', '/A', '/b');
const uri = fc.oneof(
  path.map((exact) => ({ exact })),
  path.map((prefix) => ({ prefix })),
  path.map((pathPrefix) => ({ pathPrefix })),
  path.map((regex) => ({ regex })),
);
const match: fc.Arbitrary<HttpMatch> = fc.record(
  {
    uri,
    ignoreUriCase: fc.boolean(),
    method: fc.constantFrom({ exact: 'GET' }, { exact: 'PUT' }),
    headers: fc.constantFrom<NonNullable<HttpMatch['headers']>>({ a: { exact: '1' } }, { b: { exact: '1' } }),
  },
  { requiredKeys: [] },
);
const nothing = new EarlierMatches().now();
/** Asked of the two alone. */
const implies = (one: HttpMatch, wider: HttpMatch): boolean =>
  relationOf({ matches: [one], excluded: nothing }, [wider]) === 'all';

test('taken is what one of those takes that were there', () => {
  let taken = 0;
  fc.assert(
    fc.property(
      fc.array(match, { maxLength: 6 }),
      fc.array(match, { maxLength: 3 }),
      match,
      (before, later, one) => {
        const earlier = new EarlierMatches();
        earlier.add(before);
        const now = earlier.now();
        earlier.add(later);
        expect(now.take(one)).toBe(before.some((wider) => implies(one, wider)));
        if (now.take(one)) taken += 1;
      },
    ),
  );
  expect(taken).toBeGreaterThan(10);
});

test('of hundreds of rules with paths of their own none is compared with the others', () => {
  const rules = Array.from(
    { length: 200 },
    (_, at): HttpMatch => ({ uri: { prefix: `/api/v${at}/` }, headers: { 'x-user': { exact: 'a' } } }),
  );
  const earlier = new EarlierMatches();
  // Each comparison looks up the conditions of both.
  const looks = vi.spyOn(WeakMap.prototype, 'get');
  for (const rule of rules) {
    expect(earlier.now().take(rule)).toBe(false);
    earlier.add([rule]);
  }
  const count = looks.mock.calls.length;
  looks.mockRestore();
  expect(count).toBeLessThan(20 * rules.length);
});
