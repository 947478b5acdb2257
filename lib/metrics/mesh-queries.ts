/**
 * The questions behind the graph: mesh-wide, or about the namespaces of a scope, and constant in number either way.
 * Labels and reporters: https://istio.io/latest/docs/reference/config/metrics/
 *
 * - `requests` keeps reporter, code, flags and security: reporters are reconciled in lib/graph/telemetry/telemetry.ts.
 * - `durations` is the rate of the sum; divided by the rate of requests it is the average, and unlike an average it can be added up.
 * - `buckets` serves p50, p95 and p99 of edges, nodes and any grouping from one answer, exactly. It is by far the dearest
 *   (about 20 rows an edge), hence the slow beat, few labels, and reporters reconciled by PromQL's `or`.
 * - `sizes` is the payload of HTTP and gRPC, of which istio_tcp_* says nothing; on the slow beat, because it reads two histograms more.
 */
import { bucketRates, edgeLabels } from './bucket-rates.ts';
import { type MetricsScope, ratesWithin } from './metrics-scope.ts';
import type { Vector } from './promql.ts';
import { combine, compare, sumBy, withLabel } from './promql.ts';
import { fromRecorded } from './recording-rules.ts';

export const meshQueryIds = ['requests', 'durations', 'tcp', 'buckets', 'sizes'] as const;
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

const positive = (expression: Vector) => compare(expression, '>', 0).promql;

/** The dearest of the questions. */
export function bucketsQuery({ windowSeconds, recorded = false, scope = null }: MeshQueryWish): string {
  return (recorded ? fromRecorded(windowSeconds) : null) ?? positive(bucketRates(windowSeconds, scope));
}

export function meshQueries(wish: MeshQueryWish): readonly MeshQuery[] {
  const { windowSeconds, scope = null } = wish;
  const rateOf = (name: string) => ratesWithin(scope, name, [], windowSeconds);
  const told = (name: string, labels: readonly string[], direction: string) =>
    withLabel(sumBy([...edgeLabels, ...labels], rateOf(name)), 'direction', direction);
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
          told('istio_tcp_sent_bytes_total', describingLabels, 'sent'),
          'or',
          told('istio_tcp_received_bytes_total', describingLabels, 'received'),
        ),
      ),
    },
    {
      id: 'buckets',
      beat: 'slow',
      promql: bucketsQuery(wish),
    },
    {
      id: 'sizes',
      beat: 'slow',
      // Either may have been switched off by the Telemetry API: what is left is told.
      promql: positive(
        combine(
          told('istio_request_bytes_sum', ['reporter'], 'request'),
          'or',
          told('istio_response_bytes_sum', ['reporter'], 'response'),
        ),
      ),
    },
  ];
}
