/** A mesh has thousands of durations and few texts for them: each text is read once. */
import { expect, test, vi } from 'vitest';
import { goDurationMs } from './go-duration.ts';

test('the same text is read once, whether it is a duration or none', () => {
  const reads = vi.spyOn(RegExp.prototype, 'exec');
  const texts = ['12m34s', '98ms', 'soon'];
  const first = texts.map(goDurationMs);
  const count = reads.mock.calls.length;
  expect(count).toBeGreaterThanOrEqual(texts.length);
  for (let round = 0; round < 100; round += 1) expect(texts.map(goDurationMs)).toEqual(first);
  expect(first).toEqual([754_000, 98, null]);
  const more = reads.mock.calls.length - count;
  reads.mockRestore();
  expect(more).toBeLessThan(100);
});
