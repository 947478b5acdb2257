import { describe, expect, test } from 'vitest';
import { tokens } from '#components/ui/theme/tokens.ts';
import type { CanvasModel } from '../canvas-model.ts';
import type { Placed } from '../geometry/placed.ts';
import { makeCard, makeEdge, makeLine, makeModel } from '../testing/model-builder.ts';
import {
  diffElements,
  type Element,
  edgesTouching,
  elementsOf,
  faintOpacity,
  type Look,
  steadyWidths,
  strengths,
} from './elements.ts';

const look: Look = {
  theme: 'light',
  tokens: tokens.light,
  selected: null,
  hovered: null,
  strongEdges: new Set(),
  emphasis: null,
};

const placed: Placed = {
  regions: [],
  boxes: [],
  cards: new Map([
    ['a', { id: 'a', x: 0, y: 0, width: 100, height: 40 }],
    ['b', { id: 'b', x: 164, y: 60, width: 120, height: 40 }],
  ]),
  edges: new Map([
    [
      'a>b',
      makeLine([
        { x: 100, y: 20 },
        { x: 108, y: 20 },
        { x: 108, y: 80 },
        { x: 161, y: 80 },
      ]),
    ],
  ]),
  bounds: { x: 0, y: 0, width: 284, height: 100 },
};

const before = makeModel(
  [makeCard('a'), makeCard('b')],
  [makeEdge('a', 'b', { above: '10/s', below: '20 ms' })],
);

const draw = (model: CanvasModel, changes: Partial<Look> = {}, at = placed) =>
  elementsOf(model, at, { ...look, ...changes });
const asMap = (elements: readonly Element[]) => new Map(elements.map((element) => [element.id, element]));
const diff = (model: CanvasModel, changes: Partial<Look> = {}, at = placed) =>
  diffElements(asMap(draw(before)), draw(model, changes, at));

const nothing = { added: [], removed: [], changed: [], moved: [] };

describe('a metrics tick', () => {
  test('that changes only numbers touches no element', () => {
    const tick = makeModel(
      [makeCard('a', { detail: 'v1 · 11/s', label: 'a, now' }), makeCard('b', { detail: 'v1 · 9/s' })],
      [makeEdge('a', 'b', { above: '11/s', below: '31 ms', label: 'other' })],
    );
    expect(diff(tick)).toEqual(nothing);
  });

  test('that changes a width step touches that edge', () => {
    const tick = makeModel(before.cards, [makeEdge('a', 'b', { width: 2.25 })]);
    expect(diff(tick)).toEqual({ ...nothing, changed: [{ id: 'a>b', data: { width: 2.25 } }] });
  });

  test('that changes a state touches that node', () => {
    const tick = makeModel([makeCard('a', { state: 'fail' }), makeCard('b')], before.edges);
    const { changed, ...rest } = diff(tick);
    expect(rest).toEqual({ added: [], removed: [], moved: [] });
    expect(changed.map(({ id }) => id)).toEqual(['a']);
    expect(changed[0]?.data).toMatchObject({
      lineColour: tokens.light.failing,
      ground: tokens.light.failingSoft,
    });
  });
});

test('a choice changes the node and its edges, and moves nothing', () => {
  const { changed, moved } = diff(before, { selected: 'b', strongEdges: edgesTouching(before, ['b']) });
  expect(changed.map(({ id }) => id)).toEqual(['b', 'a>b']);
  expect(moved).toEqual([]);
});

test('a node that goes takes its edges along; one that moves is moved', () => {
  const fewer = { ...placed, cards: new Map([['a', { id: 'a', x: 10, y: 0, width: 100, height: 40 }]]) };
  expect(diff(makeModel([makeCard('a')]), {}, fewer)).toEqual({
    ...nothing,
    removed: ['b', 'a>b'],
    moved: ['a'],
  });
});

test('lines are crisp: the body is smaller by its line, around the same centre', () => {
  const [quiet] = draw(before);
  const [chosen] = draw(before, { selected: 'a' });
  expect(quiet?.data).toMatchObject({ width: 99, height: 39, line: 1 });
  expect(chosen?.data).toMatchObject({ width: 98, height: 38, line: 2 });
  expect(chosen?.position).toEqual(quiet?.position);
});

test('what is not looked for is faint', () => {
  const opacities = draw(before, { emphasis: new Set(['a']) }).map(({ id, data }) => [id, data.opacity]);
  expect(opacities).toEqual([
    ['a', 1],
    ['b', faintOpacity],
    ['a>b', faintOpacity],
  ]);
});

test('an edge on another way has moved, also when it looks the same', () => {
  const line = makeLine([
    { x: 100, y: 20 },
    { x: 161, y: 80 },
  ]);
  expect(diff(before, {}, { ...placed, edges: new Map([['a>b', line]]) })).toEqual({
    ...nothing,
    moved: ['a>b'],
  });
});

test('only some elements can be asked for', () => {
  const some = elementsOf(before, placed, look, new Set(['b']));
  expect(some.map(({ id }) => id)).toEqual(['b']);
});

test('edges touching a card include those of its rows', () => {
  const row = { id: 'a1', mark: 'circle', title: 'v1', detail: '', state: 'ok', label: '' } as const;
  const model = makeModel(
    [makeCard('a', { rows: [row] }), makeCard('b'), makeCard('c')],
    [makeEdge('a1', 'b'), makeEdge('b', 'c')],
  );
  expect([...edgesTouching(model, ['a', null])]).toEqual(['a1>b']);
  expect([...edgesTouching(model, [null])]).toEqual([]);
});

test('noise of a tick changes no line; what can be seen does', () => {
  const line = (width: number, state: 'ok' | 'fail' = 'ok') =>
    draw(makeModel([makeCard('a'), makeCard('b')], [makeEdge('a', 'b', { width, state })]), {}, placed);
  const shown = new Map(line(2).map((element) => [element.id, element]));
  const widths = (wanted: readonly Element[]) =>
    steadyWidths(shown, wanted).flatMap(({ kind, data }) => (kind === 'edge' ? [data.width] : []));
  expect(widths(line(2.25))).toEqual([2]);
  expect(widths(line(1.75))).toEqual([2]);
  expect(widths(line(2.5))).toEqual([2.5]);
  expect(diffElements(shown, steadyWidths(shown, line(2.25))).changed).toEqual([]);
  expect(diffElements(shown, steadyWidths(shown, line(2, 'fail'))).changed).toHaveLength(1);
});

describe('a picture of many lines', () => {
  const many = (count: number) => ({
    edges: [
      ...Array.from({ length: count - 3 }, (_, index) => makeEdge('a', `${index}`, { width: 1.5 })),
      makeEdge('a', 'loud', { width: 4 }),
      makeEdge('a', 'slow', { width: 1, state: 'warn' }),
      makeEdge('a', 'idle', { width: 1, state: 'idle' }),
    ],
  });
  const drawn = (count: number) => {
    const model = many(count);
    return model.edges.slice(-4).map(strengths(model));
  };

  test('hushes the quiet ones, so that the loud and the wrong ones are seen', () => {
    expect(drawn(120)).toEqual([1, 1, 1, 1]);
    expect(drawn(121)).toEqual([0.5, 1, 1, 0.4]);
  });

  const crowd = Array.from({ length: 121 }, (_, index) => makeEdge('a', `x${index}`, { width: 3 }));
  const strengthOf = (elements: readonly Element[]) => elements.find(({ id }) => id === 'a>b')?.data.strength;
  const withWidth = (width: number) => makeModel(before.cards, [makeEdge('a', 'b', { width }), ...crowd]);

  test('draws those of what is chosen or looked for in full', () => {
    expect(strengthOf(draw(withWidth(1.5)))).toBe(0.6);
    expect(strengthOf(draw(withWidth(1.5), { strongEdges: new Set(['a>b']) }))).toBe(1);
    expect(strengthOf(draw(withWidth(1.5), { emphasis: new Set(['a>b']) }))).toBe(1);
  });

  test('a tick that changes widths a little changes no strength', () => {
    const shown = asMap(draw(withWidth(1.5)));
    expect(strengthOf(steadyWidths(shown, draw(withWidth(1.75))))).toBe(0.6);
    expect(strengthOf(steadyWidths(shown, draw(withWidth(2.25))))).toBe(0.8);
    const chosen = draw(withWidth(1.75), { strongEdges: new Set(['a>b']) });
    expect(strengthOf(steadyWidths(shown, chosen))).toBe(1);
  });
});
