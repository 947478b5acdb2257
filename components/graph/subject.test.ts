import { expect, test } from 'vitest';
import { cardId } from '#components/mesh-drawing/canvas-mapping.ts';
import { makeEdge, makeGraph, makeNode } from '#components/mesh-drawing/testing/graph-builder.ts';
import { subjectName, subjectOf } from './subject.ts';

const words = { restricted: 'Restricted', unknownSource: '?', unknownTarget: '?' };
const graph = makeGraph(
  [
    makeNode('a', { version: null }),
    makeNode('r1', { app: 'reviews', name: 'reviews', group: 'g' }),
    makeNode('r2', { app: 'reviews', name: 'reviews', version: 'v2', group: 'g' }),
    makeNode('hidden', { kind: 'restricted', namespace: '', name: '', version: 'v9' }),
  ],
  [makeEdge('a', 'r2')],
);

test.each([
  ['a', 'node', 'a', ['a']],
  ['r2', 'node', 'reviews v2', ['r2']],
  [cardId('g'), 'card', 'reviews', ['r1', 'r2']],
  ['box:c/shop', 'box', 'shop', ['a', 'r1', 'r2']],
  ['a>r2', 'edge', 'a → reviews v2', ['a', 'r2']],
  ['hidden', 'node', 'Restricted', ['hidden']],
])('%s is a %s called %s', (id, kind, name, nodes) => {
  const subject = subjectOf(graph, id);
  expect(subject?.kind).toBe(kind);
  expect(subject && subjectName(subject, words)).toBe(name);
  expect(subject?.nodes.map((node) => node.id)).toEqual(nodes);
});

test('nothing any more', () => expect(subjectOf(graph, 'gone')).toBeNull());
