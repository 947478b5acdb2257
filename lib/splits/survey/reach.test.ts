/** Who a split does not reach, on configurations by hand. */
import { describe, expect, test } from 'vitest';
import type { VirtualServiceSpec } from '../../istio/generated/types.ts';
import type { KubernetesObject, Namespace } from '../../istio/objects.ts';
import { cluster, service, sidecarObject, virtualService } from '../../istio/routing/testing/objects.ts';
import { pointsOf } from './points.ts';
import { reachWarnings } from './reach.ts';

const host = 'reviews.shop.svc.cluster.local';
const http = [{ route: [{ destination: { host } }] }];
const namespaces: Namespace[] = ['shop', 'app', 'batch'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}));

function told(spec: VirtualServiceSpec, ...more: KubernetesObject[]) {
  const objects = {
    ...cluster([service('shop/reviews', 'http:9080'), virtualService('shop/reviews', spec), ...more]),
    namespaces,
  };
  const points = pointsOf(new Set([host]), objects).filter((one) => one.virtualService !== 'later');
  return reachWarnings(points, objects).map(({ point, ...warning }) => ({
    ...warning,
    of: point.virtualService,
  }));
}

describe('callers in the mesh', () => {
  const mesh = { hosts: ['reviews'], http };
  test.each<[string, VirtualServiceSpec, KubernetesObject[], object[]]>([
    ['all hear of it', mesh, [], []],
    [
      'of namespaces that it is not exported to',
      { ...mesh, exportTo: ['.', 'app'] },
      [],
      [{ code: 'not-exported', namespaces: ['batch'], of: 'reviews' }],
    ],
    [
      'whose Sidecar imports other hosts',
      mesh,
      [sidecarObject('batch/default', { egress: [{ hosts: ['./*', 'istio-system/*'] }] })],
      [{ code: 'not-imported', namespaces: ['batch'], of: 'reviews' }],
    ],
    [
      'whose Sidecar imports this one',
      mesh,
      [sidecarObject('batch/default', { egress: [{ hosts: ['./*', 'shop/*'] }] })],
      [],
    ],
    [
      'are told of once: what is not exported cannot be imported',
      { ...mesh, exportTo: ['.'] },
      [sidecarObject('batch/default', { egress: [{ hosts: ['./*'] }] })],
      [{ code: 'not-exported', namespaces: ['app', 'batch'], of: 'reviews' }],
    ],
  ])('%s', (_, spec, more, expected) => {
    expect(told(spec, ...more)).toEqual(expected);
  });

  test('of a delegate hear of its root', () => {
    const root = virtualService('shop/root', {
      hosts: ['reviews'],
      exportTo: ['.'],
      http: [{ delegate: { name: 'reviews' } }],
    });
    expect(told({ http }, root)).toEqual([
      { code: 'not-exported', namespaces: ['app', 'batch'], of: 'reviews' },
    ]);
  });
});

test('others for the same host at the same gateway are named: Istio joins them by age', () => {
  const gateways = ['istio-system/public'];
  const later = virtualService('shop/later', { hosts: ['shop.example'], gateways, http });
  const elsewhere = virtualService('shop/elsewhere', {
    hosts: ['shop.example'],
    gateways: ['istio-system/internal'],
    http: [{ route: [{ destination: { host: 'cart' } }] }],
  });
  expect(told({ hosts: ['shop.example'], gateways, http }, later, elsewhere)).toEqual([
    { code: 'joined', host: 'shop.example', names: ['shop/later'], of: 'reviews' },
  ]);
  expect(told({ hosts: ['shop.example'], gateways, http }, elsewhere)).toEqual([]);
});
