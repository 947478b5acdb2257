import { describe, expect, it } from 'vitest';
import { makeEdge, makeNode, makeTraffic } from '#components/mesh-drawing/testing/graph-builder.ts';
import { compareSplit } from './split-compare.ts';

const [v1, v2] = [makeNode('v1'), makeNode('v2', { version: 'v2' })];
const routed = (source: string, target: string, rate: number, configuredShare: number | null) =>
  makeEdge(source, target, {
    ...makeTraffic(rate),
    route: rate > 0 ? 'configured' : 'unused',
    configuredShare,
    observedShare: null,
    routedBy: ['shop/reviews'],
  });
const split = (...edges: ReturnType<typeof makeEdge>[]) => compareSplit([v1, v2], edges, 60);
const shares = (found: ReturnType<typeof split>) =>
  found?.parts.map(({ configured, observed }) => [configured, observed]);

describe('compareSplit', () => {
  it('puts what was configured beside what was measured', () => {
    const found = split(routed('a', 'v1', 9, 0.9), routed('a', 'v2', 1, 0.1));
    expect(shares(found)).toEqual([
      [0.9, 0.9],
      [0.1, 0.1],
    ]);
    expect(found).toMatchObject({ routedBy: ['shop/reviews'], requests: 600, gap: { telling: false } });
  });

  it('tells a gap that chance does not explain', () => {
    expect(split(routed('a', 'v1', 5, 0.9), routed('a', 'v2', 5, 0.1))?.gap).toEqual({
      size: 0.4,
      telling: true,
    });
  });

  it('does not call few requests a gap', () => {
    const found = split(routed('a', 'v1', 0.1, 0.9), routed('a', 'v2', 0.05, 0.1));
    expect(found?.gap?.telling).toBe(false);
  });

  it('counts a version that is configured and gets nothing', () => {
    const found = split(routed('a', 'v1', 10, 0.5), routed('a', 'v2', 0, 0.5));
    expect(shares(found)).toEqual([
      [0.5, 1],
      [0.5, 0],
    ]);
    expect(found?.gap?.telling).toBe(true);
  });

  it('counts a version that gets requests which no rule names', () => {
    const stray = makeEdge('a', 'v2', { ...makeTraffic(5), route: 'unconfigured' });
    expect(shares(split(routed('a', 'v1', 5, 1), stray))).toEqual([
      [1, 0.5],
      [0, 0.5],
    ]);
  });

  it('compares the loudest caller and those told the same', () => {
    const found = split(
      routed('a', 'v1', 8, 0.8),
      routed('a', 'v2', 2, 0.2),
      routed('b', 'v1', 3, 0.8),
      routed('b', 'v2', 1, 0.2),
      routed('tester', 'v2', 1, 1),
    );
    expect(shares(found)).toEqual([
      [0.8, 11 / 14],
      [0.2, 3 / 14],
    ]);
  });

  it.each([
    ['no rule speaks', [makeEdge('a', 'v1')], null],
    [
      'rules differ by request',
      [routed('a', 'v1', 5, null), routed('a', 'v2', 5, null)],
      [
        [null, 0.5],
        [null, 0.5],
      ],
    ],
    [
      'nothing was sent',
      [routed('a', 'v1', 0, 0.9), routed('a', 'v2', 0, 0.1)],
      [
        [0.9, null],
        [0.1, null],
      ],
    ],
  ])('%s', (_, edges, expected) => {
    const found = split(...edges);
    expect(found === null ? null : shares(found)).toEqual(expected);
    if (found) expect(found.gap).toBeNull();
  });
});
