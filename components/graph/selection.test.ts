import { expect, test } from 'vitest';
import { cardId } from '#components/mesh-drawing/canvas-mapping.ts';
import { makeEdge, makeGraph, makeNode } from '#components/mesh-drawing/testing/graph-builder.ts';
import { findSelection } from './selection.ts';

const [a, v1, v2] = [makeNode('a'), makeNode('v1', { group: 'g' }), makeNode('v2', { group: 'g' })];
const edge = makeEdge('a', 'v2');
const graph = makeGraph([a, v1, v2], [edge, makeEdge('a', 'gone')]);

test.each([
  ['a node', 'a', { kind: 'nodes', nodes: [a], chosen: a }],
  ['a version comes with its siblings', 'v2', { kind: 'nodes', nodes: [v1, v2], chosen: v2 }],
  ['a card stands for its versions', cardId('g'), { kind: 'nodes', nodes: [v1, v2], chosen: null }],
  ['an edge', 'a>v2', { kind: 'edge', edge, source: a, target: v2 }],
  ['an edge without its end', 'a>gone', null],
  ['nothing any more', 'x', null],
  ['nothing', null, null],
])('%s', (_, id, expected) => {
  expect(findSelection(graph, id)).toEqual(expected);
});
