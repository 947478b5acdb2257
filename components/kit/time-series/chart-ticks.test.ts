import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitsOf, timeTicks, valueScale } from './chart-ticks.ts';

describe('valueScale', () => {
  it.each([
    [0, 'perSecond', [0, 0.2, 0.4, 0.6]],
    [38, 'perSecond', [0, 10, 20, 30, 40]],
    [0.021, 'ratio', [0, 0.01, 0.02, 0.03]],
    [0.98, 'ratio', [0, 0.25, 0.5, 0.75, 1]],
    [212, 'milliseconds', [0, 100, 200, 300]],
    [1_000_000.000_250_000_2, 'bytesPerSecond', [0, 500_000, 1_000_000, 1_500_000]],
    [1_000_000.000_000_01, 'bytesPerSecond', [0, 250_000, 500_000, 750_000, 1_000_000]],
  ] as const)('up to %d %s', (highest, unit, ticks) => {
    expect(valueScale(highest, unit).ticks).toEqual(ticks);
  });

  it('holds every value in at most five ticks', () => {
    void fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (highest) => {
        const { top, ticks, step } = valueScale(highest, 'bytesPerSecond');
        expect(top).toBeGreaterThanOrEqual(highest * (1 - 1e-9));
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks[0]).toBe(0);
        expect(step).toBeGreaterThan(0);
      }),
    );
  });

  it('holds what is below 0 as well', () => {
    expect(valueScale(30, 'number', -10)).toMatchObject({
      bottom: -10,
      top: 30,
      ticks: [-10, 0, 10, 20, 30],
    });
    expect(valueScale(0, 'number', -3)).toMatchObject({ bottom: -3, top: 0, ticks: [-3, -2, -1, 0] });
    expect(valueScale(1.4, 'ratio').top).toBe(1.5);
  });

  it('never shows more than all', () => {
    expect(valueScale(1, 'ratio').top).toBe(1);
    expect(valueScale(Number.POSITIVE_INFINITY, 'ratio').top).toBeLessThanOrEqual(1);
  });
});

it.each([
  [1, 0],
  [250, 0],
  [0.25, 2],
  [2.5, 1],
  [0.001, 3],
])('steps of %d need %d decimals', (step, digits) => {
  expect(digitsOf(step)).toBe(digits);
});

describe('timeTicks', () => {
  it('are round in the reader’s zone', () => {
    const from = Date.UTC(2026, 10, 21, 13, 7) / 1000;
    const india = 19_800;
    const ticks = timeTicks(from, from + 86_400, 6, india);
    expect(ticks.map((at) => ((at + india) / 3600) % 24)).toEqual([0, 6, 12, 18]);
    for (const at of ticks) expect((at + india) % 3600).toBe(0);
  });

  it('are few, and inside', () => {
    void fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2e9 }),
        fc.integer({ min: 60, max: 2_678_400 }),
        fc.integer({ min: 2, max: 10 }),
        (from, span, most) => {
          const ticks = timeTicks(from, from + span, most, 3600);
          expect(ticks.length).toBeLessThanOrEqual(most + 1);
          for (const at of ticks) {
            expect(at).toBeGreaterThanOrEqual(from);
            expect(at).toBeLessThanOrEqual(from + span);
          }
        },
      ),
    );
    expect(timeTicks(5, 5, 4, 0)).toEqual([]);
  });
});
