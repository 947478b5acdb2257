import { expect, test } from 'vitest';
import { noObjects } from '../../istio/objects.ts';
import { graphInput, requests } from '../testing/fixture.ts';
import { slowHosts } from './attention.ts';
import { surveyMesh } from './survey.ts';
import { between, cart1, page, shop } from './testing/shop.ts';

test('a slow host outside the mesh is asked about by its own name, as a slow service by its full name', () => {
  const outside = {
    from: page,
    to: 'shop/api/v1',
    host: 'api.example.com',
    reporter: 'source',
    labels: { destination_workload: 'unknown', destination_workload_namespace: 'unknown' },
  };
  const inside = { from: page, to: cart1 };
  const entry = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { namespace: 'shop', name: 'api' },
    spec: { hosts: ['api.example.com'] },
  };
  const { findings } = surveyMesh({
    ...graphInput(
      {
        requests: [requests(outside, 10), requests(inside, 10)],
        buckets: [...between(outside, '2500', '5000', 10), ...between(inside, '2500', '5000', 10)],
      },
      { ...noObjects, ...shop, serviceEntries: [entry] },
    ),
    series: null,
    rangeSeconds: 300,
  });
  expect(slowHosts(findings).sort()).toEqual(['api.example.com', 'cart.shop.svc.cluster.local']);
});
