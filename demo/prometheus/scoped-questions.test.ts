/** Strict mode's questions against the mesh-wide ones, over the same counters: the same rows, of those that have an end in the scope. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketRates } from '#lib/metrics/bucket-rates.ts';
import { meshQueries } from '#lib/metrics/mesh-queries.ts';
import { overviewQueries } from '#lib/metrics/overview-queries.ts';
import { timelineQuery } from '#lib/metrics/timeline-queries.ts';
import { queryInstant } from './promql/evaluate.ts';
import { LabelSet } from './promql/label-set.ts';
import { type FixtureSeries, fixtureSource } from './promql/testing/fixture-source.ts';

const atMs = 120_000;
const places = ['a', 'b', 'c', 'unknown'] as const;
const names = [
  'istio_requests_total',
  'istio_request_duration_milliseconds_sum',
  'istio_request_duration_milliseconds_bucket',
  'istio_tcp_sent_bytes_total',
  'istio_tcp_received_bytes_total',
  'istio_request_bytes_sum',
  'istio_response_bytes_sum',
];

type Call = Readonly<Record<string, string>>;
const call: fc.Arbitrary<Call> = fc.record({
  __name__: fc.constantFrom(...names),
  reporter: fc.constantFrom('source', 'destination', 'waypoint'),
  source_workload_namespace: fc.constantFrom(...places),
  source_workload: fc.constantFrom('one', 'two', 'unknown'),
  destination_workload_namespace: fc.constantFrom(...places),
  destination_workload: fc.constantFrom('one', 'two', 'unknown'),
  destination_service_namespace: fc.constantFrom(...places),
  destination_service: fc.constantFrom(
    'one.a.svc.cluster.local',
    'one.b.svc.cluster.local:80',
    'one.c.svc',
    'one',
    'b.example.com',
  ),
  response_flags: fc.constantFrom('-', 'UH', 'NR'),
  response_code: fc.constantFrom('200', '503', '0'),
  le: fc.constantFrom('10', '+Inf'),
});

function countersOf(calls: readonly Call[]): FixtureSeries[] {
  return [...new Map(calls.map((labels) => [JSON.stringify(labels), labels])).values()].map(
    (labels, place) => ({
      labels: LabelSet.from(labels),
      samples: Array.from({ length: 25 }, (_, index) => [index * 5000, index * 5 * (place + 1)] as const),
    }),
  );
}

function ask(all: readonly FixtureSeries[], query: string): string[] {
  const answer = queryInstant(query, atMs, { source: fixtureSource(all), clock: () => 0, timeoutMs: 1000 });
  if (!answer.ok || answer.value.value.type !== 'vector') throw new Error(`no vector for ${query}`);
  return answer.value.value.samples
    .map(({ labels, value }) => JSON.stringify([[...labels.entries()].sort(), value.toFixed(6)]))
    .sort();
}

const within = (scope: readonly string[]) => (series: FixtureSeries) => {
  const { source_workload_namespace, destination_workload_namespace, ...rest } = Object.fromEntries(
    series.labels.entries(),
  );
  const ends = [
    source_workload_namespace,
    destination_workload_namespace,
    rest.destination_service_namespace,
  ];
  const called = /^[^.]+[.]([a-z]+)[.]svc/.exec(rest.destination_service ?? '')?.[1];
  return [...ends, called].some((end) => end !== undefined && scope.includes(end));
};

const questions = (scope: readonly string[] | null) => [
  ...meshQueries({ windowSeconds: 60, scope }).map(({ promql }) => promql),
  ...overviewQueries({ rateWindowSeconds: 60, latencyHosts: null, scope }).map(({ promql }) => promql),
  timelineQuery(60, scope),
  bucketRates(60, scope).promql,
];

test('a scoped question answers what the mesh-wide one would if there were no other series', () => {
  fc.assert(
    fc.property(
      fc.array(call, { maxLength: 12 }),
      fc.subarray(['a', 'b', 'c'], { minLength: 1, maxLength: 2 }),
      (calls, scope) => {
        const all = countersOf(calls);
        const own = all.filter(within(scope));
        const wide = questions(null);
        questions(scope).forEach((scoped, index) => {
          expect(ask(all, scoped)).toEqual(ask(own, wide[index] ?? ''));
        });
      },
    ),
    { numRuns: 60 },
  );
});
