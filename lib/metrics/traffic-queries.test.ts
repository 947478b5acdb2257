import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seriesGroupings, seriesMetrics } from '../api/traffic/series-words.ts';
import { hostileNames, parsePromql } from './testing/promql-grammar.ts';
import type { TrafficParty, TrafficQuestion } from './traffic-queries.ts';
import { trafficQueries } from './traffic-queries.ts';

const reviews: TrafficParty = {
  kind: 'service',
  namespace: 'bookinfo',
  name: 'reviews',
  domain: 'cluster.local',
};
const parties: TrafficParty[] = [
  reviews,
  { kind: 'workloads', namespace: 'bookinfo', names: ['reviews-v1', 'reviews-v2'] },
  { kind: 'app', namespace: 'bookinfo', name: 'reviews', version: 'v1' },
  { kind: 'namespace', namespace: 'bookinfo', domain: 'cluster.local' },
  { kind: 'hosts', hosts: ['api.example.com'] },
];

const questions = parties.flatMap((subject) =>
  ([null, ...parties] as const).flatMap((peer) =>
    (['inbound', 'outbound'] as const).flatMap((direction) =>
      seriesGroupings.map((by): TrafficQuestion => ({ subject, peer, direction, by })),
    ),
  ),
);

function valuesOf(promql: string): string[] {
  return parsePromql(promql).matchers.map(({ value }) => value);
}

describe('trafficQueries', () => {
  it('is valid PromQL for every subject, direction and grouping, in at most five questions', () => {
    for (const question of questions) {
      const queries = trafficQueries(question, { metrics: seriesMetrics, windowSeconds: 60 });
      expect(queries.map(({ id }) => id)).toEqual(['requests', 'buckets', 'durations', 'bytes', 'tcp']);
      for (const { promql } of queries) expect(parsePromql(promql).valid, promql).toBe(true);
    }
  });

  it.each([
    [['requests'], ['requests']],
    [['errors', 'grpc'], ['requests']],
    [['heatmap'], ['buckets']],
    [
      ['latency', 'heatmap'],
      ['buckets', 'durations'],
    ],
    [
      ['bytes', 'tcp'],
      ['bytes', 'tcp'],
    ],
  ] as const)('for %j asks %j', (metrics, ids) => {
    const question: TrafficQuestion = { subject: reviews, peer: null, direction: 'inbound', by: 'none' };
    expect(trafficQueries(question, { metrics, windowSeconds: 60 }).map(({ id }) => id)).toEqual(ids);
  });

  it('never names a bucket bound: proxies may have others', () => {
    for (const question of questions) {
      for (const { promql } of trafficQueries(question, {
        metrics: ['heatmap', 'latency'],
        windowSeconds: 60,
      }))
        expect(parsePromql(promql).matchers.map(({ label }) => label)).not.toContain('le');
    }
  });

  it('asks buckets only of the peers that are named', () => {
    const question: TrafficQuestion = { subject: reviews, peer: null, direction: 'inbound', by: 'peer' };
    const [buckets] = trafficQueries(question, {
      metrics: ['heatmap'],
      windowSeconds: 60,
      latencyPeers: ['a.b', 'c'],
    });
    expect(parsePromql(buckets?.promql ?? '').matchers).toContainEqual({
      label: 'source_workload',
      operator: '=~',
      value: 'a\\.b|c',
    });
  });

  it('SEC-20 input 19: lets no name become syntax, nor a pattern', () => {
    void fc.assert(
      fc.property(hostileNames, hostileNames, (namespace, name) => {
        const named: TrafficParty[] = [
          { kind: 'service', namespace, name, domain: 'cluster.local' },
          { kind: 'workloads', namespace, names: [name] },
          { kind: 'app', namespace, name, version: name },
          { kind: 'namespace', namespace, domain: 'cluster.local' },
          { kind: 'hosts', hosts: [name] },
        ];
        for (const subject of named) {
          const question: TrafficQuestion = {
            subject,
            peer: named[1] ?? null,
            direction: 'inbound',
            by: 'peer',
          };
          for (const { promql } of trafficQueries(question, {
            metrics: ['requests', 'tcp'],
            windowSeconds: 60,
          })) {
            expect(parsePromql(promql).valid, promql).toBe(true);
          }
        }
        const host = valuesOf(
          trafficQueries(
            { subject: { kind: 'hosts', hosts: [name] }, peer: null, direction: 'inbound', by: 'none' },
            { metrics: ['requests'], windowSeconds: 60 },
          )[0]?.promql ?? '',
        )[0];
        const pattern = new RegExp(`^(?:${host})$`, 's');
        expect(pattern.test(name.toWellFormed())).toBe(true);
        expect(pattern.test(`${name.toWellFormed()}x`)).toBe(false);
      }),
    );
  });
});
