import { describe, expect, it, test } from 'vitest';
import type { ClusterObjects, Gateway } from '../../istio/objects.ts';
import { gatewayApi } from '../../istio/routing/testing/objects.ts';
import {
  deployment,
  destinationRule,
  graphInput,
  namespace,
  pod,
  service,
  virtualService,
} from '../testing/fixture.ts';
import { buildGraph } from './build.ts';

const page = 'shop/page/v1';
const cart1 = 'shop/cart/v1';
const cartHost = 'cart.shop.svc.cluster.local';
const shop: Partial<ClusterObjects> = {
  namespaces: [namespace('shop')],
  services: [service('shop/page'), service('shop/cart')],
  workloads: [deployment(page), deployment(cart1)],
};

describe('badges', () => {
  const badgesOf = (objects: Partial<ClusterObjects>, name = 'cart') =>
    buildGraph(graphInput({}, { ...shop, ...objects })).nodes.find((node) => node.name === name)?.badges;
  const route = (...weights: number[]) =>
    weights.map((weight, index) => ({ destination: { host: 'cart', subset: `v${index + 1}` }, weight }));

  const httpRoute = (rules: string) => ({
    httpRoutes: [
      gatewayApi(
        'HTTPRoute',
        'shop/x',
        `{parentRefs: [{group: '', kind: Service, name: cart}], rules: [${rules}]}`,
      ) as ClusterObjects['httpRoutes'][number],
    ],
  });

  test.each<[string, Partial<ClusterObjects>, string[]]>([
    ['a route of the Gateway API', httpRoute('{backendRefs: [{name: cart, port: 80}]}'), ['virtual-service']],
    [
      'what a route does',
      httpRoute(
        '{backendRefs: [{name: cart, port: 80}, {name: page, port: 80}], timeouts: {request: 3s}, filters: [{type: RequestMirror, requestMirror: {backendRef: {name: cart, port: 80}}}]}',
      ),
      ['split', 'mirror', 'timeout', 'virtual-service'],
    ],
    [
      'a plain VirtualService',
      { virtualServices: [virtualService('shop/x', { hosts: ['cart'], http: [{ route: route(100) }] })] },
      ['virtual-service'],
    ],
    [
      'a split',
      {
        virtualServices: [virtualService('shop/x', { hosts: [cartHost], http: [{ route: route(90, 10) }] })],
      },
      ['split', 'virtual-service'],
    ],
    [
      'no split at 100 to 0',
      { virtualServices: [virtualService('shop/x', { hosts: ['cart'], http: [{ route: route(100, 0) }] })] },
      ['virtual-service'],
    ],
    [
      'fault, mirror, timeout',
      {
        virtualServices: [
          virtualService('shop/x', {
            hosts: ['cart'],
            http: [
              {
                route: route(1),
                fault: { abort: { httpStatus: 500, percentage: { value: 1 } } },
                mirrors: [{ destination: { host: 'cart' } }],
                timeout: '3s',
              },
            ],
          }),
        ],
      },
      ['fault', 'mirror', 'timeout', 'virtual-service'],
    ],
    [
      'a timeout of zero is none',
      {
        virtualServices: [
          virtualService('shop/x', { hosts: ['cart'], http: [{ route: route(1), timeout: '0s' }] }),
        ],
      },
      ['virtual-service'],
    ],
    [
      'behind a gateway',
      {
        virtualServices: [
          virtualService('shop/x', {
            hosts: ['shop.example'],
            gateways: ['gw'],
            http: [{ route: route(1) }],
          }),
        ],
      },
      ['virtual-service', 'gateway'],
    ],
    [
      'a short name of another namespace',
      { virtualServices: [virtualService('other/x', { hosts: ['cart'] })] },
      [],
    ],
    [
      'outlier detection in a subset',
      {
        destinationRules: [
          destinationRule('shop/x', {
            host: 'cart',
            subsets: [{ name: 'v1', trafficPolicy: { outlierDetection: {} } }],
          }),
        ],
      },
      ['circuit-breaker'],
    ],
    [
      'a fault for nobody, and a mirror of nothing',
      {
        virtualServices: [
          virtualService('shop/x', {
            hosts: ['cart'],
            http: [
              {
                route: route(1),
                fault: { abort: { httpStatus: 500 } },
                mirror: { host: 'cart' },
                mirrorPercentage: { value: 0 },
              },
            ],
          }),
        ],
      },
      ['virtual-service'],
    ],
    [
      'what a delegate says',
      {
        virtualServices: [
          virtualService('shop/root', { hosts: ['cart'], http: [{ delegate: { name: 'leaf' } }] }),
          virtualService('shop/leaf', { http: [{ route: route(90, 10) }] }),
        ],
      },
      ['split', 'virtual-service'],
    ],
    [
      'a wildcard, where nothing is closer',
      {
        virtualServices: [
          virtualService('shop/all', {
            hosts: ['*.shop.svc.cluster.local'],
            http: [{ route: route(1), timeout: '1s' }],
          }),
        ],
        destinationRules: [
          destinationRule('istio-system/all', { host: '*.local', trafficPolicy: { outlierDetection: {} } }),
          destinationRule('shop/cart', { host: 'cart' }),
        ],
      },
      ['timeout', 'virtual-service'],
    ],
    ['a pod without sidecar', { pods: [pod(cart1, ['app'])] }, ['missing-sidecar']],
    ['a pod with sidecar', { pods: [pod(cart1, ['app', 'istio-proxy'])] }, []],
  ])('%s', (_, objects, expected) => {
    expect(badgesOf(objects)).toEqual(expected);
  });

  it('makes a gateway of the pods that a Gateway selects', () => {
    const gateway: Gateway = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { namespace: 'shop', name: 'gw' },
      spec: { selector: { app: 'page' } },
    };
    const [node] = buildGraph(graphInput({}, { ...shop, gateways: [gateway] })).nodes;
    expect(node).toMatchObject({ kind: 'gateway', name: 'page', version: null });
  });
});
