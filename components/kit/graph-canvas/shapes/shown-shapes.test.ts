import { expect, test } from 'vitest';
import { tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasModel } from '../canvas-model.ts';
import type { Placed } from '../geometry/placed.ts';
import { makeCard, makeEdge, makeLine, makeModel } from '../testing/model-builder.ts';
import { elementsOf } from './elements.ts';
import { createShownShapes } from './shown-shapes.ts';

const placed: Placed = {
  regions: [],
  boxes: [],
  cards: new Map([
    ['a', { id: 'a', x: 0, y: 0, width: 100, height: 40 }],
    ['b', { id: 'b', x: 170, y: 0, width: 100, height: 40 }],
  ]),
  edges: new Map([
    [
      'a>b',
      makeLine([
        { x: 100, y: 20 },
        { x: 167, y: 20 },
      ]),
    ],
  ]),
  bounds: { x: 0, y: 0, width: 270, height: 40 },
};
const elements = (model: CanvasModel, at: Placed = placed) =>
  elementsOf(model, at, {
    theme: 'light',
    tokens: tokens.light,
    selected: null,
    hovered: null,
    strongEdges: new Set(),
    emphasis: null,
  });
const quiet = makeModel([makeCard('a'), makeCard('b')], [makeEdge('a', 'b')]);

test('a tick that changes only numbers leaves the very same picture', () => {
  const shown = createShownShapes();
  expect(shown.take(elements(quiet))).toBe(true);
  const before = shown.inOrder();
  const tick = makeModel([makeCard('a', { detail: '11/s' }), makeCard('b')], quiet.edges);
  expect(shown.take(elements(tick))).toBe(false);
  expect(shown.inOrder()).toBe(before);
});

test('what changes gets a new shape, the rest keeps its own', () => {
  const shown = createShownShapes();
  shown.take(elements(quiet));
  const [line, a, b] = shown.inOrder();
  expect(line?.kind).toBe('line');
  shown.take(elements(makeModel([makeCard('a', { state: 'fail' }), makeCard('b')], quiet.edges)));
  const after = shown.inOrder();
  expect(after[0]).toBe(line);
  expect(after[1]).not.toBe(a);
  expect(after[1]).toMatchObject({ line: tokens.light.failing });
  expect(after[2]).toBe(b);
});

test('what is gone is not drawn', () => {
  const shown = createShownShapes();
  shown.take(elements(quiet));
  expect(shown.take(elements(makeModel([makeCard('b')])))).toBe(true);
  expect(shown.inOrder()).toHaveLength(1);
  expect([shown.has('a'), shown.has('b'), shown.count()]).toEqual([false, true, 1]);
});

test('places asked anew are the same picture, others are another', () => {
  const shown = createShownShapes();
  shown.take(elements(quiet));
  const first = shown.arrangement();
  expect(shown.take(elements(quiet, structuredClone(placed)))).toBe(false);
  shown.take(elements(makeModel([makeCard('a', { state: 'fail' }), makeCard('b')], quiet.edges)));
  expect(shown.arrangement()).toBe(first);
  const cards = new Map([...placed.cards].map(([id, at]) => [id, { ...at, y: at.y + 50 }]));
  expect(shown.take(elements(quiet, { ...placed, cards }))).toBe(true);
  expect(shown.arrangement()).not.toBe(first);
});
