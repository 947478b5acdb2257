import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Graph, Traffic } from '../../api/traffic/graph.ts';
import { buildGraph } from '../build/build.ts';
import { graphInput, requests } from '../testing/fixture.ts';
import { compareGraphs, compareTraffic, type DifferenceKind } from './compare.ts';

function traffic(changes: Partial<Traffic>): Traffic {
  return {
    requestsPerSecond: 10,
    errorRatio: 0,
    clientErrorRatio: 0,
    averageMs: 20,
    p50Ms: 15,
    p95Ms: 100,
    p99Ms: 200,
    bytesPerSecond: null,
    ...changes,
  };
}

const tcp = (bytesPerSecond: number) =>
  traffic({ requestsPerSecond: 0, errorRatio: null, averageMs: null, p95Ms: null, bytesPerSecond });

describe('of the same thing then and now, over 60 s', () => {
  test.each<[string, Partial<Traffic> | null, Partial<Traffic> | null, DifferenceKind[]]>([
    ['nothing changed', {}, {}, []],
    ['half a second more', {}, { p95Ms: 600 }, ['slower']],
    ['within a fifth', {}, { p95Ms: 119 }, []],
    ['double, yet less than 10 ms', { p95Ms: 5 }, { p95Ms: 11 }, []],
    ['quicker', { p95Ms: 600 }, {}, ['faster']],
    ['averages where percentiles are not known', { p95Ms: null }, { averageMs: 400 }, ['slower']],
    ['averages where requests are few', { requestsPerSecond: 1 }, { requestsPerSecond: 1, p95Ms: 900 }, []],
    ['three times the requests', {}, { requestsPerSecond: 30 }, ['louder']],
    ['a quarter of them', {}, { requestsPerSecond: 2.5 }, ['quieter']],
    [
      'a third more is louder only where it is no chance',
      { requestsPerSecond: 0.5 },
      { requestsPerSecond: 0.7 },
      [],
    ],
    ['errors', {}, { errorRatio: 0.05 }, ['more-errors']],
    ['errors gone', { errorRatio: 0.05 }, {}, ['fewer-errors']],
    ['less than a point', {}, { errorRatio: 0.009 }, []],
    [
      'two of fifty is chance',
      { requestsPerSecond: 50 / 60 },
      { requestsPerSecond: 50 / 60, errorRatio: 0.04 },
      [],
    ],
    [
      'everything worse at once',
      {},
      { p95Ms: 900, requestsPerSecond: 40, errorRatio: 0.2 },
      ['more-errors', 'slower', 'louder'],
    ],
    ['new', null, {}, ['new']],
    ['new where it was idle', { requestsPerSecond: 0 }, {}, ['new']],
    ['a few requests are nothing new', null, { requestsPerSecond: 0.1 }, []],
    ['gone', {}, null, ['gone']],
    ['a few requests that are gone', { requestsPerSecond: 0.1 }, null, []],
    ['nearly gone is quieter', {}, { requestsPerSecond: 0.1 }, ['quieter']],
    ['never there', null, null, []],
  ])('%s', (_, then, now, expected) => {
    const of = (changes: Partial<Traffic> | null) => (changes === null ? null : traffic(changes));
    expect(compareTraffic('x', of(now), of(then), 60)?.kinds ?? []).toEqual(expected);
  });

  test.each<[string, Traffic | null, Traffic | null, DifferenceKind[]]>([
    ['as many bytes', tcp(50_000), tcp(55_000), []],
    ['twice as many', tcp(50_000), tcp(100_000), ['louder']],
    ['hardly any', tcp(200), tcp(900), []],
    ['a new stream', null, tcp(50_000), ['new']],
    ['a stream that ended', tcp(50_000), tcp(0), ['gone']],
  ])('tcp: %s', (_, then, now, expected) => {
    expect(compareTraffic('x', now, then, 60)?.kinds ?? []).toEqual(expected);
  });

  test('the change comes with its numbers', () => {
    const slower = compareTraffic(
      'x',
      traffic({ p95Ms: 220, requestsPerSecond: 32, errorRatio: 0.1 }),
      traffic({}),
      60,
    );
    expect(slower?.change).toEqual({ rateFactor: 3.2, latencyMs: 120, latencyOf: 'p95', errorRatio: 0.1 });
  });
});

type Sample = [from: string, to: string, rate: number, code: string];

function graphOf(calls: readonly Sample[]): Graph {
  return buildGraph(
    graphInput({ requests: calls.map(([from, to, rate, code]) => requests({ from, to, code }, rate)) }),
  );
}

const workload = fc.constantFrom('n/a/v1', 'n/b/v1', 'n/b/v2', 'm/c/v1');
const calls = fc.array(
  fc.tuple(
    workload,
    workload,
    fc.double({ min: 0.01, max: 100, noNaN: true }),
    fc.constantFrom('200', '500'),
  ),
  { maxLength: 8 },
);

test('a graph does not differ from itself', () => {
  void fc.assert(
    fc.property(calls, (samples) => {
      const graph = graphOf(samples);
      const same = compareGraphs(graph, graph);
      expect([same.edges.size, same.nodes.size, same.goneEdges.length, same.goneNodes.length]).toEqual([
        0, 0, 0, 0,
      ]);
    }),
  );
});

const opposite: Readonly<Record<DifferenceKind, DifferenceKind>> = {
  new: 'gone',
  gone: 'new',
  slower: 'faster',
  faster: 'slower',
  louder: 'quieter',
  quieter: 'louder',
  'more-errors': 'fewer-errors',
  'fewer-errors': 'more-errors',
};

test('the other way round new is gone, and worse is never worse again', () => {
  void fc.assert(
    fc.property(calls, calls, (one, other) => {
      const [forth, back] = [
        compareGraphs(graphOf(one), graphOf(other)),
        compareGraphs(graphOf(other), graphOf(one)),
      ];
      for (const [id, { kinds }] of forth.edges) {
        const reverse = back.edges.get(id)?.kinds ?? [];
        for (const kind of kinds) {
          expect(reverse).not.toContain(kind);
          if (kind === 'new' || kind === 'gone') expect(reverse).toEqual([opposite[kind]]);
        }
      }
    }),
  );
});

test('what is gone can be drawn: its ends come with it', () => {
  const then = graphOf([
    ['n/a/v1', 'n/b/v1', 10, '200'],
    ['n/a/v1', 'm/c/v1', 10, '200'],
  ]);
  const now = graphOf([['n/a/v1', 'n/b/v1', 10, '200']]);
  const { goneEdges, goneNodes, edges } = compareGraphs(now, then);
  expect(goneEdges.map(({ target }) => target)).toEqual(goneNodes.map(({ id }) => id));
  expect(goneNodes.map(({ name }) => name)).toEqual(['c']);
  expect([...edges.values()].map(({ kinds }) => kinds)).toEqual([['gone']]);
});
