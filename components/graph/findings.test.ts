import { expect, test } from 'vitest';
import { cardId } from '#components/mesh-drawing/canvas-mapping.ts';
import {
  failing,
  idle,
  makeEdge,
  makeGraph,
  makeNode,
  makeTraffic,
  slow,
} from '#components/mesh-drawing/testing/graph-builder.ts';
import type { GraphEdge, GraphNode, Health } from '#lib/api/traffic/graph.ts';
import { findingsOf, onlySlow, withContext } from './findings.ts';

const graph = makeGraph(
  [
    makeNode('a'),
    makeNode('b', { health: failing(0.2), group: 'g' }),
    makeNode('c', { health: failing(0.06) }),
    makeNode('d', { health: idle, inbound: null }),
    makeNode('e', { health: slow(1500), badges: ['missing-sidecar'] }),
  ],
  [
    makeEdge('a', 'e', { health: slow(1500) }),
    makeEdge('a', 'b', { health: failing(0.2), requestsPerSecond: 5 }),
    makeEdge('e', 'b', { health: failing(0.3), requestsPerSecond: 50 }),
  ],
);

test('edges are counted, and nodes only where no edge shows it', () => {
  expect(findingsOf(graph)).toEqual({
    failing: ['e>b', 'a>b', 'c'],
    slow: ['a>e'],
    idle: ['d'],
    sidecar: ['e'],
  });
});

const clientErrors: Health = {
  state: 'failing',
  reasons: [{ code: 'client-error-ratio', value: 0.6, threshold: 0.5 }],
};
const notReady: Health = { state: 'failing', reasons: [{ code: 'not-ready', value: 0, threshold: 2 }] };
/** Of a busy service whose errors are few, while it is slow as well. */
const slowWithErrors: Health = {
  state: 'degraded',
  reasons: [...slow(1500).reasons, { code: 'error-ratio', value: 0.02, threshold: 0.01 }],
};

test.each<[what: string, edges: GraphEdge[], nodes: GraphNode[], failing: string[], slow: string[]]>([
  [
    'a canary that loses much of little before a busy edge that loses less of much',
    [
      makeEdge('a', 'busy', { health: failing(0.06), requestsPerSecond: 20 }),
      makeEdge('a', 'canary', { health: failing(0.5), requestsPerSecond: 4 }),
    ],
    [],
    ['a>canary', 'a>busy'],
    [],
  ],
  [
    'requests that clients got wrong count where they decided',
    [
      makeEdge('a', 'b', { health: failing(0.1), requestsPerSecond: 10 }),
      makeEdge('a', 'c', { health: clientErrors, requestsPerSecond: 2, clientErrorRatio: 0.6 }),
    ],
    [],
    ['a>c', 'a>b'],
    [],
  ],
  [
    'a node among edges by the same measure, and what is not ready last',
    [makeEdge('a', 'b', { health: failing(0.1), requestsPerSecond: 10 })],
    [
      makeNode('unready', { health: notReady, inbound: null }),
      makeNode('many-small-callers', { health: failing(0.2), inbound: makeTraffic(10) }),
    ],
    ['many-small-callers', 'a>b', 'unready'],
    [],
  ],
  [
    'degraded: those that lose requests, then the slow ones by their traffic',
    [
      makeEdge('a', 'b', { health: slow(1500), requestsPerSecond: 5 }),
      makeEdge('a', 'c', { health: slow(1500), requestsPerSecond: 50 }),
      makeEdge('a', 'd', { health: slowWithErrors, requestsPerSecond: 1 }),
    ],
    [],
    [],
    ['a>d', 'a>c', 'a>b'],
  ],
])('where most requests go wrong stands first: %s', (_what, edges, nodes, first, second) => {
  const found = findingsOf(makeGraph(nodes, edges));
  expect(found.failing).toEqual(first);
  expect(found.slow).toEqual(second);
});

test('what is looked for is seen with its ends and the card around', () => {
  expect([...withContext(graph, ['a>b'])].sort()).toEqual(['a', 'a>b', 'b', cardId('g')].sort());
});

test('degraded is called slow only when latency is all there is', () => {
  expect(onlySlow(graph)).toBe(true);
  const health = {
    state: 'degraded',
    reasons: [{ code: 'error-ratio', value: 0.02, threshold: 0.01 }],
  } as const;
  expect(
    onlySlow(
      makeGraph([...graph.nodes, makeNode('f', { health: { ...health, reasons: [...health.reasons] } })]),
    ),
  ).toBe(false);
});
