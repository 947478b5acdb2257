/** Whether Prometheus reaches back to a time: it may be young, keep little, or have been away. */
import { type MetricsScope, scopeMatchers } from '#lib/metrics/metrics-scope.ts';
import { combine, metric, sumBy, type Vector } from '#lib/metrics/promql.ts';
import type { PrometheusClient } from '../prometheus/client.ts';

/** Either has an answer where there were metrics of a mesh. */
export function historyQuestions(scope: MetricsScope): readonly string[] {
  const all = (name: string): Vector =>
    scope === null
      ? metric(name)
      : scopeMatchers(scope)
          .map((own): Vector => metric(name, own))
          .reduce((left, right) => combine(left, 'or', right));
  return ['istio_requests_total', 'istio_tcp_sent_bytes_total'].map((name) => sumBy([], all(name)).promql);
}

/** False when Prometheus knows no metrics of the mesh at this time (Unix seconds); true where it does not answer. */
export async function reachesBackTo(
  client: Pick<PrometheusClient, 'query'>,
  at: number,
  scope: MetricsScope,
): Promise<boolean> {
  try {
    for (const promql of historyQuestions(scope)) {
      if ((await client.query(promql, at)).samples.length > 0) return true;
    }
    return false;
  } catch {
    return true;
  }
}
