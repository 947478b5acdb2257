/** Latencies of every edge as rates of histogram buckets, each request told once: waypoints first, then destinations, then sources. */
import { type MetricsScope, ratesWithin } from './metrics-scope.ts';
import type { Vector } from './promql.ts';
import { combine, is, sumBy } from './promql.ts';

/** What tells one edge from another: enough to find the edge of `requests` again. */
export const edgeLabels = [
  'source_cluster',
  'source_workload_namespace',
  'source_workload',
  'destination_cluster',
  'destination_workload_namespace',
  'destination_workload',
  'destination_service',
  'request_protocol',
];

export function bucketRates(windowSeconds: number, scope: MetricsScope = null): Vector {
  const buckets = (reporter: string) =>
    sumBy(
      [...edgeLabels, 'le'],
      ratesWithin(
        scope,
        'istio_request_duration_milliseconds_bucket',
        [is('reporter', reporter)],
        windowSeconds,
      ),
    );
  return combine(combine(buckets('waypoint'), 'or', buckets('destination')), 'or', buckets('source'));
}
