import { expect, test } from 'vitest';
import { tokens } from '#components/ui/theme/tokens.ts';
import { writeShapes } from '../export/svg-shapes.ts';
import type { Placed } from '../geometry/placed.ts';
import { makeCard, makeEdge, makeLine, makeModel } from '../testing/model-builder.ts';
import { elementsOf } from './elements.ts';
import { shapesOf } from './shapes.ts';

const model = makeModel(
  [makeCard('a', { box: 'ns' }), makeCard('b', { state: 'idle' })],
  [makeEdge('a', 'b', { state: 'fail' })],
);
const placed: Placed = {
  regions: [],
  boxes: [{ id: 'ns', namespace: 'ns', x: -10, y: -28, width: 120, height: 80 }],
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
  bounds: { x: -10, y: -28, width: 300, height: 80 },
};
const look = {
  theme: 'light',
  tokens: tokens.light,
  selected: 'a',
  hovered: null,
  strongEdges: new Set<string>(),
  emphasis: new Set(['a', 'a>b']),
} as const;
const shapes = shapesOf(elementsOf(model, placed, look));

test('boxes lie under lines, lines under cards', () => {
  expect(shapes.map(({ kind }) => kind)).toEqual(['rect', 'line', 'rect', 'rect']);
});

test('a shape has the look of its element', () => {
  expect(shapes[1]).toMatchObject({
    colour: tokens.light.failing,
    dash: [7, 4.5],
    head: 'arrow',
    opacity: 1,
  });
  expect(shapes[3]).toMatchObject({ dash: [4, 3], opacity: 0.3, rect: { x: 170.5, width: 99 } });
});

test('what is chosen has a ring, and all that is painted lies within the bounds', () => {
  const chosen = shapes.find(({ ring }) => ring !== null);
  expect(chosen).toMatchObject({ kind: 'rect', ring: { colour: tokens.light.accent } });
  expect(chosen?.bounds).toEqual({ x: -13, y: -13, width: 126, height: 66 });
  expect(shapes[1]?.bounds).toMatchObject({ x: expect.any(Number) });
  expect(shapes[1]?.bounds.x).toBeLessThan(95);
});

test('as SVG it holds drawings, not files, and names no address', () => {
  const svg = writeShapes(shapes);
  expect(svg).toContain('stroke-dasharray="7 4.5"');
  expect(svg).toContain('<svg x="-13" y="-13" xmlns');
  expect(svg).not.toMatch(/data:|href|NaN|undefined/);
});
