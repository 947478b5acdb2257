import { describe, expect, test } from 'vitest';
import { makeEdge, makeGraph, makeNode } from '#components/mesh-drawing/testing/graph-builder.ts';
import { neighboursOf, pictureHeight } from './neighbours.ts';

const ids = ({ graph }: ReturnType<typeof neighboursOf>) => graph.nodes.map(({ id }) => id).sort();

describe('the neighbourhood of a subject', () => {
  const graph = makeGraph(
    ['gate', 'page', 'cart-v1', 'cart-v2', 'redis', 'far'].map((id) => makeNode(id)),
    [
      makeEdge('gate', 'page'),
      makeEdge('page', 'cart-v1'),
      makeEdge('page', 'cart-v2'),
      makeEdge('cart-v1', 'redis'),
      makeEdge('redis', 'far'),
    ],
  );

  test('is its direct callers and callees, and nothing beyond', () => {
    const found = neighboursOf(graph, ['cart-v1', 'cart-v2']);
    expect(ids(found)).toEqual(['cart-v1', 'cart-v2', 'page', 'redis']);
    expect(found.more).toBe(0);
  });

  test('of nodes that are not drawn is empty', () => {
    expect(ids(neighboursOf(graph, ['gone']))).toEqual([]);
  });

  test('keeps the loudest where there are too many, and counts the others', () => {
    const callers = Array.from({ length: 20 }, (_, index) => `caller-${index}`);
    const busy = makeGraph(
      [makeNode('hub'), ...callers.map((id) => makeNode(id))],
      callers.map((id, index) => makeEdge(id, 'hub', { requestsPerSecond: index })),
    );
    const found = neighboursOf(busy, ['hub']);
    expect(found.more).toBe(8);
    expect(ids(found)).toHaveLength(13);
    expect(ids(found)).toContain('caller-19');
    expect(ids(found)).not.toContain('caller-7');
  });

  test('gets as much height as its taller side needs, within bounds', () => {
    const fan = (count: number) =>
      makeGraph(
        [makeNode('hub'), ...Array.from({ length: count }, (_, index) => makeNode(`to-${index}`))],
        Array.from({ length: count }, (_, index) => makeEdge('hub', `to-${index}`)),
      );
    const heights = [1, 4, 40].map((count) => pictureHeight(fan(count), ['hub']));
    expect(heights[0]).toBe(240);
    expect(heights[1]).toBeGreaterThan(300);
    expect(heights[2]).toBe(460);
  });
});
