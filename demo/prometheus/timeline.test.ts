/** The console's timeline question against its graph question, over the same counters: both tell every request once. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTelemetry } from '#lib/graph/telemetry/telemetry.ts';
import { readTimeline, scopeTimeline } from '#lib/graph/telemetry/timeline.ts';
import { type Call, labelsOf } from '#lib/graph/testing/fixture.ts';
import { meshQueries } from '#lib/metrics/mesh-queries.ts';
import { timelineQuery } from '#lib/metrics/timeline-queries.ts';
import { queryInstant } from './promql/evaluate.ts';
import { LabelSet } from './promql/label-set.ts';
import { type FixtureSeries, fixtureSource } from './promql/testing/fixture-source.ts';

const atMs = 120_000;

interface Traffic extends Call {
  perSecond: number;
}

function countersOf(traffic: readonly Traffic[]): FixtureSeries[] {
  const sums = new Map<string, { labels: LabelSet; perSecond: number }>();
  for (const { perSecond, ...call } of traffic) {
    const labels = LabelSet.from({ __name__: 'istio_requests_total', ...labelsOf(call) });
    const sum = sums.get(String(labels)) ?? { labels, perSecond: 0 };
    sums.set(String(labels), { labels, perSecond: sum.perSecond + perSecond });
  }
  return [...sums.values()].map(({ labels, perSecond }) => ({
    labels,
    samples: Array.from({ length: 25 }, (_, index) => [index * 5000, index * 5 * perSecond] as const),
  }));
}

function ask(all: readonly FixtureSeries[], query: string) {
  const answer = queryInstant(query, atMs, { source: fixtureSource(all), clock: () => 0, timeoutMs: 1 });
  if (!answer.ok || answer.value.value.type !== 'vector') throw new Error(`no vector for ${query}`);
  return answer.value.value.samples.map(({ labels, value }) => ({
    labels: Object.fromEntries(labels.entries()),
    value,
  }));
}

const range = { from: atMs / 1000, to: atMs / 1000, stepSeconds: 60 };

function both(traffic: readonly Traffic[]) {
  const counters = countersOf(traffic);
  const requests = meshQueries({ windowSeconds: 60 }).find(({ id }) => id === 'requests')?.promql ?? '';
  const telemetry = readTelemetry({
    requests: ask(counters, requests),
    durations: null,
    tcp: [],
    latency: null,
  });
  const graph = { requests: 0, errors: 0 };
  for (const { totals } of telemetry.records) {
    graph.requests += totals.requestsPerSecond;
    graph.errors += totals.errorsPerSecond;
  }
  const rows = ask(counters, timelineQuery(60)).map(({ labels, value }) => ({
    labels,
    times: [range.from],
    values: [value],
  }));
  const all = scopeTimeline(readTimeline(range, rows), { visible: null, requested: null });
  return {
    graph,
    timeline: { requests: all.requestsPerSecond[0] ?? 0, errors: all.errorsPerSecond[0] ?? 0 },
  };
}

const a = 'shop/a/v1';
const b = 'shop/b/v1';
const c = 'bookinfo/c/v1';

test.each<[string, Traffic[], { requests: number; errors: number }]>([
  [
    'both proxies of a call',
    [
      { from: a, to: b, perSecond: 10 },
      { from: a, to: b, reporter: 'source', perSecond: 10 },
    ],
    { requests: 10, errors: 0 },
  ],
  [
    'a waypoint, a destination and a source',
    [
      { from: a, to: b, reporter: 'waypoint', perSecond: 8 },
      { from: a, to: b, perSecond: 10 },
      { from: a, to: b, reporter: 'source', perSecond: 10 },
    ],
    { requests: 8, errors: 0 },
  ],
  [
    'what never left the source is added to what the destination tells',
    [
      { from: a, to: b, perSecond: 10 },
      { from: a, to: b, reporter: 'source', perSecond: 10 },
      { from: a, to: b, reporter: 'source', code: '503', flags: 'URX,UF', perSecond: 2 },
      {
        from: a,
        to: 'unknown',
        host: 'b.shop.svc.cluster.local',
        reporter: 'source',
        code: '404',
        flags: 'NR',
        perSecond: 1,
      },
    ],
    { requests: 13, errors: 2 },
  ],
  [
    'an error that the source alone saw on its way back is the destination’s to tell',
    [
      { from: a, to: b, perSecond: 10 },
      { from: a, to: b, reporter: 'source', perSecond: 6 },
      { from: a, to: b, reporter: 'source', code: '504', flags: 'UT', perSecond: 4 },
    ],
    { requests: 10, errors: 0 },
  ],
  [
    'a destination without proxy',
    [
      { from: a, to: c, reporter: 'source', perSecond: 10 },
      { from: a, to: c, reporter: 'source', code: '500', perSecond: 1 },
    ],
    { requests: 11, errors: 1 },
  ],
  [
    'plain text: the destination does not know the source, which tells the rest',
    [
      { from: 'unknown', to: b, perSecond: 10 },
      { from: a, to: b, reporter: 'source', perSecond: 6 },
    ],
    { requests: 10, errors: 0 },
  ],
  [
    'an unknown source and a destination without proxy are different requests',
    [
      { from: 'unknown', to: b, perSecond: 10 },
      { from: a, to: c, reporter: 'source', perSecond: 6 },
    ],
    { requests: 16, errors: 0 },
  ],
  [
    'a pod’s own port: passthrough at both ends',
    [
      { from: a, to: 'unknown', serviceName: 'PassthroughCluster', reporter: 'source', perSecond: 5 },
      { from: a, to: b, serviceName: 'InboundPassthroughClusterIpv4', perSecond: 5 },
    ],
    { requests: 5, errors: 0 },
  ],
  [
    'failed gRPC',
    [
      { from: a, to: b, protocol: 'grpc', grpc: '0', perSecond: 9 },
      { from: a, to: b, protocol: 'grpc', grpc: '14', perSecond: 1 },
    ],
    { requests: 10, errors: 1 },
  ],
])('%s', (_, traffic, expected) => {
  const { timeline, graph } = both(traffic);
  expect(timeline.requests).toBeCloseTo(expected.requests, 2);
  expect(timeline.errors).toBeCloseTo(expected.errors, 2);
  expect(graph.requests).toBeCloseTo(expected.requests, 2);
});

const call = fc.record({
  from: fc.constantFrom(a, b, c, 'unknown'),
  to: fc.constantFrom(a, b, c, 'unknown'),
  reporter: fc.constantFrom('source', 'destination', 'waypoint'),
  code: fc.constantFrom('200', '404', '503', '0'),
  flags: fc.constantFrom('-', 'UF,URX', 'NR', 'UC', 'UT'),
  perSecond: fc.integer({ min: 1, max: 100 }),
});
/** A destination knows itself, and a source itself; what never left the source is told by nobody else. */
const sensible = ({ from, to, reporter, flags }: Traffic) =>
  reporter === 'source' ? from !== 'unknown' : to !== 'unknown' && (flags === '-' || flags === 'UT');

test('whatever the proxies report, timeline and graph count the same requests', () => {
  void fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 12 }), (calls) => {
      const { timeline, graph } = both(calls.filter(sensible));
      expect(Math.abs(timeline.requests - graph.requests)).toBeLessThanOrEqual(0.001 * graph.requests + 0.01);
      expect(Math.abs(timeline.errors - graph.errors)).toBeLessThanOrEqual(0.001 * graph.requests + 0.01);
    }),
    { numRuns: 200 },
  );
});
