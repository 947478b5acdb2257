import { describe, expect, test } from 'vitest';
import type { GraphEdge, GraphNode } from '#lib/api/traffic/graph.ts';
import { boxAround } from '#lib/graph/views/boxes.ts';
import { foldGraph } from '#lib/graph/views/fold.ts';
import { type Boxing, surroundings } from './boxing.ts';
import type { CanvasWords } from './canvas-mapping.ts';
import { drawGraph, type FoldWords, figuresOfBoxes } from './drawing.ts';
import { failing, idle, makeEdge, makeNode, makeTraffic } from './testing/graph-builder.ts';
import { foldWords, words } from './testing/words.ts';

interface Wish {
  /** Names of namespaces, and ids of other boxes. */
  folded?: readonly string[];
  boxing?: Boxing;
  matches?: ReadonlyMap<string, number>;
  pens?: { words: CanvasWords; foldWords: FoldWords };
}

function draw(nodes: GraphNode[], edges: GraphEdge[] = [], wish: Wish = {}) {
  const {
    folded = [],
    boxing = 'namespace',
    matches = new Map<string, number>(),
    pens = { words, foldWords },
  } = wish;
  const graph = { nodes, edges };
  const around = surroundings(nodes, boxing);
  const boxes = figuresOfBoxes(graph, around);
  const standIn = (node: GraphNode) =>
    around.levels
      .map((level) => around.boxAt(node, level))
      .find((box) => box && folded.includes(box.kind === 'namespace' ? box.name : box.id))?.id ?? null;
  return drawGraph(
    nodes,
    {
      folded: foldGraph(graph, standIn, boxes),
      boxes,
      boxing,
      labels: 'rate-p95',
      matches,
    },
    pens.words,
    pens.foldWords,
  );
}

const inside = (id: string, namespace: string, changes: Partial<GraphNode> = {}) =>
  makeNode(id, { namespace, ...changes });

test('no sentence for a screen reader is written while a tick is drawn', () => {
  const written: string[] = [];
  const noted =
    (name: string) =>
    (...said: readonly unknown[]) => {
      written.push(name);
      return `${said.length} said`;
    };
  const nodes = [inside('cart', 'shop'), inside('tax', 'shop'), inside('fraud', 'payments')];
  const edges = [makeEdge('cart', 'tax'), makeEdge('cart', 'fraud')];
  const model = draw(nodes, edges, {
    folded: ['payments'],
    pens: {
      words: { ...words, node: noted('node'), card: noted('card'), edge: noted('edge') },
      foldWords: {
        ...foldWords,
        box: noted('box'),
        bundle: noted('bundle'),
        fold: noted('fold'),
        unfold: noted('unfold'),
      },
    },
  });
  expect(written).toEqual([]);
  for (const item of [...model.cards, ...model.boxes, ...model.edges]) expect(item.label).toContain('said');
  expect(model.boxes.map(({ fold }) => fold)).toEqual(['1 said']);
  expect(model.cards.flatMap(({ summary }) => summary?.unfold ?? [])).toEqual(['1 said']);
});

describe('boxes', () => {
  const nodes = [
    inside('cart-v1', 'shop', { app: 'cart' }),
    inside('cart-db', 'shop', { app: 'cart' }),
    inside('tax', 'shop'),
    inside('fraud', 'payments', { cluster: 'd' }),
    makeNode('bank.example', { namespace: '', cluster: '', app: null }),
  ];
  const boxes = (boxing: Boxing) => {
    const { cards, boxes: drawn, regions } = draw(nodes, [], { boxing });
    return { of: cards.map(({ box }) => box), titles: drawn.map(({ title }) => title), regions };
  };

  test('around namespaces, framed by their clusters where there are several', () => {
    const { of, titles, regions } = boxes('namespace');
    expect(of).toEqual(['box:c/shop', 'box:c/shop', 'box:c/shop', 'box:d/payments', null]);
    expect(titles).toEqual(['shop', 'payments']);
    expect(regions.map(({ title }) => title)).toEqual(['c', 'd']);
    expect(draw(nodes.slice(0, 3)).regions).toEqual([]);
  });

  test('around clusters: no frames on top', () => {
    const { of, titles, regions } = boxes('cluster');
    expect(of).toEqual(['cluster:c', 'cluster:c', 'cluster:c', 'cluster:d', null]);
    expect(titles).toEqual(['c', 'd']);
    expect(regions).toEqual([]);
  });

  test('around apps of several cards', () => {
    expect(boxes('app').of).toEqual(['app:c/shop/cart', 'app:c/shop/cart', null, null, null]);
    expect(boxes('app').titles).toEqual(['cart']);
  });

  test('around nothing', () => {
    expect(boxes('none')).toEqual({ of: [null, null, null, null, null], titles: [], regions: [] });
  });

  test('count what lies in them and what comes in', () => {
    const calls = [makeEdge('fraud', 'tax', { requestsPerSecond: 12 }), makeEdge('cart-v1', 'cart-db')];
    expect(draw(nodes, calls).boxes[0]).toEqual({
      id: 'box:c/shop',
      title: 'shop',
      detail: '3 services · 12/s',
      fold: 'fold shop',
      label: 'shop with 3',
    });
  });
});

describe('boxes of every kind fold', () => {
  const nodes = [
    inside('cart-v1', 'shop', { app: 'cart' }),
    inside('cart-db', 'shop', { app: 'cart' }),
    inside('tax', 'shop'),
    inside('fraud', 'payments', { cluster: 'd' }),
    inside('cash', 'till', { cluster: 'd' }),
  ];
  const edges = [
    makeEdge('tax', 'cart-v1', { requestsPerSecond: 3 }),
    makeEdge('tax', 'cart-db', { requestsPerSecond: 4 }),
    makeEdge('tax', 'fraud', { requestsPerSecond: 5 }),
    makeEdge('fraud', 'cash', { requestsPerSecond: 6 }),
  ];
  const summaries = (wish: Wish) => {
    const model = draw(nodes, edges, wish);
    return {
      cards: model.cards.map(({ id, box, region }) => [id, box, region]),
      boxes: model.boxes.map(({ id }) => id),
      regions: model.regions.map(({ id, fold }) => [id, fold]),
      edges: model.edges.map(({ source, target, above }) => [source, target, above]),
    };
  };

  test('an app: its calls are added up, the box is gone', () => {
    const { cards, boxes, edges: drawn } = summaries({ boxing: 'app', folded: ['app:c/shop/cart'] });
    expect(cards[0]).toEqual(['app:c/shop/cart', null, 'cluster:c']);
    expect(boxes).toEqual([]);
    expect(drawn).toContainEqual(['tax', 'app:c/shop/cart', '7.0/s']);
  });

  test('the frame of a cluster: its place is kept, the other one stays a frame', () => {
    const { cards, boxes, regions, edges: drawn } = summaries({ folded: ['cluster:d'] });
    expect(cards[0]).toEqual(['cluster:d', null, 'cluster:d']);
    expect(boxes).toEqual(['box:c/shop']);
    expect(regions).toEqual([['cluster:c', 'fold c']]);
    expect(drawn).toContainEqual(['tax', 'cluster:d', '5.0/s']);
    expect(drawn.some(([source]) => source === 'cluster:d')).toBe(false);
  });

  test('the box of a cluster', () => {
    const { cards, boxes, regions } = summaries({ boxing: 'cluster', folded: ['cluster:d'] });
    expect(cards[0]).toEqual(['cluster:d', null, null]);
    expect([boxes, regions]).toEqual([['cluster:c'], []]);
  });

  test('within each other: the outermost is drawn, and what it holds stays folded inside', () => {
    const inner = { boxing: 'cluster', folded: ['payments'] } as const;
    expect(summaries(inner).cards[0]).toEqual(['box:d/payments', 'cluster:d', null]);
    expect(summaries({ ...inner, folded: ['payments', 'cluster:d'] }).cards[0]?.[0]).toBe('cluster:d');
  });

  test('what no box is drawn around cannot be folded by it', () => {
    expect(surroundings(nodes, 'namespace').levels).toEqual(['cluster', 'namespace']);
    expect(surroundings(nodes, 'app').levels).toEqual(['cluster', 'namespace', 'app']);
    expect(surroundings(nodes.slice(0, 3), 'none').levels).toEqual(['namespace']);
    const alone = nodes[2];
    expect(alone && boxAround(alone, 'app')).not.toBeNull();
    expect(alone && surroundings(nodes, 'app').boxAt(alone, 'app')).toBeNull();
  });
});

describe('a folded namespace', () => {
  const nodes = [
    inside('web', 'front'),
    inside('a', 'shop'),
    inside('b', 'shop', { health: failing(0.2) }),
    inside('c', 'shop', { health: idle, inbound: null }),
    inside('db', 'data', { protocol: 'tcp', inbound: makeTraffic(0, { bytesPerSecond: 5000 }) }),
  ];
  const edges = [
    makeEdge('web', 'a', { requestsPerSecond: 30 }),
    makeEdge('web', 'b', { requestsPerSecond: 10, errorRatio: 0.2, health: failing(0.2) }),
    makeEdge('b', 'db', { protocol: 'tcp', requestsPerSecond: 0, bytesPerSecond: 5000 }),
  ];
  const model = draw(nodes, edges, { folded: ['shop', 'data'], matches: new Map([['box:c/shop', 2]]) });
  const card = (id: string) => model.cards.find((one) => one.id === id);

  test('is one card with figures, a bar, and what was found in it', () => {
    expect(card('box:c/shop')).toMatchObject({
      title: 'shop',
      label: 'shop with 3, 2 matches',
      box: null,
      state: 'fail',
      summary: {
        lines: [
          { left: '3 services', right: '40/s', strong: false },
          { left: '1 failing', right: '5.0% errors', strong: true },
        ],
        bar: [
          { state: 'ok', count: 1 },
          { state: 'warn', count: 0 },
          { state: 'fail', count: 1 },
          { state: 'idle', count: 1 },
        ],
        line: 'fail',
        matches: '2 matches',
        unfold: 'unfold shop',
      },
    });
  });

  test('is known by its bytes where there are no requests', () => {
    expect(card('box:c/data')?.summary?.lines).toEqual([
      { left: '1 services', right: '5.0 kB/s', strong: false },
      { left: 'all healthy', right: '', strong: false },
    ]);
  });

  test('has no box, and its edges lead to it', () => {
    expect(model.boxes.map(({ id }) => id)).toEqual(['box:c/front']);
    expect(model.edges.map(({ source, target, chip, label }) => [source, target, chip, label])).toEqual([
      ['web', 'box:c/shop', '5.0%', 'web to shop by 2'],
      ['box:c/shop', 'box:c/data', null, 'shop to data by 1'],
    ]);
  });

  test('lies in the box of its cluster when clusters have boxes', () => {
    const { cards } = draw(nodes, edges, { folded: ['shop'], boxing: 'cluster' });
    expect(cards.find(({ id }) => id === 'box:c/shop')?.box).toBe('cluster:c');
  });
});
