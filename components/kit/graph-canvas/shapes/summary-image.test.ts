import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { summary } from '../geometry/card-geometry.ts';
import { segmentsOf } from './summary-image.ts';

const bar = (ok: number, warn = 0, fail = 0, idle = 0) => [
  { state: 'ok' as const, count: ok },
  { state: 'warn' as const, count: warn },
  { state: 'fail' as const, count: fail },
  { state: 'idle' as const, count: idle },
];

test('what there is none of has no segment', () => {
  expect(segmentsOf(bar(3), 144)).toEqual([{ state: 'ok', x: 0, width: 144 }]);
  expect(segmentsOf(bar(0), 144)).toEqual([]);
});

test('segments fill the width, and one of many can still be seen', () => {
  const count = fc.integer({ min: 0, max: 500 });
  void fc.assert(
    fc.property(count, count, count, count, (ok, warn, fail, idle) => {
      fc.pre(ok + warn + fail + idle > 0);
      const segments = segmentsOf(bar(ok, warn, fail, idle), 144);
      const last = segments.at(-1);
      expect((last?.x ?? 0) + (last?.width ?? 0)).toBe(144);
      for (const [index, { x, width }] of segments.entries()) {
        expect(width).toBeGreaterThanOrEqual(summary.leastSegment);
        const before = segments[index - 1];
        if (before) expect(x - before.x - before.width).toBe(summary.barGap);
      }
    }),
  );
});
