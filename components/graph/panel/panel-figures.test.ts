import { expect, test } from 'vitest';
import {
  failing,
  healthy,
  makeEdge,
  makeTraffic,
  slow,
} from '#components/mesh-drawing/testing/graph-builder.ts';
import { blamed, flagShares, mtlsShare, sumTraffic } from './panel-figures.ts';

test('errors are weighted by traffic; percentiles of several are not known', () => {
  const sum = sumTraffic([makeTraffic(90, { errorRatio: 0 }), makeTraffic(10, { errorRatio: 0.2 }), null]);
  expect(sum).toEqual({ requestsPerSecond: 100, bytesPerSecond: null, errorRatio: 0.02, p95Ms: null });
});

test('one part keeps its percentile, none is nothing', () => {
  expect(sumTraffic([makeTraffic(5)])).toMatchObject({ p95Ms: 20 });
  expect(sumTraffic([null])).toBeNull();
});

test('an unknown error ratio does not count as zero', () => {
  const sum = sumTraffic([makeTraffic(10, { errorRatio: null }), makeTraffic(10, { errorRatio: 0.1 })]);
  expect(sum?.errorRatio).toBeCloseTo(0.1);
  expect(sumTraffic([makeTraffic(0, { errorRatio: null, bytesPerSecond: 5 })])?.errorRatio).toBeNull();
});

test('mutual TLS is weighted, and not known when nobody reports it', () => {
  const edges = [
    makeEdge('a', 'b', { mtlsRatio: 1, requestsPerSecond: 30 }),
    makeEdge('c', 'b', { mtlsRatio: 0, requestsPerSecond: 10 }),
    makeEdge('d', 'b', { mtlsRatio: null, requestsPerSecond: 100 }),
  ];
  expect(mtlsShare(edges)).toBe(0.75);
  expect(mtlsShare(edges.slice(2))).toBeNull();
  expect(mtlsShare([])).toBeNull();
});

test('flags by their share of all requests, largest first', () => {
  const edges = [
    makeEdge('a', 'b', { requestsPerSecond: 90, flags: [{ flag: 'UF', ratio: 0.1 }] }),
    makeEdge('c', 'b', {
      requestsPerSecond: 10,
      flags: [
        { flag: 'UH', ratio: 1 },
        { flag: 'UF', ratio: 0 },
      ],
    }),
  ];
  expect(flagShares(edges)).toEqual([
    { flag: 'UH', ratio: 0.1 },
    { flag: 'UF', ratio: 0.09 },
  ]);
});

test.each([
  [healthy, undefined, undefined],
  [failing(0.2), 'failing', undefined],
  [slow(1900), undefined, 'degraded'],
])('only the number that broke its limit is coloured', (health, errors, latency) => {
  expect(blamed(health)).toEqual({ errors, latency });
});
