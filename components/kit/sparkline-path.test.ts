import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sparklineShape } from './sparkline-path.ts';

describe('sparklineShape', () => {
  it('has no shape without samples', () => {
    expect(sparklineShape([], 100, 20)).toBeNull();
    expect(sparklineShape([null, null], 100, 20)).toBeNull();
  });

  it('breaks the line where samples are missing and ends it where data ended', () => {
    const shape = sparklineShape([1, 2, null, 3, null], 103, 20, 3);
    expect(shape?.path.match(/M/g)).toHaveLength(2);
    expect(shape?.last).toMatchObject({ value: 3, x: 75.8 });
  });

  it('draws a flat line in the middle, and nothing at the bottom', () => {
    expect(sparklineShape([5, 5, 5], 100, 20)?.last?.y).toBe(10);
    expect(sparklineShape([0, 0], 100, 20)?.last?.y).toBe(17);
  });

  it('stays inside its box', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })), { minLength: 1 }),
        (series) => {
          const shape = sparklineShape(series, 120, 32);
          for (const [, x, y] of shape?.path.matchAll(/[ML]([\d.]+) (-?[\d.]+)/g) ?? []) {
            expect(Number(x)).toBeGreaterThanOrEqual(2.9);
            expect(Number(x)).toBeLessThanOrEqual(117.1);
            expect(Number(y)).toBeGreaterThanOrEqual(2.9);
            expect(Number(y)).toBeLessThanOrEqual(29.1);
          }
        },
      ),
    );
  });
});
