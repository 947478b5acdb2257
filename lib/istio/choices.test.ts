/** What pickers of a namespace offer: hosts with what stands behind them, in the words of that namespace. */
import { expect, test } from 'vitest';
import { finish } from '../steps.ts';
import { choicesIn, type PickedObjects } from './choices.ts';
import { defaultMeshConfig } from './objects.ts';

const pod = (namespace: string, name: string, labels: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace, name, labels: { 'pod-template-hash': 'x', ...labels } },
  spec: { containers: [], serviceAccountName: `${labels.app}-account` },
});
const service = (namespace: string, name: string, annotations?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace, name, annotations },
  spec: { selector: { app: name }, ports: [{ name: 'grpc-x', port: 7070 }] },
});
const istio = (kind: string, namespace: string, name: string) => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { namespace, name },
});

const objects: PickedObjects = {
  meshConfig: defaultMeshConfig,
  namespaces: ['shop', 'back'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  services: [
    service('back', 'stock'),
    service('shop', 'cart'),
    service('back', 'private', { 'networking.istio.io/exportTo': '.' }),
  ],
  pods: [
    pod('shop', 'cart-1', { app: 'cart', version: 'v1' }),
    pod('shop', 'cart-2', { app: 'cart', version: 'v2' }),
    pod('shop', 'cart-3', { app: 'cart', version: 'v2' }),
    pod('back', 'cart-4', { app: 'cart', version: 'v9' }),
  ],
  workloads: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace: 'shop', name: 'cart-v2' },
      spec: {
        selector: { matchLabels: { app: 'cart', version: 'v2' } },
        template: { metadata: { labels: { app: 'cart', version: 'v2' } } },
      },
    },
  ],
  destinationRules: [
    {
      ...istio('DestinationRule', 'shop', 'cart'),
      spec: {
        host: 'cart',
        subsets: [
          { name: 'new', labels: { version: 'v2' } },
          { name: 'none', labels: { version: 'v3' } },
        ],
      },
    },
    // Of a namespace that no client of the shop asks.
    {
      ...istio('DestinationRule', 'other', 'cart'),
      spec: { host: 'cart.shop.svc.cluster.local', subsets: [{ name: 'theirs' }] },
    },
  ],
  serviceEntries: [
    {
      ...istio('ServiceEntry', 'back', 'api'),
      spec: { hosts: ['api.example.com'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] },
    },
    { ...istio('ServiceEntry', 'back', 'own'), spec: { hosts: ['own.example.com'], exportTo: ['.'] } },
  ],
  gateways: [
    {
      ...istio('Gateway', 'shop', 'web'),
      spec: {
        selector: { istio: 'edge' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['a.example'] }],
      },
    },
  ],
  kubernetesGateways: [],
  virtualServices: [
    { ...istio('VirtualService', 'back', 'part'), spec: { http: [] } },
    { ...istio('VirtualService', 'shop', 'cart'), spec: { hosts: ['cart'] } },
  ],
  workloadEntries: [{ ...istio('WorkloadEntry', 'back', 'vm'), spec: { locality: 'us/a/1' } }],
};

test('a namespace is offered what its clients may use, its own first', () => {
  const found = finish(choicesIn('shop', objects));
  expect(found.hosts.map(({ host }) => host)).toEqual([
    'cart.shop.svc.cluster.local',
    'api.example.com',
    'stock.back.svc.cluster.local',
  ]);
  expect(found.hosts[0]).toEqual({
    host: 'cart.shop.svc.cluster.local',
    shortName: 'cart',
    namespace: 'shop',
    source: 'service',
    object: 'cart',
    ports: [{ number: 7070, name: 'grpc-x', protocol: 'GRPC' }],
    subsets: [
      {
        name: 'new',
        labels: { version: 'v2' },
        pods: 2,
        destinationRule: { namespace: 'shop', name: 'cart' },
      },
      {
        name: 'none',
        labels: { version: 'v3' },
        pods: 0,
        destinationRule: { namespace: 'shop', name: 'cart' },
      },
    ],
    versions: [
      { value: 'v2', pods: 2 },
      { value: 'v1', pods: 1 },
    ],
  });
  expect(found.hosts[2]?.shortName).toBeNull();
  expect(found.gateways).toEqual([
    {
      kind: 'gateways.networking.istio.io',
      namespace: 'shop',
      name: 'web',
      hosts: ['a.example'],
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      selector: { istio: 'edge' },
    },
  ]);
  expect(found.workloads).toEqual([
    { name: 'cart-v2', kind: 'Deployment', labels: { app: 'cart', version: 'v2' }, pods: 2 },
  ]);
  expect(found.labels.map(({ key }) => key)).toEqual(['app', 'version']);
  expect(found.serviceAccounts).toEqual([
    { name: 'cart-account', principal: 'cluster.local/ns/shop/sa/cart-account' },
  ]);
});

test('VirtualServices are told by their hosts, of which a delegate has none', () => {
  expect(finish(choicesIn('shop', objects)).virtualServices).toEqual([
    { namespace: 'shop', name: 'cart', hosts: ['cart'] },
    { namespace: 'back', name: 'part', hosts: [] },
  ]);
});

test('localities are those of pods and endpoints, each once', () => {
  const at = (labels: Record<string, string>) => pod('shop', JSON.stringify(labels), labels);
  const [region, zone] = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'];
  const pods = [
    at({}),
    at({ [region]: 'eu', [zone]: 'eu-a' }),
    at({ [region]: 'eu', [zone]: 'eu-a', 'topology.istio.io/subzone': 'r1' }),
    at({ [region]: 'eu' }),
    at({ [region]: 'eu', 'istio-locality': 'asia.tokyo' }),
  ];
  expect(finish(choicesIn('shop', { ...objects, pods })).localities).toEqual([
    'asia/tokyo',
    'eu',
    'eu/eu-a',
    'eu/eu-a/r1',
    'us/a/1',
  ]);
});

test('what is exported to its own namespace alone is offered there', () => {
  const hosts = finish(choicesIn('back', objects)).hosts.map(({ host }) => host);
  expect(hosts).toContain('own.example.com');
  expect(hosts).toContain('private.back.svc.cluster.local');
});
