/**
 * The questions behind the graph: mesh-wide, or about the namespaces of a scope, and constant in number either way.
 * Labels and reporters: https://istio.io/latest/docs/reference/config/metrics/
 *
 * - `requests` keeps reporter, code, flags and security: reporters are reconciled in lib/graph/telemetry.ts.
 * - `durations` is the rate of the sum; divided by the rate of requests it is the average, and unlike an average it can be added up.
 * - `buckets` serves p50, p95 and p99 of edges, nodes and any grouping from one answer, exactly. It is by far the dearest
 *   (about 20 rows an edge), hence the slow beat, few labels, and reporters reconciled by PromQL's `or`.
 */
import { bucketRates, edgeLabels } from './bucket-rates.ts';
import { type MetricsScope, ratesWithin } from './metrics-scope.ts';
import type { Vector } from './promql.ts';
import { combine, compare, sumBy, withLabel } from './promql.ts';
import { fromRecorded } from './recording-rules.ts';

export const meshQueryIds = ['requests', 'durations', 'tcp', 'buckets'] as const;
export type MeshQueryId = (typeof meshQueryIds)[number];

export interface MeshQuery {
  id: MeshQueryId;
  promql: string;
  /** fast: with every poll; slow: every few polls. */
  beat: 'fast' | 'slow';
}

const describingLabels = [
  'reporter',
  'source_canonical_service',
  'source_canonical_revision',
  'destination_canonical_service',
  'destination_canonical_revision',
  'destination_service_name',
  'destination_service_namespace',
  'response_flags',
  'connection_security_policy',
];

export interface MeshQueryWish {
  windowSeconds: number;
  /** Our recording rules are at work in this Prometheus. */
  recorded?: boolean;
  scope?: MetricsScope;
}

export function meshQueries({
  windowSeconds,
  recorded = false,
  scope = null,
}: MeshQueryWish): readonly MeshQuery[] {
  const rateOf = (name: string) => ratesWithin(scope, name, [], windowSeconds);
  const positive = (expression: Vector) => compare(expression, '>', 0).promql;
  const tcp = (name: string, direction: string) =>
    withLabel(sumBy([...edgeLabels, ...describingLabels], rateOf(name)), 'direction', direction);
  return [
    {
      id: 'requests',
      beat: 'fast',
      promql: positive(
        sumBy(
          [...edgeLabels, ...describingLabels, 'response_code', 'grpc_response_status'],
          rateOf('istio_requests_total'),
        ),
      ),
    },
    {
      id: 'durations',
      beat: 'fast',
      promql: positive(sumBy([...edgeLabels, 'reporter'], rateOf('istio_request_duration_milliseconds_sum'))),
    },
    {
      id: 'tcp',
      beat: 'fast',
      promql: positive(
        combine(
          tcp('istio_tcp_sent_bytes_total', 'sent'),
          'or',
          tcp('istio_tcp_received_bytes_total', 'received'),
        ),
      ),
    },
    {
      id: 'buckets',
      beat: 'slow',
      promql: (recorded ? fromRecorded(windowSeconds) : null) ?? positive(bucketRates(windowSeconds, scope)),
    },
  ];
}
