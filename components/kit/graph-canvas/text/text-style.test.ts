import { describe, expect, test } from 'vitest';
import { titleFont } from '../geometry/card-geometry.ts';
import { createTextMeasure } from './text-style.ts';

/** Half the size of the font a letter: as proportional as a real font. */
function measureOf() {
  const context = {
    font: '',
    save: () => {},
    restore: () => {},
    measureText: (text: string) => ({
      width: (Array.from(text).length * Number(/([\d.]+)px/.exec(context.font)?.[1])) / 2,
    }),
  };
  return createTextMeasure(context as unknown as CanvasRenderingContext2D);
}

const measure = measureOf();
const name = 'recommendations';

describe('a name', () => {
  test.each([
    [100, 12, name],
    [90, 12, name],
    [86, 11, name],
    [75, 10, name],
    [60, 10, 'recommendat…'],
    [3, 10, ''],
  ])('in a room of %d is written at %d px as "%s"', (room, size, text) => {
    const fitted = measure.fit(name, titleFont, room);
    expect([fitted.style.size, fitted.text]).toEqual([size, text]);
    expect(measure.width(fitted.text, fitted.style)).toBeLessThanOrEqual(room);
    expect(fitted.style.weight).toBe(titleFont.weight);
  });

  test('is cut between characters, never inside one', () => {
    expect(measure.cut('🚀🚀🚀🚀', titleFont, 19)).toBe('🚀🚀…');
  });
});
