import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeCanvas, type FakeCanvas } from '../testing/fake-canvas.ts';
import { createPicture, type PictureFrame } from './picture.ts';
import type { RectShape } from './shapes.ts';

const size = { width: 800, height: 600 };
const ratio = 2;
let sheets: FakeCanvas[] = [];
let screen: FakeCanvas;

beforeEach(() => {
  sheets = [];
  screen = createFakeCanvas(size.width * ratio, size.height * ratio);
  vi.stubGlobal('document', {
    createElement: () => {
      const sheet = createFakeCanvas(300, 150);
      sheets.push(sheet);
      return sheet.element;
    },
  });
});

afterEach(() => vi.unstubAllGlobals());

function square(x: number, y: number, fill: string): RectShape {
  const rect = { x, y, width: 10, height: 10 };
  return {
    kind: 'rect',
    rect,
    bounds: rect,
    ring: null,
    radius: 0,
    fill,
    line: '',
    lineWidth: 0,
    dash: [],
    opacity: 1,
    image: null,
  };
}

/** 25 in a row, 24 pixels apart. */
const squares = (count: number, fill: string) =>
  Array.from({ length: count }, (_, index) => square((index % 25) * 24, Math.floor(index / 25) * 24, fill));

const frame = (shapes: PictureFrame['shapes'], change: Partial<PictureFrame> = {}): PictureFrame => ({
  shapes,
  arrangement: 1,
  view: { zoom: 1, panX: 0, panY: 0 },
  size,
  ratio,
  images: () => null,
  edition: 0,
  ...change,
});

const strokes = () => sheets.reduce((sum, sheet) => sum + sheet.strokes, 0);
const colours = () => new Set(screen.painted.map(({ fill }) => fill));
const large = squares(500, 'grey');

test('a small picture is painted where the view has it, without what lies outside', () => {
  const picture = createPicture(screen.element);
  const shapes = [square(10, 20, 'grey'), square(5000, 20, 'red')];
  const again = picture.show(frame(shapes, { view: { zoom: 0.5, panX: 7, panY: 3 } }));
  expect(again).toBe(false);
  expect(screen.painted).toEqual([{ x: 24, y: 26, width: 10, height: 10, fill: 'grey' }]);
  expect(strokes()).toBe(0);
});

test('a large picture is there at once, on a sheet', () => {
  expect(createPicture(screen.element).show(frame(large))).toBe(false);
  expect(screen.painted).toHaveLength(500);
  expect(screen.painted[26]).toEqual({ x: 48, y: 48, width: 20, height: 20, fill: 'grey' });
  expect([screen.strokes, strokes()]).toEqual([0, 500]);
});

test('moving it moves the sheet, and paints nothing until its margin is used up', () => {
  const picture = createPicture(screen.element);
  picture.show(frame(large));
  expect(picture.show(frame(large, { view: { zoom: 1, panX: -30, panY: 15 } }))).toBe(false);
  expect(screen.painted[0]).toEqual({ x: -60, y: 30, width: 20, height: 20, fill: 'grey' });
  expect(strokes()).toBe(500);

  // Beyond a quarter of the window on a side.
  const far = { zoom: 1, panX: 201, panY: 0 };
  expect(picture.show(frame(large, { view: far }))).toBe(true);
  expect(screen.painted[0]?.x).toBe(402);
  while (picture.show(frame(large, { view: far })));
  expect(strokes()).toBe(1000);
});

test('new numbers are painted a part a frame, and shown when all of them are', () => {
  const picture = createPicture(screen.element);
  picture.show(frame(large));
  const next = squares(500, 'red');
  expect(picture.show(frame(next))).toBe(true);
  expect([strokes(), [...colours()]]).toEqual([800, ['grey']]);
  expect(picture.show(frame(next))).toBe(false);
  expect([strokes(), [...colours()]]).toEqual([1000, ['red']]);
});

test('numbers that come while others are painted do not keep them from being shown', () => {
  const picture = createPicture(screen.element);
  picture.show(frame(large));
  picture.show(frame(squares(500, 'red')));
  const last = squares(500, 'blue');
  expect(picture.show(frame(last))).toBe(true);
  expect([...colours()]).toEqual(['red']);
  while (picture.show(frame(last)));
  expect([...colours()]).toEqual(['blue']);
});

test('another zoom scales what there is, until it is painted sharp', () => {
  const picture = createPicture(screen.element);
  picture.show(frame(large));
  const view = { zoom: 0.8, panX: 10, panY: 0 };
  expect(picture.show(frame(large, { view }))).toBe(true);
  const scaled = screen.painted[26];
  expect(scaled?.x).toBeCloseTo((24 * 0.8 + 10) * ratio, 6);
  expect(scaled?.width).toBeCloseTo(16, 6);
  expect(picture.show(frame(large, { view }))).toBe(false);
  const sharp = screen.painted[26];
  for (const side of ['x', 'y', 'width', 'height'] as const)
    expect(sharp?.[side]).toBeCloseTo(scaled?.[side] ?? Number.NaN, 6);
  expect(strokes()).toBe(1000);
});

test.each<[string, Partial<PictureFrame>]>([
  ['another arrangement', { arrangement: 2 }],
  ['another size', { size: { width: 780, height: 600 } }],
  ['a screen of other pixels', { ratio: 1 }],
])('%s is never shown by halves, nor by the old sheet', (_, change) => {
  const picture = createPicture(screen.element);
  picture.show(frame(large));
  expect(picture.show(frame(squares(500, 'red'), change))).toBe(false);
  expect([...colours()]).toEqual(['red']);
});

test('images that have come are painted into the same shapes', () => {
  const picture = createPicture(screen.element);
  picture.show(frame(large));
  expect(picture.show(frame(large, { edition: 1 }))).toBe(true);
  expect(picture.show(frame(large, { edition: 1 }))).toBe(false);
});

test('what was small is not remembered when it has become large again', () => {
  const picture = createPicture(screen.element);
  picture.show(frame(large));
  picture.show(frame([square(0, 0, 'red')]));
  expect([...colours()]).toEqual(['red']);
  expect(picture.show(frame(squares(500, 'blue')))).toBe(false);
  expect([...colours()]).toEqual(['blue']);
});
