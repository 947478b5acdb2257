import { expect, test } from 'vitest';
import { tokens } from '#components/ui/theme/tokens.ts';
import type { Placed } from '../geometry/placed.ts';
import { elementsOf } from '../shapes/elements.ts';
import { makeCard, makeEdge, makeLine, makeModel } from '../testing/model-builder.ts';
import { elementAt } from './hits.ts';

const row = { id: 'a1', mark: 'circle', title: 'v1', detail: '', state: 'ok', label: '' } as const;
const model = makeModel(
  [makeCard('a', { box: 'ns', rows: [row] }), makeCard('b')],
  [makeEdge('a', 'b'), { ...makeEdge('a', 'b'), id: 'other' }],
);
const line = (y: number) =>
  makeLine([
    { x: 160, y },
    { x: 297, y },
  ]);
const placed: Placed = {
  regions: [],
  boxes: [{ id: 'ns', namespace: 'ns', x: -10, y: -28, width: 190, height: 140 }],
  cards: new Map([
    ['a', { id: 'a', x: 0, y: 0, width: 160, height: 100 }],
    ['b', { id: 'b', x: 300, y: 0, width: 100, height: 40 }],
  ]),
  edges: new Map([
    ['a>b', line(20)],
    ['other', line(30)],
  ]),
  bounds: { x: -10, y: -28, width: 410, height: 140 },
};
const elements = elementsOf(model, placed, {
  theme: 'light',
  tokens: tokens.light,
  selected: null,
  hovered: null,
  strongEdges: new Set(),
  emphasis: null,
});

test.each([
  ['a card', { x: 5, y: 5 }, 'a'],
  ['a row of it', { x: 80, y: 45 }, 'a1'],
  ['the line of a card', { x: 0.2, y: 50 }, 'a'],
  ['the ground of a box', { x: -5, y: 100 }, 'frame:ns'],
  ['a line', { x: 250, y: 20 }, 'a>b'],
  ['the nearer of two lines', { x: 250, y: 27 }, 'other'],
  ['beside a line, within reach', { x: 250, y: 36 }, 'other'],
  ['a line that crosses a box', { x: 170, y: 22 }, 'a>b'],
  ['a card under the end of a line', { x: 301, y: 20 }, 'b'],
  ['nothing', { x: 250, y: 60 }, null],
])('%s', (_, at, id) => expect(elementAt(elements, at, 8)?.id ?? null).toBe(id));

test('the reach is what is asked for', () => {
  expect(elementAt(elements, { x: 250, y: 36 }, 2)).toBeNull();
});
