/** REL-53: 5,000 services and 60,000 edges, more than any mesh draws. Every step between Prometheus and the canvas has to end, and soon. */
import { expect, test } from 'vitest';
import { buildGraph } from './build/build.ts';
import { layoutGraph } from './layout/layout.ts';
import { graphInput, requests } from './testing/fixture.ts';
import { applyDelta, graphDelta } from './views/delta.ts';
import { foldNamespaces } from './views/fold.ts';
import { quantiseGraph } from './views/quantise.ts';
import { scopeGraph } from './views/scope.ts';

const apps = 5000;
const callsOfEach = 12;
const nameOf = (app: number) => `ns-${app % 40}/app-${app}/v1`;
const samples = Array.from({ length: apps }, (_, app) =>
  Array.from({ length: callsOfEach }, (_, call) =>
    requests({ from: nameOf(app), to: nameOf((app * 7 + call * 13 + 1) % apps) }, 1 + (call % 3)),
  ),
).flat();

const graph = quantiseGraph(buildGraph(graphInput({ requests: samples })));
const total = (edges: readonly { requestsPerSecond: number }[]) =>
  edges.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);

test('are all built, with every request', () => {
  expect(graph.nodes).toHaveLength(apps);
  expect(graph.edges).toHaveLength(apps * callsOfEach);
  const sent = samples.reduce((sum, { value }) => sum + value, 0);
  expect(total(graph.edges)).toBeCloseTo(sent);
});

test('are cut to a reader’s rights and told as differences', () => {
  const scoped = scopeGraph(graph, {
    visible: new Set(['ns-1', 'ns-2']),
    requested: null,
    mayRead: null,
    mask: (namespace) => String(namespace.length),
  });
  expect(JSON.stringify(scoped)).not.toContain('ns-3/');
  const louder = {
    ...graph,
    version: 'next',
    edges: graph.edges.map((edge, at) => (at % 3 === 0 ? { ...edge, requestsPerSecond: 9 } : edge)),
  };
  expect(applyDelta(graph, graphDelta(graph, louder))).toEqual(louder);
});

test('REL-53 fold to what a screen can draw', () => {
  const folded = foldNamespaces(graph, () => true);
  expect(folded.boxes).toHaveLength(40);
  const within = folded.boxes.reduce((sum, figures) => sum + (figures.within?.requestsPerSecond ?? 0), 0);
  expect(total(folded.edges) + within).toBeCloseTo(total(graph.edges), 3);
  const placed = layoutGraph({
    cards: folded.boxes.map(({ id }) => ({ id, namespace: null, width: 150, height: 70 })),
    edges: folded.edges.map(({ id, source, target }) => ({ id, source, target })),
    viewport: { width: 1200, height: 700 },
    previous: null,
  });
  expect(placed.cards).toHaveLength(40);
  expect(placed.edges).toHaveLength(folded.edges.length);
});
