import { expect, test } from 'vitest';
import { cardId } from '#components/mesh-drawing/canvas-mapping.ts';
import {
  failing,
  idle,
  makeEdge,
  makeGraph,
  makeNode,
  slow,
} from '#components/mesh-drawing/testing/graph-builder.ts';
import { findingsOf, onlySlow, withContext } from './findings.ts';

const graph = makeGraph(
  [
    makeNode('a'),
    makeNode('b', { health: failing(0.2), group: 'g' }),
    makeNode('c', { health: failing(0.1) }),
    makeNode('d', { health: idle, inbound: null }),
    makeNode('e', { health: slow(1500), badges: ['missing-sidecar'] }),
  ],
  [
    makeEdge('a', 'e', { health: slow(1500) }),
    makeEdge('a', 'b', { health: failing(0.2), requestsPerSecond: 5 }),
    makeEdge('e', 'b', { health: failing(0.3), requestsPerSecond: 50 }),
  ],
);

test('edges are counted, loudest first; nodes only where no edge shows it', () => {
  expect(findingsOf(graph)).toEqual({
    failing: ['e>b', 'a>b', 'c'],
    slow: ['a>e'],
    idle: ['d'],
    sidecar: ['e'],
  });
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
