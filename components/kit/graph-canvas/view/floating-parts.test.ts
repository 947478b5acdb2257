import { expect, test } from 'vitest';
import type { Rect } from '../geometry/edge-geometry.ts';
import { nothingPlaced, type Placed } from '../geometry/placed.ts';
import { overlaps } from '../geometry/rect-index.ts';
import { makeLine } from '../testing/model-builder.ts';
import {
  floatingHeight,
  floatingParts,
  freed,
  legendShapeFor,
  legendSizes,
  roomAbove,
  wholeLegend,
} from './floating-parts.ts';

const size = { width: 1232, height: 702 };

function placedOf(places: readonly Rect[], line: readonly [number, number, number] | null = null): Placed {
  const right = Math.max(...places.map(({ x, width }) => x + width));
  const bottom = Math.max(...places.map(({ y, height }) => y + height));
  return {
    ...nothingPlaced,
    cards: new Map(places.map((place, index) => [`${index}`, { id: `${index}`, ...place }])),
    edges: new Map(
      line === null
        ? []
        : [
            [
              'line',
              makeLine([
                { x: line[0], y: line[2] },
                { x: line[1], y: line[2] },
              ]),
            ],
          ],
    ),
    bounds: { x: 0, y: 0, width: right, height: bottom },
  };
}

/** A row of cards of this height along the top, over the whole width. */
const row = (height: number): Rect[] =>
  Array.from({ length: 6 }, (_, index) => ({ x: index * 206, y: 0, width: 168, height }));
const shapeFor = (placed: Placed) => legendShapeFor(placed, size, [...placed.cards.values()]);

test.each([
  ['tall beside a low picture', placedOf(row(300)), 'tall'],
  ['wide where there is no height for the other', placedOf(row(540)), 'wide'],
  ['not at all where it would cover cards', placedOf(row(690)), null],
  [
    'not at all on a line, though no card is there',
    placedOf([...row(540), { x: 1100, y: 540, width: 98, height: 150 }], [0, 1100, 600]),
    null,
  ],
])('the legend is shown %s', (_, placed, shape) => {
  expect(shapeFor(placed)).toBe(shape);
});

const fitted = (zoom: number, covered: number) => ({ view: { zoom, panX: 0, panY: 0 }, covered });

test.each([
  ['above them, where that costs little', fitted(0.8, 2), fitted(0.75, 0), fitted(0.8, 0), 'above'],
  ['without the map, where that frees all', fitted(1, 2), fitted(0.8, 0), fitted(1, 0), 'alone'],
  [
    'above them, where the buttons alone would cover some too',
    fitted(1, 2),
    fitted(0.8, 0),
    fitted(1, 1),
    'above',
  ],
  [
    'without the map, where texts would be lost above',
    fitted(0.7, 2),
    fitted(0.6, 0),
    fitted(0.7, 1),
    'alone',
  ],
  ['without the map at a zoom of names', fitted(0.6, 2), fitted(0.5, 0), fitted(0.6, 0), 'alone'],
  ['with the map, where its going frees none', fitted(0.7, 2), fitted(0.6, 0), fitted(0.7, 2), 'beside'],
  [
    'with the map, where nothing can be read without it',
    fitted(0.3, 9),
    fitted(0.25, 0),
    fitted(0.3, 0),
    'beside',
  ],
])('what would stand under the map is drawn %s', (_, beside, above, alone, expected) => {
  expect(freed(beside, above, alone)).toEqual({
    fit: { beside, above, alone }[expected as 'above'],
    hidesMap: expected === 'alone',
  });
});

test('its parts stand side by side', () => {
  for (const legend of Object.values(legendSizes)) {
    const [zoom, map, last] = floatingParts(size, true, legend);
    expect(zoom && map && last && overlaps(map, last)).toBe(false);
    expect(last?.width).toBeGreaterThan(legend.width);
    expect((last?.y ?? 0) + legend.height).toBeLessThan(size.height);
  }
  expect(floatingParts(size, false, null)).toHaveLength(1);
});

test('all of the legend is known by its mark, and the picture has what is left above it', () => {
  const frameOf = (all: boolean) => ({
    querySelector: (selector: string) => (all && selector === '[data-all]' ? ({} as Element) : null),
    getBoundingClientRect: () => ({ width: 860, height: 214 }) as DOMRect,
  });
  expect(wholeLegend(null)).toBeNull();
  expect(wholeLegend(frameOf(false) as never)).toBeNull();
  const whole = wholeLegend(frameOf(true) as never);
  expect(whole).toEqual({ width: 860, height: 214 });
  expect(whole && roomAbove(size, whole)).toEqual({ width: size.width, height: size.height - 226 });
  expect(roomAbove(size, { width: 10, height: 10 }).height).toBe(size.height - floatingHeight);
});
