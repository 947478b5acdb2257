/**
 * For vitest: a test that docs/security-matrix.md counts asserts something. One whose title, or whose suite's, begins with a number fails
 * when it ends without an assertion.
 */
import { beforeEach, expect } from 'vitest';
import { isNumbered } from './matrix.ts';

beforeEach(() => {
  const { currentTestName = '' } = expect.getState();
  if (currentTestName.split(' > ').some(isNumbered)) expect.hasAssertions();
});
