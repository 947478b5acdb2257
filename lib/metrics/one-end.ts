/**
 * Sums of traffic that tell of one of its ends alone, `sum by (destination_service) (rate(istio_requests_total[5m]))`: who is at the other
 * end is in none of the labels that are matched or kept, so what hidden namespaces send or get is counted and nothing of them is named, as the
 * graph counts it. Only this shape, and only labels from a closed list: whatever else there is needs both ends.
 */
import { type Aggregation, type Expression, unwrapped, type VectorSelector } from '../promql/expression.ts';

export type End = 'source' | 'destination';

const endLabels = [
  'workload',
  'workload_namespace',
  'canonical_service',
  'canonical_revision',
  'app',
  'version',
  'cluster',
];
const labelsOf: Readonly<Record<End, ReadonlySet<string>>> = {
  source: new Set(endLabels.map((label) => `source_${label}`)),
  destination: new Set(
    [...endLabels, 'service', 'service_name', 'service_namespace'].map((label) => `destination_${label}`),
  ),
};
/** Of the request, not of who sent it. */
const requestLabels: ReadonlySet<string> = new Set([
  '__name__',
  'reporter',
  'request_protocol',
  'response_code',
  'response_flags',
  'grpc_response_status',
  'connection_security_policy',
  'le',
]);
/** Each series by itself. Not `min`, `count` and their like: they would tell single callers. */
const perSeries: ReadonlySet<string> = new Set(['rate', 'irate', 'increase']);

/** The one end that a sum tells of; null when it may tell of both. */
export function loneEnd({ operator, without, grouping, expression }: Aggregation): End | null {
  if (operator !== 'sum' || without) return null;
  const selector = selectorBelow(expression);
  if (selector === null) return null;
  const used = [...grouping, ...selector.matchers.map(({ label }) => label)];
  const named = used.filter((label) => !requestLabels.has(label));
  if (named.length === 0) return null;
  const ends: readonly End[] = ['source', 'destination'];
  return ends.find((end) => named.every((label) => labelsOf[end].has(label))) ?? null;
}

function selectorBelow(expression: Expression): VectorSelector | null {
  const inner = unwrapped(expression);
  if (inner.kind === 'selector') return inner;
  if (inner.kind !== 'call' || !perSeries.has(inner.name)) return null;
  const [arg] = inner.args;
  const range = arg === undefined ? null : unwrapped(arg);
  return range?.kind === 'matrix' ? range.selector : null;
}
