import { describe, expect, test } from 'vitest';
import type { GraphEdge, GraphNode } from '#lib/api/graph.ts';
import { foldGraph, namespaceFigures } from '#lib/graph/fold.ts';
import type { Boxing } from './boxing.ts';
import { drawGraph } from './drawing.ts';
import { failing, idle, makeEdge, makeNode, makeTraffic } from './testing/graph-builder.ts';
import { foldWords, words } from './testing/words.ts';

interface Wish {
  folded?: readonly string[];
  boxing?: Boxing;
  matches?: ReadonlyMap<string, number>;
}

function draw(nodes: GraphNode[], edges: GraphEdge[] = [], wish: Wish = {}) {
  const { folded = [], boxing = 'namespace', matches = new Map<string, number>() } = wish;
  const graph = { nodes, edges };
  return drawGraph(
    nodes,
    {
      folded: foldGraph(graph, (name) => folded.includes(name)),
      namespaces: namespaceFigures(graph),
      boxing,
      labels: 'rate-p95',
      matches,
    },
    words,
    foldWords,
  );
}

const inside = (id: string, namespace: string, changes: Partial<GraphNode> = {}) =>
  makeNode(id, { namespace, ...changes });

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
