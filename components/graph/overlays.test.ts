import { expect, test } from 'vitest';
import { idle, makeEdge, makeGraph, makeNode } from '#components/mesh-drawing/testing/graph-builder.ts';
import { applyOverlays, type OverlayName, usualOverlays } from './overlays.ts';

const graph = makeGraph(
  [
    makeNode('a', { badges: ['split', 'missing-sidecar'] }),
    makeNode('b'),
    makeNode('lonely', { health: idle }),
    makeNode('called', { health: idle }),
  ],
  [makeEdge('a', 'b'), makeEdge('b', 'called', { health: idle })],
);

const without = (...names: OverlayName[]) => usualOverlays.filter((name) => !names.includes(name));

test.each([
  ['as usual', usualOverlays, ['a', 'b', 'lonely', 'called'], ['a>b', 'b>called']],
  ['without idle nodes: their edges go along', without('idle-nodes'), ['a', 'b'], ['a>b']],
  ['without idle edges: their ends stay', without('idle-edges'), ['a', 'b', 'lonely', 'called'], ['a>b']],
])('%s', (_, overlays, nodes, edges) => {
  const shown = applyOverlays(graph, overlays);
  expect([shown.nodes.map(({ id }) => id), shown.edges.map(({ id }) => id)]).toEqual([nodes, edges]);
});

test('an idle node that is busy in an edge stays', () => {
  const odd = makeGraph([makeNode('a'), makeNode('b', { health: idle })], [makeEdge('a', 'b')]);
  expect(applyOverlays(odd, without('idle-nodes')).nodes).toHaveLength(2);
});

test.each([
  ['badges', ['missing-sidecar']],
  ['sidecar', ['split']],
] as const)('without %s', (name, badges) => {
  expect(applyOverlays(graph, without(name)).nodes[0]?.badges).toEqual(badges);
});
