import { expect, test } from 'vitest';
import { isAppError } from '../app-error.ts';
import { bearerCredential } from '../kubernetes/credential.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { bearerCounts, createFailureLimit, signInCounts } from './rate-limit.ts';

const options = { windowMs: 60_000, maxKeys: 100 };
const upTo3 = (...keys: string[]) => keys.map((key) => ({ key, limit: 3 }));

function refusal(check: () => void): number | null {
  try {
    check();
    return null;
  } catch (error) {
    return isAppError(error) ? (error.details.retryAfterSeconds ?? -1) : -1;
  }
}

test('REL-44 the third failure within a minute closes the key until the first is a minute old', () => {
  const clock = fakeClock();
  const limit = createFailureLimit(clock, options);
  for (let count = 0; count < 3; count += 1) {
    expect(refusal(() => limit.check(upTo3('a', 'subject')))).toBe(null);
    limit.failed(upTo3('a', 'subject'));
    clock.advance(10_000);
  }
  expect(refusal(() => limit.check(upTo3('a')))).toBe(30);
  expect(refusal(() => limit.check(upTo3('b', 'subject')))).toBe(30);
  expect(refusal(() => limit.check(upTo3('b', 'other')))).toBe(null);
  clock.advance(30_000);
  expect(refusal(() => limit.check(upTo3('a', 'subject')))).toBe(null);
});

test('REL-44 a flood of keys does not grow the memory, and pushes out the oldest', () => {
  const limit = createFailureLimit(fakeClock(), options);
  for (let count = 0; count < 3; count += 1) limit.failed(upTo3('first'));
  for (let count = 0; count < 100; count += 1) limit.failed(upTo3(`key ${count}`));
  expect(refusal(() => limit.check(upTo3('first')))).toBe(null);
});

/** Refusals until `next` is refused unasked; null when that does not happen within 200. */
function refusalsUntilClosed(
  counts: (attempt: number) => ReturnType<typeof signInCounts>,
  next: ReturnType<typeof signInCounts>,
): number | null {
  const limit = createFailureLimit(fakeClock(), { ...options, maxKeys: 1000 });
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (refusal(() => limit.check(next)) !== null) return attempt;
    limit.failed(counts(attempt));
  }
  return null;
}

const bad = (attempt: number) => bearerCredential(`bad-${attempt}`);
const good = bearerCredential('good');

test.each([
  ['one bad token from one address', () => bearerCounts('a', bad(0)), bearerCounts('a', bad(0)), 10],
  ['a bad token, then another', () => bearerCounts('a', bad(0)), bearerCounts('a', good), 100],
  ['many tokens from one address', (n: number) => bearerCounts('a', bad(n)), bearerCounts('a', good), 100],
  ['bad tokens from elsewhere', (n: number) => bearerCounts('b', bad(n)), bearerCounts('a', good), null],
  ['signing in from one address', (n: number) => signInCounts('a', `${n}`), signInCounts('a', 'me'), 20],
  ['signing in as one subject', (n: number) => signInCounts(`${n}`, 'me'), signInCounts('a', 'me'), 20],
  ['bad tokens, then signing in', (n: number) => bearerCounts('a', bad(n)), signInCounts('a', 'me'), null],
])('REL-44 %s', (_, counts, next, expected) => {
  expect(refusalsUntilClosed(counts, next)).toBe(expected);
});
