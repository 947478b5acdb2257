import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeInOrder } from './place.ts';

describe('placeInOrder', () => {
  it('keeps order, distance and room, and wishes where it can', () => {
    expect(placeInOrder([0, 100], [10, 10], 5, 200)).toEqual([0, 100]);
    expect(placeInOrder([50, 50], [10, 10], 4, 200)).toEqual([43, 57]);
    expect(placeInOrder([-20, 500], [10, 10], 5, 100)).toEqual([0, 90]);
    expect(placeInOrder([], [], 5, 100)).toEqual([]);
  });

  it('never lets things touch, whatever they wish', () => {
    const things = fc.array(
      fc.record({ wish: fc.integer({ min: -500, max: 500 }), size: fc.integer({ min: 1, max: 90 }) }),
    );
    void fc.assert(
      fc.property(things, fc.integer({ min: 0, max: 30 }), (list, gap) => {
        const sizes = list.map(({ size }) => size);
        const starts = placeInOrder(
          list.map(({ wish }) => wish),
          sizes,
          gap,
          1000,
        );
        starts.forEach((start, index) => {
          const next = starts[index + 1];
          if (next !== undefined) expect(next - start).toBeGreaterThanOrEqual((sizes[index] ?? 0) + gap);
        });
      }),
    );
  });
});
