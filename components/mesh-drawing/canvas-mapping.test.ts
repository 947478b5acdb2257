import { describe, expect, test } from 'vitest';
import type { GraphNode } from '#lib/api/traffic/graph.ts';
import { badgesOf, canvasEdge, cardId, cardsOf, nodeName, rowMark } from './canvas-mapping.ts';
import { failing, healthy, idle, makeEdge, makeNode, makeTraffic, slow } from './testing/graph-builder.ts';
import { words } from './testing/words.ts';

const nowhere = { box: () => null, region: () => null };
const map = (nodes: GraphNode[]) => ({ cards: cardsOf(nodes, words, nowhere) });
const one = (node: GraphNode) => map([node]).cards[0];

describe('a plain card', () => {
  test.each<[string, Partial<GraphNode>, object]>([
    [
      'a workload',
      { inbound: makeTraffic(38) },
      { icon: 'box', title: 'a', detail: 'v1 · 38/s', state: 'ok' },
    ],
    ['gRPC', { protocol: 'grpc' }, { icon: 'exchange' }],
    [
      'TCP',
      { protocol: 'tcp', inbound: makeTraffic(0, { bytesPerSecond: 84_000 }) },
      { icon: 'database', detail: 'v1 · 84 kB/s' },
    ],
    ['a service', { kind: 'service', version: null }, { icon: 'boxes', detail: '10/s' }],
    [
      'a gateway is known by what it sends',
      { kind: 'gateway', version: null, root: true, inbound: null, outbound: makeTraffic(162) },
      { icon: 'enter', detail: '162/s' },
    ],
    [
      'an external service',
      { kind: 'service-entry', version: null },
      { icon: 'globe', detail: 'external · 10/s', outside: true },
    ],
    ['idle', { health: idle, inbound: null }, { detail: 'no traffic', state: 'idle' }],
    ['slow', { health: slow(1900) }, { state: 'warn' }],
    ['failing', { health: failing(0.2) }, { state: 'fail' }],
    ['not judged is drawn quietly', { health: { state: 'unknown', reasons: [] } }, { state: 'ok' }],
    [
      'restricted has no name',
      { kind: 'restricted', name: 'secret', version: null, inbound: null },
      { icon: 'lock', title: 'Restricted', detail: '', outside: true },
    ],
    [
      'nobody has measured',
      { health: { state: 'unknown', reasons: [] }, inbound: null },
      { detail: 'no metrics', state: 'ok' },
    ],
    [
      'letters that turn or hide the text around them are spelled out',
      { name: 'cart\u202Etrac "🚀"', version: 'v1\u200B' },
      { title: 'cart‹U+202E›trac "🚀"', detail: 'v1‹U+200B› · 10/s' },
    ],
    ['no namespace, no box', { namespace: '', kind: 'external' }, { box: null }],
  ])('%s', (_, changes, expected) => {
    expect(one(makeNode('a', changes))).toMatchObject(expected);
  });

  test('traffic without a source or target is called so', () => {
    expect(nodeName(makeNode('a', { kind: 'unknown', root: true }), words)).toBe('Unknown source');
    expect(nodeName(makeNode('a', { kind: 'unknown' }), words)).toBe('Unknown target');
  });
});

describe('versions of one app', () => {
  const version = (name: string, rate: number, changes: Partial<GraphNode> = {}) =>
    makeNode(`reviews-${name}`, {
      app: 'reviews',
      version: name,
      group: 'g',
      inbound: makeTraffic(rate),
      ...changes,
    });

  test('share a card, in the order of their versions, with shares and marks', () => {
    const { cards } = map([version('v10', 1), version('v2', 2), version('v1', 7)]);
    expect(cards).toHaveLength(1);
    expect(cards[0]).toMatchObject({ id: cardId('g'), title: 'reviews', icon: 'boxes', detail: '10/s' });
    expect(cards[0]?.rows.map(({ id, mark, title, detail }) => [id, mark, title, detail])).toEqual([
      ['reviews-v1', 'circle', 'v1', '70%'],
      ['reviews-v2', 'square', 'v2', '20%'],
      ['reviews-v10', 'diamond', 'v10', '10%'],
    ]);
  });

  test.each([
    ['all healthy', [healthy, healthy], 'ok'],
    ['one failing degrades the card', [healthy, failing(0.2)], 'warn'],
    ['all failing fail it', [failing(0.2), failing(0.3)], 'fail'],
    ['idle beside healthy is quiet', [healthy, idle], 'ok'],
    ['all idle', [idle, idle], 'idle'],
  ] as const)('%s', (_, states, expected) => {
    const { cards } = map(states.map((health, index) => version(`v${index + 1}`, 1, { health })));
    expect(cards[0]?.state).toBe(expected);
  });

  test('a version alone is a plain card', () => {
    expect(map([version('v1', 7)]).cards[0]).toMatchObject({
      id: 'reviews-v1',
      rows: [],
      detail: 'v1 · 7.0/s',
    });
  });

  test('shares of silent versions are not invented', () => {
    const { cards } = map([version('v1', 0), version('v2', 0)]);
    expect(cards[0]?.rows.map(({ detail }) => detail)).toEqual(['', '']);
  });
});

test('marks depend on the version’s place only, so that no tick changes them', () => {
  expect([0, 1, 2, 3].map((index) => rowMark(index, 4))).toEqual(['circle', 'square', 'square', 'diamond']);
});

test.each<[GraphNode['badges'], Partial<GraphNode>, string[]]>([
  [['virtual-service', 'split', 'missing-sidecar'], {}, ['shield-off', 'split']],
  [['virtual-service', 'timeout'], {}, ['timer']],
  [['virtual-service'], {}, ['route']],
  [['gateway', 'circuit-breaker'], { kind: 'gateway' }, ['bolt']],
])('badges %j', (badges, changes, icons) => {
  expect(badgesOf([makeNode('a', { badges, ...changes })]).map(({ icon }) => icon)).toEqual(icons);
});

test('edges carry width, texts and what a screen reader says', () => {
  expect(canvasEdge(makeEdge('a', 'b', { requestsPerSecond: 38 }), 'rate-p95', () => 'edge a>b')).toEqual({
    id: 'a>b',
    source: 'a',
    target: 'b',
    line: 'request',
    state: 'ok',
    width: 2.25,
    above: '38/s',
    below: '20 ms',
    chip: null,
    label: 'edge a>b',
  });
});
