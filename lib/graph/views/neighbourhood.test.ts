import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeEdge, makeGraph, makeNode } from '#components/mesh-drawing/testing/graph-builder.ts';
import { neighbourhood } from './neighbourhood.ts';

const ids = (graph: { nodes: { id: string }[]; edges: { id: string }[] }) => [
  graph.nodes.map(({ id }) => id),
  graph.edges.map(({ id }) => id),
];

const graphOf = (names: string, ...calls: string[]) =>
  makeGraph(
    [...names].map((name) => makeNode(name)),
    calls.map((call) => makeEdge(call[0] ?? '', call[1] ?? '')),
  );

/** g calls a and x; a calls b, b calls c; c calls itself. */
const chain = graphOf('gaxbc', 'ga', 'gx', 'ab', 'bc', 'cc');

describe('neighbourhood', () => {
  it.each([
    ['one step, both ways', ['a'], 1, ['g', 'a', 'b'], ['g>a', 'a>b']],
    ['the sibling behind a shared caller stays out', ['a'], 2, ['g', 'a', 'b', 'c'], ['g>a', 'a>b', 'b>c']],
    ['a call to itself belongs to it', ['c'], 1, ['b', 'c'], ['b>c', 'c>c']],
    ['several at once', ['x', 'c'], 1, ['g', 'x', 'b', 'c'], ['g>x', 'b>c', 'c>c']],
    ['nobody there', ['nobody'], 3, [], []],
    ['no step', ['a'], 0, ['a'], []],
  ])('%s', (_, centre, depth, nodes, edges) => {
    expect(ids(neighbourhood(chain, centre, depth))).toEqual([nodes, edges]);
  });

  it('leaves out an edge between two neighbours, which is theirs', () => {
    const graph = graphOf('abc', 'ab', 'ac', 'bc');
    expect(ids(neighbourhood(graph, ['a'], 1))).toEqual([
      ['a', 'b', 'c'],
      ['a>b', 'a>c'],
    ]);
  });

  it('has both ends of each edge, grows with the depth, and ends in cycles', () => {
    const names = 'abcdef';
    const call = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)).map(([a, b]) => a + b);
    fc.assert(
      fc.property(fc.uniqueArray(call), fc.constantFrom(...names), fc.nat(6), (calls, centre, depth) => {
        const graph = graphOf(names, ...calls);
        const part = neighbourhood(graph, [centre], depth);
        const nodes = new Set(part.nodes.map(({ id }) => id));
        expect(nodes).toContain(centre);
        for (const { source, target } of part.edges)
          expect(nodes.has(source) && nodes.has(target)).toBe(true);
        const wider = new Set(ids(neighbourhood(graph, [centre], depth + 1)).flat());
        for (const id of ids(part).flat()) expect(wider).toContain(id);
      }),
    );
  });
});
