import { expect, test } from 'vitest';
import { makeCard, makeEdge, makeLine, makeModel, sixPixels } from '../testing/model-builder.ts';
import {
  layoutRequest,
  nothingPlaced,
  placeOf,
  placesKey,
  selectablePlaces,
  surroundingsOf,
  toPlaced,
} from './placed.ts';

const rows = [
  { id: 'r1', mark: 'circle', title: 'v1', detail: '90%', state: 'ok', label: '' },
  { id: 'r2', mark: 'diamond', title: 'v2', detail: '10%', state: 'fail', label: '' },
] as const;
const model = makeModel(
  [makeCard('a', { box: 'ns' }), makeCard('b', { rows })],
  [makeEdge('a', 'r1'), makeEdge('a', 'r2')],
);

test('the key of places ignores numbers, states and order', () => {
  const tick = makeModel(
    [
      makeCard('b', { rows: rows.map((row) => ({ ...row, detail: '50%' })) }),
      makeCard('a', { box: 'ns', state: 'warn', detail: 'x' }),
    ],
    [makeEdge('a', 'r2', { above: '1/s', state: 'fail' }), makeEdge('a', 'r1', { width: 4 })],
  );
  expect(placesKey(tick)).toBe(placesKey(model));
});

test.each([
  ['a node', makeModel([...model.cards, makeCard('c')], model.edges)],
  ['an edge', makeModel(model.cards, [...model.edges, makeEdge('r1', 'a')])],
  [
    'a version',
    makeModel([makeCard('a', { box: 'ns' }), makeCard('b', { rows: rows.slice(0, 1) })], model.edges),
  ],
  ['another box', makeModel([makeCard('a', { box: 'other' }), makeCard('b', { rows })], model.edges)],
])('%s changes it', (_, changed) => {
  expect(placesKey(changed)).not.toBe(placesKey(model));
});

test('the layout is asked with sizes, rows and edges', () => {
  const request = layoutRequest(model, sixPixels, { width: 800, height: 600 });
  expect(request.cards).toEqual([
    { id: 'a', namespace: 'ns', region: null, width: 116, height: 40, rows: [] },
    {
      id: 'b',
      namespace: null,
      region: null,
      width: 134,
      height: 94,
      rows: [
        { id: 'r1', y: 30, height: 26 },
        { id: 'r2', y: 60, height: 26 },
      ],
    },
  ]);
  expect(request.edges).toEqual([
    { id: 'a>r1', source: 'a', target: 'r1' },
    { id: 'a>r2', source: 'a', target: 'r2' },
  ]);
});

test('for a smaller zoom cards are wider, because text does not shrink', () => {
  const request = layoutRequest(model, sixPixels, { width: 800, height: 600 }, {}, 0.8);
  expect(request.cards.map(({ width, height }) => [width, height])).toEqual([
    [136, 40],
    [134, 94],
  ]);
  expect(request.viewport).toEqual({ width: 970, height: 720 });
});

test('arrows end before the card, and labels of straight edges behind the trunk', () => {
  const placed = toPlaced({
    cards: [{ id: 'b', x: 164, y: 0, width: 134, height: 94 }],
    boxes: [],
    regions: [],
    edges: [
      {
        id: 'e',
        source: 'a',
        points: [
          { x: 100, y: 43 },
          { x: 164, y: 43 },
        ],
        trunkX: 108,
        label: { x: 100, y: 43, width: 64 },
      },
    ],
    bounds: { x: 0, y: 0, width: 300, height: 100 },
  });
  expect(placed.edges.get('e')).toEqual({
    points: [
      { x: 100, y: 43 },
      { x: 161, y: 43 },
    ],
    run: { x1: 108, x2: 161, y: 43 },
  });
  expect([...selectablePlaces(model, placed)]).toEqual([
    ['b', placed.cards.get('b')],
    ['r1', { x: 172, y: 30, width: 118, height: 26 }],
    ['r2', { x: 172, y: 60, width: 118, height: 26 }],
  ]);
});

test('what is chosen is looked at: a card, a box, or the end of an edge', () => {
  const card = { id: 'a', x: 0, y: 0, width: 100, height: 40 };
  const box = { id: 'frame', namespace: 'shop', x: -10, y: -28, width: 120, height: 78 };
  const placed = {
    ...nothingPlaced,
    cards: new Map([['a', card]]),
    boxes: [box],
    edges: new Map([
      [
        'z>a',
        makeLine([
          { x: -200, y: 20 },
          { x: -3, y: 20 },
        ]),
      ],
    ]),
  };
  const model = makeModel([makeCard('a')]);
  const looked = (id: string) => placeOf(id, model, placed);
  expect(looked('a')).toMatchObject(card);
  expect(looked('shop')).toMatchObject(box);
  expect(looked('z>a')).toEqual({ x: -63, y: 0, width: 120, height: 40 });
  expect(looked('gone')).toBeNull();
});

test('what surrounds a choice: the lines of a card and of its rows with their other ends, of an edge both ends', () => {
  const far = makeModel([...model.cards, makeCard('c')], [...model.edges, makeEdge('r2', 'c')]);
  const placed = {
    ...nothingPlaced,
    cards: new Map([
      ['a', { id: 'a', x: 0, y: 0, width: 100, height: 40 }],
      ['b', { id: 'b', x: 200, y: 100, width: 130, height: 94 }],
      ['c', { id: 'c', x: 500, y: 400, width: 100, height: 40 }],
    ]),
    edges: new Map([
      [
        'a>r1',
        makeLine([
          { x: 100, y: -30 },
          { x: 200, y: -30 },
        ]),
      ],
    ]),
  };
  const of = (id: string) => {
    const place = placeOf(id, far, placed);
    return place && surroundingsOf(id, place, far, placed);
  };
  expect(of('c')).toEqual({ x: 208, y: 160, width: 392, height: 280 });
  expect(of('b')).toEqual({ x: 0, y: -30, width: 600, height: 470 });
  expect(of('a>r1')).toEqual({ x: 0, y: -50, width: 322, height: 206 });
});
