/** Range questions behind the overview's lines: mesh-wide or of a scope, one series per version of a service and reporter. */
import { type MetricsScope, ratesWithin } from './metrics-scope.ts';
import type { Matcher, Vector } from './promql.ts';
import { combine, histogramQuantile, is, isOneOf, matches, sumBy, withLabel } from './promql.ts';
import { neverSentPattern } from './response-flags.ts';

export const overviewQueryIds = ['requests', 'errors', 'latency'] as const;
export type OverviewQueryId = (typeof overviewQueryIds)[number];

export interface OverviewQuery {
  id: OverviewQueryId;
  promql: string;
}

export interface OverviewQueryInput {
  /** Window of each rate; at least the step, so that no request falls between two samples. */
  rateWindowSeconds: number;
  /** Full names of the services whose p95 is asked for; null for all. Percentiles over a range are dear: name the slow ones. */
  latencyHosts: readonly string[] | null;
  scope?: MetricsScope;
}

export const versionLabels = [
  'destination_service',
  'destination_workload_namespace',
  'destination_canonical_service',
  'destination_canonical_revision',
] as const;

/** In place of a reporter: failures that only the source saw, beside what the better reporter tells. */
export const neverSent = 'never-sent';

const noAnswerOr5xx = '5..|0';

export function overviewQueries({
  rateWindowSeconds,
  latencyHosts,
  scope = null,
}: OverviewQueryInput): OverviewQuery[] {
  const requests = (matchers: readonly Matcher[]) =>
    ratesWithin(scope, 'istio_requests_total', matchers, rateWindowSeconds);
  /** By reporter, and once more those of the source that nobody else can tell: they never left its proxy. */
  const byVersion = (rateOf: (matchers: readonly Matcher[]) => Vector) =>
    combine(
      sumBy([...versionLabels, 'reporter'], rateOf([])),
      'or',
      withLabel(
        sumBy(versionLabels, rateOf([is('reporter', 'source'), matches('response_flags', neverSentPattern)])),
        'reporter',
        neverSent,
      ),
    ).promql;
  const failedGrpc: Matcher[] = [
    matches('grpc_response_status', '[1-9].*'),
    { label: 'response_code', operator: '!~', value: noAnswerOr5xx },
  ];
  const queries: OverviewQuery[] = [
    { id: 'requests', promql: byVersion(requests) },
    {
      id: 'errors',
      promql: byVersion((only) =>
        combine(
          requests([matches('response_code', noAnswerOr5xx), ...only]),
          'or',
          requests([...failedGrpc, ...only]),
        ),
      ),
    },
  ];
  if (latencyHosts?.length === 0) return queries;
  const hosts = latencyHosts === null ? [] : [isOneOf('destination_service', latencyHosts)];
  const buckets = (reporter: string) =>
    sumBy(
      [...versionLabels, 'le'],
      ratesWithin(
        scope,
        'istio_request_duration_milliseconds_bucket',
        [is('reporter', reporter), ...hosts],
        rateWindowSeconds,
      ),
    );
  const told = combine(combine(buckets('waypoint'), 'or', buckets('destination')), 'or', buckets('source'));
  queries.push({ id: 'latency', promql: histogramQuantile(0.95, told).promql });
  return queries;
}
