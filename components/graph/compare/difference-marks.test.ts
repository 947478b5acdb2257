import { describe, expect, test } from 'vitest';
import { emptyModel } from '#components/kit/graph-canvas/canvas-model.ts';
import { canvasEdge, cardsOf } from '#components/mesh-drawing/canvas-mapping.ts';
import { drawGraph } from '#components/mesh-drawing/drawing.ts';
import {
  makeEdge,
  makeGraph,
  makeNode,
  makeTraffic,
} from '#components/mesh-drawing/testing/graph-builder.ts';
import { words as drawingWords, foldWords } from '#components/mesh-drawing/testing/words.ts';
import { type Change, compareGraphs, type DifferenceKind } from '#lib/graph/views/compare.ts';
import { foldNamespaces, namespaceFigures } from '#lib/graph/views/fold.ts';
import { chipText, withDifferences } from './difference-marks.ts';
import { allDifferences, differenceLists, differencesWithin, withGone } from './ghosts.ts';

const words = {
  new: 'new',
  gone: 'gone',
  told: ({ kinds }: { kinds: readonly string[] }) => kinds.join(' and '),
  counted: (kind: DifferenceKind, count: number) => `${count} ${kind}`,
  list: (parts: readonly string[]) => parts.join(' and '),
};
const nodes = [makeNode('a'), makeNode('b'), makeNode('c')];
const then = makeGraph(nodes, [makeEdge('a', 'b'), makeEdge('a', 'c')]);
const now = makeGraph(
  [makeNode('a'), makeNode('b', { inbound: makeTraffic(32) }), makeNode('d')],
  [makeEdge('a', 'b', { requestsPerSecond: 32, p95Ms: 140 }), makeEdge('a', 'd')],
);

test.each<[DifferenceKind, Partial<Change>, string]>([
  ['slower', { latencyMs: 120 }, '+120 ms'],
  ['slower', { latencyMs: 1500 }, '+1.5 s'],
  ['faster', { latencyMs: -80.4 }, '−80 ms'],
  ['louder', { rateFactor: 3.2 }, '×3.2'],
  ['louder', { rateFactor: 41.3 }, '×41'],
  ['quieter', { rateFactor: 0.413 }, '×0.41'],
  ['more-errors', { errorRatio: 0.042 }, '+4.2%'],
  ['fewer-errors', { errorRatio: -0.11 }, '−11%'],
  ['new', {}, 'new'],
  ['gone', {}, 'gone'],
])('%s %j reads %s', (kind, change, text) => {
  const none: Change = { rateFactor: null, latencyMs: null, latencyOf: 'p95', errorRatio: null };
  expect(chipText({ id: 'x', kinds: [kind], change: { ...none, ...change } }, words)).toBe(text);
});

describe('a picture with what differs', () => {
  const comparison = compareGraphs(now, then);
  const whole = withGone(now, comparison);

  const drawn = {
    ...emptyModel,
    cards: cardsOf(whole.nodes, drawingWords, { box: () => null, region: () => null }),
    edges: whole.edges.map((edge) => canvasEdge(edge, 'rate-p95', () => edge.id)),
  };

  test('what is gone stays as a ghost without traffic', () => {
    const ghost = whole.edges.find(({ target }) => target === 'c');
    expect([ghost?.requestsPerSecond, ghost?.p95Ms, ghost?.health.state]).toEqual([0, null, 'idle']);
    expect(whole.nodes.find(({ id }) => id === 'c')?.inbound).toBeNull();
  });

  test('chips, words, and sentences for a screen reader', () => {
    const model = withDifferences(drawn, comparison, words, new Map());
    const chips = model.edges.map(({ target, chip, chipTone }) => [target, chip, chipTone]);
    expect(chips).toEqual([
      ['b', '+120 ms', 'worse'],
      ['d', 'new', 'new'],
      ['c', 'gone', 'gone'],
    ]);
    expect(model.edges[0]?.label).toContain('slower and louder');
    expect(model.cards.find(({ id }) => id === 'c')?.detail).toBe('gone');
    expect(model.cards.find(({ id }) => id === 'd')?.detail).toMatch(/^new · /);
  });

  test('lists to step through: a node that is new says no more than its edge', () => {
    const lists = differenceLists(whole, comparison);
    expect(lists).toMatchObject({
      slower: ['a>b'],
      louder: ['a>b'],
      new: ['a>d'],
      gone: ['a>c'],
      faster: [],
    });
    expect(allDifferences(lists)).toEqual(['a>b', 'a>d', 'a>c']);
  });
});

describe('a folded picture with what differs', () => {
  const at = (name: string, namespace: string) => makeNode(name, { namespace });
  const present = makeGraph(
    [at('web', 'front'), at('a', 'shop'), at('b', 'shop'), at('c', 'shop'), at('tax', 'money')],
    [
      makeEdge('web', 'a', { p95Ms: 140 }),
      makeEdge('web', 'b', { p95Ms: 190 }),
      makeEdge('a', 'b'),
      makeEdge('b', 'c'),
      makeEdge('c', 'tax', { requestsPerSecond: 64 }),
    ],
  );
  const past = makeGraph(present.nodes, [
    makeEdge('web', 'a'),
    makeEdge('web', 'b'),
    makeEdge('a', 'c'),
    makeEdge('c', 'tax'),
  ]);
  const compared = compareGraphs(present, past);
  const shown = withGone(present, compared);
  const folded = foldNamespaces(shown, (namespace) => namespace !== 'front');
  const drawn = drawGraph(
    shown.nodes,
    {
      folded,
      boxes: namespaceFigures(shown),
      boxing: 'namespace',
      labels: 'rate-p95',
      matches: new Map(),
    },
    drawingWords,
    foldWords,
  );
  const within = differencesWithin(differenceLists(shown, compared), folded.standIns);
  const model = withDifferences(drawn, compared, words, within);

  test('counts on added-up edges, one difference alone as it is', () => {
    const edges = model.edges.map(({ source, target, chip, chipTone }) => [source, target, chip, chipTone]);
    expect(edges).toEqual([
      ['web', 'box:c/shop', '2 slower', 'worse'],
      ['box:c/shop', 'box:c/money', '×6.4', 'more'],
    ]);
    expect(model.edges[0]?.label).toContain('2 slower');
  });

  test('counts of what differs inside on the namespace, told to screen readers too', () => {
    const shop = model.cards.find(({ id }) => id === 'box:c/shop');
    expect(shop?.summary?.matches).toBe('2 new · 1 gone');
    expect(shop?.label).toContain('2 new and 1 gone');
    expect(model.cards.find(({ id }) => id === 'box:c/money')?.summary?.matches).toBe('');
  });
});
