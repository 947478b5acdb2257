import { expect, it } from 'vitest';
import type { RangeSeries } from '../../metrics/samples.ts';
import { OverviewSeries } from './series.ts';

const host = 'cart.shop.svc.cluster.local';
const range = { from: 0, to: 10, stepSeconds: 10 };

function told(reporter: string, values: number[]): RangeSeries {
  return {
    labels: {
      destination_service: host,
      destination_workload_namespace: 'shop',
      destination_canonical_service: 'cart',
      destination_canonical_revision: 'v1',
      reporter,
    },
    times: [0, 10],
    values,
  };
}

it('each request counts once, with the failures that only the source saw', () => {
  const series = new OverviewSeries(
    {
      range,
      requests: [told('source', [12, 10]), told('destination', [10, 10]), told('never-sent', [2, 0])],
      errors: [told('source', [2, 0]), told('never-sent', [2, 0])],
      latency: null,
    },
    'cluster.local',
  );
  expect(series.namespaceRequests('shop')).toEqual([12, 10]);
  expect(series.errorRatio(host, 'v1')).toEqual([0.1667, 0]);
});

it('where the source alone tells, it has told them already', () => {
  const series = new OverviewSeries(
    { range, requests: [told('source', [12, 10]), told('never-sent', [2, 0])], errors: [], latency: null },
    'cluster.local',
  );
  expect(series.namespaceRequests('shop')).toEqual([12, 10]);
});
