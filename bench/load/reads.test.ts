import { expect, it } from 'vitest';
import { failuresByStatus, isBroken, type Read, readFigures } from './reads.ts';

const read = (tookMs: number, status: number): Read => ({ dueMs: 0, tookMs, status, bytes: 1000 });

it('takes latency from good answers and counts the others', () => {
  const reads = [read(10, 200), read(20, 304), read(9000, 503), read(60_000, 0)];
  expect(readFigures(reads, 2)).toMatchObject({
    perSecond: 1,
    asked: 4,
    failed: 2,
    unchanged: 1,
    worstMs: 20,
    kilobytesPerAnswer: 1,
  });
  expect(failuresByStatus(reads)).toEqual(
    new Map([
      [503, 1],
      [0, 1],
    ]),
  );
});

it('is broken when an answer in twenty takes over a second, one in a thousand fails, or none comes', () => {
  const many = (took: number, failed: number) =>
    readFigures(
      [
        ...Array.from({ length: 2000 }, () => read(took, 200)),
        ...Array.from({ length: failed }, () => read(1, 500)),
      ],
      1,
    );
  expect([many(999, 2), many(1001, 0), many(10, 3), readFigures([], 1)].map(isBroken)).toEqual([
    false,
    true,
    true,
    true,
  ]);
});
