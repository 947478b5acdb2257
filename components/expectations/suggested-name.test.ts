import { expect, test } from 'vitest';
import { suggestedName } from './suggested-name.ts';

const to = (...subsets: (string | null)[]) => ({
  outcome: 'forward' as const,
  within: 0,
  to: subsets.map((subset) => ({ host: 'reviews.shop.svc.cluster.local', subset, port: 80, share: 1 })),
});

test.each([
  [{ host: 'reviews', path: '/' }, to('v2'), 'reviews → v2'],
  [
    { host: 'reviews', path: '/a', headers: { 'end-user': 'jason' } },
    to('v1', 'v2'),
    'reviews/a end-user: jason → v1, v2',
  ],
  [{ host: 'reviews' }, to(null), 'reviews → reviews'],
  [{ host: 'x' }, { outcome: 'redirect' as const, status: 301, url: 'http://y/' }, 'x → 301'],
  [{ host: 'x' }, { outcome: 'not-found' as const }, 'x → 404'],
  [{ host: 'x' }, { outcome: 'passthrough' as const }, 'x → passthrough'],
])('%o', (request, expected, name) => {
  expect(suggestedName(request, expected)).toBe(name);
});

test('it is never longer than a name may be', () => {
  const name = suggestedName({ host: 'reviews', path: `/${'x'.repeat(500)}` }, to('a'.repeat(60)));
  expect(name.length).toBeLessThanOrEqual(80);
  expect(name).toMatch(/… → a+$/);
});
