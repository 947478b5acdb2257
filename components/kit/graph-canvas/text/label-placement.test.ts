import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutGraph } from '#lib/graph/layout/layout.ts';
import { demo, mesh } from '#lib/graph/layout/testing/layouts.ts';
import type { CanvasEdge } from '../canvas-model.ts';
import type { Point, Rect } from '../geometry/edge-geometry.ts';
import { toPlaced } from '../geometry/placed.ts';
import { overlaps } from '../geometry/rect-index.ts';
import { zoomClasses } from '../geometry/viewport.ts';
import { makeEdge, makeLine, sixPixels } from '../testing/model-builder.ts';
import { placeLabels } from './label-placement.ts';

/** Edges that leave x = 0 by a trunk at 8 and run flat to x = 61. */
function fan(...targets: readonly { y: number; edge: Partial<CanvasEdge> }[]) {
  return targets.map(({ y, edge }, index) => ({
    edge: makeEdge('a', `t${index}`, edge),
    place: makeLine([
      { x: 0, y: 0 },
      { x: 8, y: 0 },
      { x: 8, y },
      { x: 61, y },
    ]),
  }));
}

const shown = (labels: ReturnType<typeof placeLabels>, id: string) => {
  const found = labels.get(id);
  return [found?.above != null, found?.below != null, found?.chip != null];
};

const both = { above: '38/s', below: '61 ms' };

test.each([
  { name: 'with room: rate over the line, latency under it', next: 80, first: [true, true, false] },
  { name: 'the next line 40 px away still leaves room', next: 60, first: [true, true, false] },
  { name: 'the next line 39 px away takes the latency', next: 59, first: [true, false, false] },
  {
    name: 'the next line too close for its own rate',
    next: 30,
    first: [true, false, false],
    second: [false, false, false],
  },
])('$name', ({ next, first, second = [true, true, false] }) => {
  const lines = fan({ y: 20, edge: { ...both, width: 3 } }, { y: next, edge: both });
  const labels = placeLabels(lines, [], 1, sixPixels);
  expect(shown(labels, 'a>t0')).toEqual(first);
  expect(shown(labels, 'a>t1')).toEqual(second);
});

test('labels stand in the middle of the run, nine pixels off the line', () => {
  const labels = placeLabels(fan({ y: 20, edge: both }), [], 1, sixPixels);
  expect(labels.get('a>t0')).toEqual({ above: { x: 34.5, y: 11 }, below: { x: 34.5, y: 29 }, chip: null });
});

test('what is wider than the run is left out', () => {
  const labels = placeLabels(fan({ y: 20, edge: { above: '1234567890', below: '' } }), [], 1, sixPixels);
  expect(labels.size).toBe(0);
});

test('at a smaller zoom text needs more of the drawing', () => {
  const lines = fan({ y: 20, edge: { above: '12345678', below: '' } });
  expect(shown(placeLabels(lines, [], 1, sixPixels), 'a>t0')[0]).toBe(true);
  expect(shown(placeLabels(lines, [], 0.85, sixPixels), 'a>t0')[0]).toBe(false);
});

test('no label over a card or over a line that crosses', () => {
  const card: Rect = { x: 30, y: 4, width: 40, height: 10 };
  expect(shown(placeLabels(fan({ y: 20, edge: both }), [card], 1, sixPixels), 'a>t0')).toEqual([
    false,
    false,
    false,
  ]);
  const crossing: { edge: CanvasEdge; place: ReturnType<typeof makeLine> } = {
    edge: makeEdge('x', 'y'),
    place: makeLine([
      { x: 34, y: -50 },
      { x: 34, y: 15 },
      { x: 200, y: 15 },
    ] satisfies Point[]),
  };
  const labels = placeLabels([...fan({ y: 20, edge: both }), crossing], [], 1, sixPixels);
  expect(shown(labels, 'a>t0')[0]).toBe(false);
});

test('a chip replaces both labels and stands before the arrow', () => {
  const labels = placeLabels(fan({ y: 20, edge: { ...both, state: 'fail', chip: '8%' } }), [], 1, sixPixels);
  // 5 + 11 + 3 + 12 + 5 wide, ten before the end at 61.
  expect(labels.get('a>t0')).toEqual({
    above: null,
    below: null,
    chip: { x: 15, y: 11, width: 36, height: 18, marked: true },
  });
});

test.each([
  { name: 'gives up its mark', right: 28, chipTone: undefined, x: 29, width: 22, marked: false },
  {
    name: 'covers as little as it can where that is not enough',
    right: 40,
    chipTone: undefined,
    x: 29,
    width: 22,
    marked: false,
  },
  { name: 'keeps the mark of a comparison', right: 28, chipTone: 'worse', x: 15, width: 36, marked: true },
] as const)('a chip between a card and its arrow $name', ({ right, chipTone, x, width, marked }) => {
  const card: Rect = { x: 0, y: 0, width: right, height: 60 };
  const lines = fan({ y: 20, edge: { state: 'fail', chip: '8%', ...(chipTone ? { chipTone } : {}) } });
  const chip = placeLabels(lines, [card], 1, sixPixels).get('a>t0')?.chip;
  expect(chip).toEqual({ x, y: 11, width, height: 18, marked });
});

test('of two chips that would cover each other the worse one stays', () => {
  const lines = fan(
    { y: 20, edge: { state: 'warn', chip: '1.9 s' } },
    { y: 34, edge: { state: 'fail', chip: '18%' } },
  );
  const labels = placeLabels(lines, [], 1, sixPixels);
  expect(shown(labels, 'a>t0')).toEqual([false, false, false]);
  expect(shown(labels, 'a>t1')).toEqual([false, false, true]);
});

test('a chip that has room on a long line steps back instead', () => {
  const long = (id: string, y: number) => ({
    edge: makeEdge('a', id, { state: 'warn', chip: '1.9 s' }),
    place: makeLine([
      { x: 0, y },
      { x: 300, y },
    ]),
  });
  const labels = placeLabels([long('t0', 0), long('t1', 14)], [], 1, sixPixels);
  const [first, second] = [labels.get('a>t0')?.chip, labels.get('a>t1')?.chip];
  expect(second && first && first.x - second.x).toBe(58);
});

/** Every edge with a chip, as in a mesh where everything fails. */
function chipsOf(
  { cards, edges }: Pick<typeof demo, 'cards' | 'edges'>,
  zoom: number,
  words: readonly string[],
) {
  const placed = toPlaced(layoutGraph({ cards, edges, viewport: null, previous: null }));
  const lines = edges.flatMap(({ id, source, target }, index) => {
    const place = placed.edges.get(id);
    const chip = words[index % words.length] ?? '';
    return place && source !== target
      ? [{ edge: makeEdge(source, target, { state: index % 3 === 0 ? 'fail' : 'warn', chip }), place }]
      : [];
  });
  const obstacles = [...placed.cards.values()];
  const labels = placeLabels(lines, obstacles, zoom, sixPixels);
  return { chips: [...labels.values()].flatMap(({ chip }) => chip ?? []), obstacles };
}

const words = ['8%', '1.9 s', '100%', '12.5 s'];

test('no two chips overlap in any picture at any zoom, and none hides a name from afar', () => {
  const zooms = fc.double({ min: zoomClasses.names, max: 1, noNaN: true });
  void fc.assert(
    fc.property(mesh, zooms, ({ cards, edges }, zoom) => {
      const { chips, obstacles } = chipsOf({ cards, edges }, zoom, words);
      const onScreen = chips.map((chip) => ({
        x: Math.round(chip.x * zoom),
        y: Math.round(chip.y * zoom),
        width: Math.round(chip.width * zoom),
        height: Math.round(chip.height * zoom),
      }));
      onScreen.forEach((chip, index) => {
        for (const other of onScreen.slice(index + 1)) expect(overlaps(chip, other)).toBe(false);
      });
      if (zoom >= zoomClasses.full) return;
      for (const chip of chips) for (const card of obstacles) expect(overlaps(chip, card)).toBe(false);
    }),
  );
});

test('what fails keeps its chip in a picture of usual size, also below the zoom of all texts', () => {
  expect(chipsOf(demo, 1, ['8%']).chips.length).toBeGreaterThan(12);
  expect(chipsOf(demo, 0.6, ['8%']).chips.length).toBeGreaterThan(4);
});
