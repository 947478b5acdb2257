/**
 * What istiod says of itself: the same few questions whatever the size of the mesh and the number of control planes.
 * Names: https://istio.io/latest/docs/ops/integrations/prometheus/ and istio pilot/pkg/xds/monitoring.go.
 */
import type { MetricsScope } from './metrics-scope.ts';
import {
  compare,
  histogramQuantile,
  is,
  isOneOf,
  type Matcher,
  metric,
  rate,
  sumBy,
  type Vector,
} from './promql.ts';

export const controlPlaneQueryIds = [
  'connected',
  'pushes',
  'rejects',
  'convergence',
  'rootExpiry',
  'builds',
  'clusters',
] as const;
export type ControlPlaneQueryId = (typeof controlPlaneQueryIds)[number];

export interface ControlPlaneQuery {
  id: ControlPlaneQueryId;
  promql: string;
}

/** Of counters; long enough that a single refusal is still told of. */
export const controlPlaneWindowSeconds = 300;

/** By which an istiod is told from others, as scrape configurations of several kinds name it. */
export const istiodLabels = ['namespace', 'pod', 'instance', 'istio_io_rev'] as const;

/** `scope`: where control planes run, by the namespace that Prometheus notes of what it scrapes. */
export function controlPlaneQueries(scope: MetricsScope = null): readonly ControlPlaneQuery[] {
  const own: Matcher[] = scope === null ? [] : [isOneOf('namespace', scope)];
  const istiod = (name: string, ...matchers: Matcher[]) => metric(name, [...matchers, ...own]);
  const each = (expression: Vector, ...labels: string[]) => sumBy([...istiodLabels, ...labels], expression);
  const rateOf = (name: string) => rate(istiod(name), controlPlaneWindowSeconds);
  return [
    // By the version that each proxy says it has.
    { id: 'connected', promql: compare(each(istiod('pilot_xds'), 'version'), '>', 0).promql },
    // Failed pushes are types of their own: cds_senderr and the like.
    { id: 'pushes', promql: each(rateOf('pilot_xds_pushes'), 'type').promql },
    { id: 'rejects', promql: compare(each(rateOf('pilot_total_xds_rejects'), 'type'), '>', 0).promql },
    {
      id: 'convergence',
      promql: histogramQuantile(0.99, each(rateOf('pilot_proxy_convergence_time_bucket'), 'le')).promql,
    },
    {
      id: 'rootExpiry',
      promql: compare(each(istiod('citadel_server_root_cert_expiry_timestamp')), '>', 0).promql,
    },
    { id: 'builds', promql: each(istiod('istio_build', is('component', 'pilot')), 'tag').promql },
    { id: 'clusters', promql: each(istiod('istiod_managed_clusters'), 'cluster_type').promql },
  ];
}
