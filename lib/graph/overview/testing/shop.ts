/** For tests: the overview of a small shop. */
import { type Overview, overviewSchema } from '../../../api/traffic/overview.ts';
import type { ClusterObjects } from '../../../istio/objects.ts';
import type { InstantSample, RangeSeries } from '../../../metrics/samples.ts';
import { deployment, graphInput, labelsOf, namespace, service } from '../../testing/fixture.ts';
import { buildOverview } from '../overview.ts';
import type { OverviewResults } from '../series.ts';
import { surveyMesh } from '../survey.ts';

export const page = 'shop/page/v1';
export const cart1 = 'shop/cart/v1';
export const cart2 = 'shop/cart/v2';
export const cartHost = 'cart.shop.svc.cluster.local';
export const range = { from: 700, to: 1000, stepSeconds: 60 };

export const shop: Partial<ClusterObjects> = {
  namespaces: [namespace('shop'), namespace('idle')],
  services: [service('shop/page'), service('shop/cart')],
  workloads: [deployment(page), deployment(cart1), deployment(cart2)],
};

export interface World {
  requests?: InstantSample[] | null;
  tcp?: InstantSample[] | null;
  buckets?: InstantSample[];
  objects?: Partial<ClusterObjects>;
  series?: Partial<OverviewResults> | null;
  metricsAt?: number | null;
  visible?: string[] | null;
}

export function overview({
  metricsAt = 1000,
  // Without metrics nothing was answered.
  requests = metricsAt === null ? null : [],
  tcp = metricsAt === null ? null : [],
  buckets,
  objects = shop,
  series = null,
  visible = null,
}: World): Overview {
  const survey = surveyMesh({
    ...graphInput({ requests, tcp, buckets }, objects),
    metricsAt,
    series: series === null ? null : { range, requests: null, errors: null, latency: null, ...series },
    rangeSeconds: 300,
  });
  const built = buildOverview(survey, { visible: visible === null ? null : new Set(visible) });
  overviewSchema.parse(built);
  return built;
}

/** "code severity name@version value/threshold" of each finding. */
export function findings({ attention }: Overview): string[] {
  return attention.map(
    ({ code, severity, name, version, value, threshold, peer }) =>
      `${code} ${severity} ${name}${version === null ? '' : `@${version}`} ${value}/${threshold}${peer === null ? '' : ` not ${peer}`}`,
  );
}

export const line = (values: number[], labels: Record<string, string> = {}): RangeSeries => ({
  labels: {
    reporter: 'destination',
    destination_service: cartHost,
    destination_workload_namespace: 'shop',
    destination_canonical_service: 'cart',
    destination_canonical_revision: 'v1',
    ...labels,
  },
  times: values.map((_, index) => range.from + index * range.stepSeconds),
  values,
});

const bucket = (call: Parameters<typeof labelsOf>[0], le: string, value: number): InstantSample => ({
  labels: { ...labelsOf(call), le },
  value,
});
/** All requests of a call between the bounds. */
export const between = (call: Parameters<typeof labelsOf>[0], low: string, high: string, rate: number) => [
  bucket(call, low, 0),
  bucket(call, high, rate),
  bucket(call, '+Inf', rate),
];
