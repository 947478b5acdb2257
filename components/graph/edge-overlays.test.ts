import { describe, expect, it, test } from 'vitest';
import { makeEdge as drawn, makeModel } from '#components/kit/graph-canvas/testing/model-builder.ts';
import { makeEdge, makeGraph, makeTraffic } from '#components/mesh-drawing/testing/graph-builder.ts';
import { liveliness, lockOf, withEdgeOverlays } from './edge-overlays.ts';

test.each([
  [1, 'closed'],
  [0.999, 'closed'],
  [0.9, 'open'],
  [0, 'open'],
  [null, undefined],
] as const)('%s under mutual TLS: %s', (mtlsRatio, lock) => expect(lockOf({ mtlsRatio })).toBe(lock));

test('louder is livelier, silence is still, and nothing is livelier than 1', () => {
  const of = (requestsPerSecond: number) =>
    liveliness({ protocol: 'http', requestsPerSecond, bytesPerSecond: null });
  expect(of(0)).toBe(0);
  expect(of(10)).toBeLessThan(of(100));
  expect(of(1e9)).toBe(1);
  expect(liveliness({ protocol: 'tcp', requestsPerSecond: 0, bytesPerSecond: 10_000 })).toBe(of(10));
});

describe('withEdgeOverlays', () => {
  const graph = makeGraph(
    [],
    [
      makeEdge('a', 'b', { ...makeTraffic(9, { errorRatio: 0.2 }), mtlsRatio: 0.5 }),
      makeEdge('b', 'c', { ...makeTraffic(0), mtlsRatio: null }),
    ],
  );
  const model = makeModel([], [drawn('a', 'b'), drawn('b', 'c'), drawn('x', 'folded')]);

  it('leaves the model alone when nothing is asked for', () => {
    expect(withEdgeOverlays(model, graph.edges, ['badges'])).toBe(model);
  });

  it('adds what is asked for where it is known', () => {
    const [busy, still, folded] = withEdgeOverlays(model, graph.edges, ['locks', 'dots']).edges;
    expect(busy).toMatchObject({ lock: 'open', flow: { speed: 0.25, failing: 0.2 } });
    expect(still).toEqual(model.edges[1]);
    expect(folded).toBe(model.edges[2]);
  });
});
