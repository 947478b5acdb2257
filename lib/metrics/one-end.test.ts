/** Sums of traffic that tell of one end alone, and everything that only looks like one. */
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, test } from 'vitest';
import { pinnedQuery } from './pinned.ts';

const own = new Set(['shop', 'bookinfo']);
const place = 'namespace=~"bookinfo|shop"';

function pinned(query: string): string {
  const result = pinnedQuery(query, own);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** As Prometheus' grammar finds them, by nothing of ours. */
function selectorsIn(promql: string): string[] {
  const found: string[] = [];
  parser.parse(promql).iterate({
    enter: (node) => {
      if (node.name === 'VectorSelector') found.push(promql.slice(node.from, node.to));
    },
  });
  return found;
}

describe('a sum that tells of one end alone needs only that end', () => {
  const destination =
    'destination_workload_namespace=~"bookinfo|shop",destination_service_namespace=~"|unknown|bookinfo|shop"';
  const source = 'source_workload_namespace=~"bookinfo|shop"';
  test.each([
    ['sum by (destination_service, response_code) (rate(istio_requests_total[5m]))', destination],
    ['sum(rate(istio_requests_total{destination_workload="a", reporter="source"}[5m]))', destination],
    [
      'sum by (le) (increase(istio_request_duration_milliseconds_bucket{destination_app="a"}[1h]))',
      destination,
    ],
    [
      'histogram_quantile(0.9, sum by (le, destination_service) (rate(istio_request_duration_milliseconds_bucket[5m])))',
      destination,
    ],
    ['sum by (source_workload) ((istio_tcp_sent_bytes_total))', source],
  ])('%s', (query, matchers) => {
    const asked = pinned(query);
    const [only = ''] = selectorsIn(asked);
    expect(selectorsIn(asked)).toHaveLength(1);
    expect(only).toContain(`${matchers}}`);
    expect(only).not.toContain('|unknown|bookinfo|shop",namespace');
  });

  test.each([
    // Both ends.
    'sum by (source_workload, destination_workload) (rate(istio_requests_total[5m]))',
    'sum by (destination_workload) (rate(istio_requests_total{source_workload="ledger"}[5m]))',
    'sum by (source_workload) (rate(istio_requests_total{destination_service="a"}[5m]))',
    // Neither.
    'sum(rate(istio_requests_total[5m]))',
    'sum by (response_code) (rate(istio_requests_total{reporter="source"}[5m]))',
    // Labels that may name the other end: its pod, its principal, anything that somebody added.
    'sum by (destination_service, pod) (rate(istio_requests_total[5m]))',
    'sum by (destination_service) (rate(istio_requests_total{instance=~"10.*"}[5m]))',
    'sum by (destination_service, source_principal) (rate(istio_requests_total[5m]))',
    'sum by (destination_service, request_host) (rate(istio_requests_total[5m]))',
    'sum by (destination_service) (rate(istio_requests_total{namespace="payments"}[5m]))',
    // Labels are kept, or single callers told.
    'sum without (source_workload) (rate(istio_requests_total[5m]))',
    'rate(istio_requests_total{destination_service="a"}[5m])',
    'max by (destination_service) (rate(istio_requests_total[5m]))',
    'count by (destination_service) (istio_requests_total)',
    'topk by (destination_service) (1, istio_requests_total)',
    'count_values by (destination_service) ("v", istio_requests_total)',
    // Something stands between.
    'sum by (destination_service) (label_replace(istio_requests_total, "destination_service", "$1", "source_workload", "(.*)"))',
    'sum by (destination_service) (label_join(istio_requests_total, "le", "", "source_workload"))',
    'sum by (destination_service) (istio_requests_total > 5)',
    'sum by (destination_service) (-istio_requests_total)',
    'sum by (destination_service) (rate(istio_requests_total[5m]) > 0)',
    'sum by (destination_service) (istio_requests_total and istio_requests_total{source_workload="ledger"})',
    'sum by (destination_service) (changes(istio_requests_total[5m]))',
    'sum by (destination_service) (max_over_time(rate(istio_requests_total[5m])[1h:]))',
    'sum by (destination_service) (absent(istio_requests_total))',
    'sum by (destination_service) (sum by (source_workload) (istio_requests_total))'.replace(
      'source_workload',
      'pod',
    ),
  ])('both are needed: %s', (query) => {
    for (const selectorText of selectorsIn(pinned(query))) {
      expect(selectorText).toContain('source_workload_namespace=~"unknown|bookinfo|shop"');
      expect(selectorText).toContain('destination_workload_namespace=~"unknown|bookinfo|shop"');
    }
  });

  test('of other metrics it is no rule', () => {
    expect(pinned('sum by (destination_service) (rate(my_requests_total[5m]))')).toContain(place);
  });
});
