/** Whether Prometheus reaches back to a time: it may be young, keep little, or have been away. */
import { metric, sumBy } from '#lib/metrics/promql.ts';
import type { PrometheusClient } from '../prometheus/client.ts';

/** Either has an answer where there were metrics of a mesh. */
export const historyQuestions: readonly string[] = [
  sumBy([], metric('istio_requests_total')).promql,
  sumBy([], metric('istio_tcp_sent_bytes_total')).promql,
];

/** False when Prometheus knows no metrics of the mesh at this time (Unix seconds); true where it does not answer. */
export async function reachesBackTo(client: Pick<PrometheusClient, 'query'>, at: number): Promise<boolean> {
  try {
    for (const promql of historyQuestions) {
      if ((await client.query(promql, at)).samples.length > 0) return true;
    }
    return false;
  } catch {
    return true;
  }
}
