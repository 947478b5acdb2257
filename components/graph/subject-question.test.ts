import { expect, test } from 'vitest';
import { cardId } from '#components/mesh-drawing/canvas-mapping.ts';
import { makeEdge, makeGraph, makeNode } from '#components/mesh-drawing/testing/graph-builder.ts';
import { findMatches } from '#lib/graph/find/match.ts';
import { parseFind } from '#lib/graph/find/parse.ts';
import { subjectOf } from './subject.ts';
import { questionOf } from './subject-question.ts';

const version = (name: string) =>
  makeNode(name, { name: 'reviews', app: 'reviews', version: name, group: 'g' });
const graph = makeGraph(
  [
    makeNode('a', { name: 'odd "name" or' }),
    version('v1'),
    version('v2'),
    makeNode('b', { namespace: 'bank' }),
    makeNode('host', { kind: 'external', namespace: '', version: null }),
    makeNode('hidden', { kind: 'restricted', namespace: '', name: '' }),
  ],
  [makeEdge('a', 'b'), makeEdge('b', 'v1')],
);

/** What the question finds, as the find box would. */
function found(id: string) {
  const subject = subjectOf(graph, id);
  const parsed = parseFind((subject && questionOf(subject)) ?? '');
  if (!parsed.ok || parsed.value === null) return null;
  const { nodes, edges } = findMatches(graph, parsed.value);
  return [...nodes, ...edges];
}

test.each([
  ['a', ['a']],
  ['v2', ['v2']],
  [cardId('g'), ['v1', 'v2']],
  ['box:c/bank', ['b']],
  ['host', ['host']],
  ['a>b', ['a>b']],
  ['hidden', null],
])('%s asks for itself', (id, ids) => {
  const matches = found(id);
  // Edges inherit what their ends are: only what was asked for counts here.
  expect(matches?.filter((match) => id.includes('>') || !match.includes('>')) ?? null).toEqual(ids);
});
