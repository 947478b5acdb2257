/** Who sends requests into the mesh: people at the gateways, partners, and jobs that work by themselves. */
import type { Behaviour, Call, Entry } from '#demo/traffic/behaviour.ts';
import { ingressNamespace } from './ingress.ts';

const minute = 60_000;
const page = (host: string, path: string, perRequest: number, method = 'GET'): Call => ({
  host,
  port: 80,
  protocol: 'http',
  method,
  path,
  perRequest,
});
const gateway = (workload: string): Entry['from'] => ({
  type: 'gateway',
  namespace: ingressNamespace,
  workload,
});
const job = (workload: string): Entry['from'] => ({ type: 'workload', namespace: 'shop', workload });

export const entries: readonly Entry[] = [
  {
    name: 'readers of bookinfo',
    from: gateway('public-gw'),
    requestsPerSecond: 24,
    classes: [{ share: 0.06, headers: { 'end-user': 'jason' } }],
    calls: [
      page('bookinfo.example', '/productpage', 0.86),
      page('bookinfo.example', '/api/v1/products', 0.1),
      page('bookinfo.example', '/login', 0.04, 'POST'),
    ],
  },
  {
    name: 'customers of the shop',
    from: gateway('public-gw'),
    requestsPerSecond: 42,
    classes: [{ share: 0.04, headers: { 'x-beta': 'true' } }],
    calls: [
      page('shop.example', '/', 0.45),
      page('shop.example', '/product/7', 0.4),
      page('shop.example', '/cart', 0.13, 'POST'),
      page('shop.example', '/old-shop/product/7', 0.01),
      page('shop.example', '/robots.txt', 0.01),
    ],
  },
  // Scanners: no VirtualService serves this host.
  {
    name: 'strangers',
    from: gateway('public-gw'),
    requestsPerSecond: 0.06,
    calls: [page('198.51.100.7', '/.env', 1)],
  },
  {
    name: 'partners',
    from: gateway('b2b-gw'),
    requestsPerSecond: 2.5,
    classes: [{ share: 1, headers: { 'x-partner': 'acme' } }],
    calls: [
      {
        host: 'api.partners.example',
        port: 443,
        protocol: 'http',
        method: 'POST',
        path: '/v1/orders',
        perRequest: 1,
      },
    ],
  },
  {
    name: 'price import',
    from: job('price-import-v1'),
    requestsPerSecond: 0.9,
    calls: [
      {
        host: 'catalog',
        port: 3550,
        protocol: 'grpc',
        method: 'POST',
        path: '/shop.Catalog/SetPrices',
        perRequest: 1,
      },
    ],
  },
  {
    name: 'stock sync',
    from: job('stock-sync-v1'),
    requestsPerSecond: 4,
    batch: { periodMs: 10 * minute, activeMs: 3 * minute },
    calls: [
      {
        host: 'inventory',
        port: 9090,
        protocol: 'grpc',
        method: 'POST',
        path: '/shop.Inventory/Sync',
        perRequest: 1,
      },
      {
        host: 'stock-db',
        port: 5432,
        protocol: 'tcp',
        perRequest: 0.5,
        requestBytes: 5200,
        responseBytes: 800,
      },
    ],
  },
];

/** Hosts outside of the cluster, by name. */
export const externalBehaviours: readonly [host: string, behaviour: Behaviour][] = [
  [
    'paycard.example',
    {
      latencyMs: 140,
      spread: 0.45,
      failures: [
        { status: 502, share: 0.018 },
        { status: 503, share: 0.008, flags: 'UF' },
      ],
    },
  ],
  ['fonts.cdn.example', { latencyMs: 35, spread: 0.5 }],
];
