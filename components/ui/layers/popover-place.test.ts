import { describe, expect, it } from 'vitest';
import { placeMenu, placePopover } from './popover-place.ts';

const viewport = { width: 1000, height: 800 };
const button = { left: 300, right: 400, bottom: 48 };

describe('placePopover', () => {
  it.each([
    ['below, left edges together', button, 200, 'start', { left: 300, top: 54, maxHeight: 738 }],
    ['below, right edges together', button, 200, 'end', { left: 200, top: 54, maxHeight: 738 }],
    [
      'not over the right edge',
      { ...button, left: 950 },
      200,
      'start',
      { left: 792, top: 54, maxHeight: 738 },
    ],
    ['not over the left edge', { ...button, right: 60 }, 200, 'end', { left: 8, top: 54, maxHeight: 738 }],
    [
      'still usable at the foot',
      { ...button, bottom: 780 },
      200,
      'start',
      { left: 300, top: 786, maxHeight: 120 },
    ],
  ] as const)('%s', (_, rect, width, align, place) => {
    expect(placePopover(rect, viewport, width, align)).toEqual(place);
  });
});

describe('placeMenu', () => {
  const menu = { width: 200, height: 300 };
  it.each([
    ['at its point', { x: 100, y: 100 }, { left: 100, top: 100 }],
    ['turned at the right edge', { x: 900, y: 100 }, { left: 700, top: 100 }],
    ['turned at the foot', { x: 100, y: 700 }, { left: 100, top: 400 }],
  ])('%s', (_, at, place) => {
    expect(placeMenu(at, menu, viewport)).toEqual({ ...place, maxHeight: 784 });
  });

  it('stays inside a window that is too small for it', () => {
    expect(placeMenu({ x: 90, y: 90 }, menu, { width: 180, height: 200 })).toEqual({
      left: 8,
      top: 8,
      maxHeight: 184,
    });
  });
});
