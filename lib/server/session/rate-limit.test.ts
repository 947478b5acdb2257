import { expect, test } from 'vitest';
import { isAppError } from '../app-error.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { createFailureLimit } from './rate-limit.ts';

const options = { failures: 3, windowMs: 60_000, maxKeys: 100 };

function refusal(check: () => void): number | null {
  try {
    check();
    return null;
  } catch (error) {
    return isAppError(error) ? (error.details.retryAfterSeconds ?? -1) : -1;
  }
}

test('the third failure within a minute closes the key until the first is a minute old', () => {
  const clock = fakeClock();
  const limit = createFailureLimit(clock, options);
  for (let count = 0; count < 3; count += 1) {
    expect(refusal(() => limit.check('a', 'subject'))).toBe(null);
    limit.failed('a', 'subject');
    clock.advance(10_000);
  }
  expect(refusal(() => limit.check('a'))).toBe(30);
  expect(refusal(() => limit.check('b', 'subject'))).toBe(30);
  expect(refusal(() => limit.check('b', 'other'))).toBe(null);
  clock.advance(30_000);
  expect(refusal(() => limit.check('a', 'subject'))).toBe(null);
});

test('a flood of keys does not grow the memory, and pushes out the oldest', () => {
  const limit = createFailureLimit(fakeClock(), options);
  for (let count = 0; count < 3; count += 1) limit.failed('first');
  for (let count = 0; count < 100; count += 1) limit.failed(`key ${count}`);
  expect(refusal(() => limit.check('first'))).toBe(null);
});
