import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rect } from './edge-geometry.ts';
import {
  centreOn,
  fitDrawing,
  fitZoom,
  readableFit,
  reveal,
  roomAt,
  toScreen,
  type Viewport,
  zoomAt,
  zoomClass,
  zoomClasses,
  zoomLimits,
} from './viewport.ts';

const size = { width: 872, height: 756 };
const bounds = (width: number, height: number): Rect => ({ x: 0, y: 0, width, height });

test.each([
  [400, 300, 1, 'small drawings are not blown up'],
  [848, 732, 1, 'exactly full'],
  [870, 740, 1, 'only the margin is used up: lines are crisp at 1'],
  [880, 732, 0.96, 'a little too wide, and nothing is cut off'],
  [942, 732, 0.9, 'too wide'],
  [848, 1464, 0.5, 'too high'],
])('%i × %i fits at %f: %s', (width, height, zoom) => {
  expect(fitZoom(bounds(width, height), size)).toBe(zoom);
});

test.each([
  [1, 'full'],
  [0.67, 'full'],
  [0.66, 'names'],
  [0.45, 'names'],
  [0.44, 'shapes'],
])('zoom %f shows %s', (zoom, expected) => {
  expect(zoomClass(zoom)).toBe(expected);
});

describe('fit around floating parts', () => {
  const corner: Rect = { x: 0, y: 620, width: 180, height: 136 };

  test('stays in the middle when nothing is covered', () => {
    const { view, covered } = fitDrawing(bounds(400, 300), size, [bounds(400, 300)], [corner]);
    expect(view).toEqual({ zoom: 1, panX: 236, panY: 228 });
    expect(covered).toBe(0);
  });

  test('moves the drawing away from what would cover it', () => {
    const card: Rect = { x: 0, y: 560, width: 100, height: 40 };
    const { view, covered } = fitDrawing(bounds(840, 600), size, [card], [corner]);
    expect(covered).toBe(0);
    expect(view.panY).toBe(12);
  });

  test('says how many cards are covered when nothing helps', () => {
    const card: Rect = { x: 0, y: 690, width: 100, height: 40 };
    expect(fitDrawing(bounds(848, 732), size, [card], [corner]).covered).toBe(1);
  });
});

test('zooming keeps the point under the pointer', () => {
  const pan = fc.integer({ min: -3000, max: 3000 });
  fc.assert(
    fc.property(
      pan,
      pan,
      fc.double({ min: 0.1, max: 2, noNaN: true }),
      fc.constantFrom(1.25, 0.8, 10, 0.01),
      (x, y, zoom, factor) => {
        const before = { zoom, panX: x, panY: y };
        const after = zoomAt(before, factor, 300, 200);
        expect(after.zoom).toBeGreaterThanOrEqual(zoomLimits.min);
        expect(after.zoom).toBeLessThanOrEqual(zoomLimits.max);
        expect((300 - after.panX) / after.zoom).toBeCloseTo((300 - x) / zoom, 5);
        expect((200 - after.panY) / after.zoom).toBeCloseTo((200 - y) / zoom, 5);
      },
    ),
  );
});

test('reveal moves only as far as needed', () => {
  const view = { zoom: 1, panX: 0, panY: 0 };
  expect(reveal({ x: 100, y: 100, width: 50, height: 40 }, view, size)).toEqual(view);
  expect(reveal({ x: 850, y: 100, width: 50, height: 40 }, view, size)).toEqual({
    zoom: 1,
    panX: -40,
    panY: 0,
  });
  expect(reveal({ x: -30, y: -5, width: 50, height: 40 }, view, size)).toEqual({
    zoom: 1,
    panX: 42,
    panY: 17,
  });
});

test('the room at a zoom is what fits there: with the margin at 1, without it below', () => {
  expect(roomAt(size, 1)).toEqual(size);
  const room = roomAt(size, 0.8);
  expect(fitZoom(bounds(room.width, room.height), size)).toBe(0.8);
});

describe('a fit that would take texts away', () => {
  const large = bounds(1200, 700);
  const fitted = { zoom: 0.6, panX: 12, panY: 130 };
  const place: Rect = { x: 1000, y: 300, width: 120, height: 40 };
  const chosen = { place, around: { x: -300, y: 300, width: 1500, height: 40 } };
  const shows = (rect: Rect, view: Viewport) => {
    const { x, y, width, height } = toScreen(rect, view);
    return x >= 0 && y >= 0 && x + width <= size.width && y + height <= size.height;
  };

  test('is taken when nothing is chosen', () => {
    expect(readableFit(fitted, { zoom: 1, panX: 0, panY: 0 }, null, large, size)).toEqual(fitted);
  });

  test('keeps a readable zoom and shows what is chosen', () => {
    const view = readableFit(fitted, { zoom: 1, panX: 12, panY: 12 }, chosen, large, size);
    expect(view.zoom).toBe(1);
    expect(shows(place, view)).toBe(true);
  });

  test('shows what is chosen with all that it is connected to, at the same zoom where that is enough', () => {
    const around = { x: 700, y: 100, width: 480, height: 400 };
    const view = readableFit(fitted, { zoom: 1, panX: 12, panY: 12 }, { place, around }, large, size);
    expect(view.zoom).toBe(1);
    expect(shows(around, view)).toBe(true);
  });

  test('steps back for it, as far as all texts stay', () => {
    const around = { x: 100, y: 100, width: 1000, height: 400 };
    const view = readableFit(fitted, { zoom: 1, panX: 12, panY: 12 }, { place, around }, large, size);
    expect(view.zoom).toBeCloseTo(0.848);
    expect(shows(around, view)).toBe(true);
  });

  test('starts readable around what the address names', () => {
    const view = readableFit(fitted, null, chosen, large, size);
    expect(view).toEqual(centreOn(place, zoomClasses.full, large, size));
  });

  test('is taken for pictures too large to read in any case', () => {
    const tiny = { ...fitted, zoom: 0.2 };
    expect(readableFit(tiny, { zoom: 1, panX: 0, panY: 0 }, chosen, large, size)).toEqual(tiny);
  });
});
