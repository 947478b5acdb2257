import { expect, test } from 'vitest';
import { findNodes, foundWithEdges } from './graph-find.ts';
import { makeEdge, makeGraph, makeNode } from './testing/graph-builder.ts';

const graph = makeGraph(
  [
    makeNode('reviews', { namespace: 'bookinfo', version: 'v3', workload: 'reviews-v3' }),
    makeNode('cart'),
    makeNode('secret', { kind: 'restricted', namespace: 'payments', hosts: [] }),
    makeNode('.*[x', { hosts: ['api.example.com'] }),
  ],
  [makeEdge('cart', 'reviews'), makeEdge('cart', 'secret')],
);

test.each([
  ['', null],
  ['   ', null],
  ['REV', ['reviews']],
  ['bookinfo v3', ['reviews']],
  ['bookinfo v1', []],
  ['svc.cluster', ['reviews', 'cart']],
  ['example.com', ['.*[x']],
  ['.*[', ['.*[x']],
  ['secret', []],
])('"%s" finds %j', (text, expected) => {
  expect(findNodes(graph, text)).toEqual(expected);
});

test('edges between found nodes are found', () => {
  expect(foundWithEdges(graph, ['cart', 'reviews'])).toEqual(['cart', 'reviews', 'cart>reviews']);
  expect(foundWithEdges(graph, ['cart'])).toEqual(['cart']);
});
