/** For tests of the pages of services and workloads: a shop with a canary, a neighbour that is not everybody's, and their traffic. */
import type { ConfigurationChange } from '../../../api/configuration/change.ts';
import { serviceDetailSchema, workloadDetailSchema } from '../../../api/traffic/details.ts';
import type { ClusterObjects, ServiceEntry } from '../../../istio/objects.ts';
import { noObjects } from '../../../istio/objects.ts';
import {
  bytes,
  deployment,
  destinationRule,
  graphInput,
  namespace,
  pod,
  requests,
  type Samples,
  service,
  virtualService,
} from '../../testing/fixture.ts';
import type { DetailInput, DetailViewer } from '../input.ts';
import { findService, serviceDetail } from '../service.ts';
import { findWorkload, workloadDetail } from '../workload.ts';

export const page = 'shop/page/v1';
export const cart1 = 'shop/cart/v1';
export const cart2 = 'shop/cart/v2';
export const ledger = 'payments/ledger/v1';
export const withProxy = ['app', 'istio-proxy'];

export const maps: ServiceEntry = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { namespace: 'shop', name: 'maps' },
  spec: {
    hosts: ['maps.example'],
    location: 'MESH_EXTERNAL',
    resolution: 'STATIC',
    ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
    endpoints: [{ address: '203.0.113.7', ports: { tls: 8443 }, locality: 'eu/eu-1/a' }],
  },
};

export const shop: ClusterObjects = {
  ...noObjects,
  namespaces: [namespace('shop'), namespace('payments'), namespace('outside', {})],
  services: [
    service('shop/page'),
    service('shop/cart', undefined, 'grpc-api'),
    service('shop/quiet'),
    service('payments/ledger'),
    service('outside/plain'),
  ],
  workloads: [
    deployment(page),
    deployment(cart1, { wanted: 2, ready: 1 }),
    deployment(cart2),
    deployment(ledger),
    deployment('outside/plain/v1', { ready: 0 }),
  ],
  pods: [pod(page, withProxy), pod(cart1, withProxy), pod(cart2, ['app']), pod(ledger, withProxy)],
  serviceEntries: [
    maps,
    // What somebody may write who may write in `shop`.
    {
      ...maps,
      metadata: { namespace: 'shop', name: 'claim' },
      spec: { ...maps.spec, hosts: ['ledger.payments.svc.cluster.local'] },
    },
  ],
  virtualServices: [
    virtualService('shop/cart', {
      hosts: ['cart'],
      http: [
        {
          name: 'beta',
          match: [{ headers: { beta: { exact: '1' } } }],
          route: [{ destination: { host: 'cart', subset: 'v2' } }],
        },
        {
          route: [
            { destination: { host: 'cart', subset: 'v1' }, weight: 80 },
            { destination: { host: 'cart', subset: 'v2' }, weight: 20 },
          ],
        },
      ],
    }),
    virtualService('payments/secret-routes', {
      hosts: ['cart.shop.svc.cluster.local'],
      http: [{ route: [{ destination: { host: 'ledger' } }] }],
    }),
  ],
  destinationRules: [
    destinationRule('shop/cart', {
      host: 'cart',
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
        { name: 'v3', labels: { version: 'v3' } },
      ],
    }),
  ],
};

export const samples: Samples = {
  requests: [
    requests({ from: page, to: cart1 }, 9),
    requests({ from: page, to: cart2, code: '503' }, 1),
    requests({ from: ledger, to: cart1 }, 4),
    requests({ from: 'payments/vault/v1', to: cart1 }, 2),
    requests({ from: 'unknown', to: cart1, policy: 'none' }, 1),
    requests({ from: cart1, to: ledger }, 3),
    requests({ from: page, to: 'unknown', host: 'maps.example', reporter: 'source' }, 2),
  ],
  tcp: [bytes({ from: cart1, to: 'shop/redis/v1' }, 'received', 500)],
};

export const everyone: DetailViewer = { sees: () => true, reads: () => true };
export const shopOnly: DetailViewer = {
  sees: (name) => name === 'shop',
  reads: (_, name) => name === 'shop',
};

const change = (place: string, at: number, revision: string | null): ConfigurationChange => {
  const [own = '', name = ''] = place.split('/');
  const kind = { kind: 'VirtualService', kindId: 'virtualservices.networking.istio.io' };
  return {
    at,
    ...kind,
    namespace: own,
    name,
    operation: 'changed',
    manager: 'kubectl',
    user: null,
    revision,
  };
};

/** What happened to the configuration of the cart, newest first. */
export const changes: readonly ConfigurationChange[] = [
  change('payments/secret-routes', 1_700_000_300, 'secret-1'),
  change('shop/cart', 1_700_000_200, 'cart-2'),
  change('shop/cart', 1_700_000_100, null),
];

export function input(viewer: DetailViewer = everyone, objects = shop, given = samples): DetailInput {
  const { telemetry, cluster, windowSeconds, at, metricsAt } = graphInput(given);
  return {
    telemetry,
    objects,
    cluster,
    windowSeconds,
    at,
    metricsAt,
    warnings: [],
    controlPlanes: [{ revision: 'default', version: '1.31.1', namespace: 'istio-system' }],
    guarded: new Set(['shop']),
    viewer,
    changes,
  };
}

export function serviceOf(name: string, given = input()) {
  const [namespace = '', own = ''] = name.split('/');
  const subject = findService(given, { namespace, name: own });
  if (subject === null) throw new Error(`no ${name}`);
  return serviceDetailSchema.parse(serviceDetail(subject, given));
}

export function workloadOf(name: string, given = input()) {
  const [namespace = '', own = ''] = name.split('/');
  const subject = findWorkload(given, { namespace, name: own });
  if (subject === null) throw new Error(`no ${name}`);
  return workloadDetailSchema.parse(workloadDetail(subject, given));
}
