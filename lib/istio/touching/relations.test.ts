/** What one object acts on, and what acts on it: a table for every way in which they may. */
import { describe, expect, test } from 'vitest';
import type { Relation } from '../../api/configuration/configuration.ts';
import type { JsonObject } from '../../document/json.ts';
import { kindOf } from '../kinds/registry.ts';
import { defaultMeshConfig, type KubernetesObject, type Service, type Workload } from '../objects.ts';
import { referencesOf } from '../references.ts';
import { relationsOf } from './relations.ts';
import type { RelatedObject } from './surroundings.ts';

function make(kind: string, id: string, spec: object, group = 'networking.istio.io'): RelatedObject {
  const [name = '', namespace = 'shop'] = id.split('/').reverse();
  const object: KubernetesObject = { apiVersion: `${group}/v1`, kind, metadata: { name, namespace }, spec };
  const known = kindOf(object.apiVersion, kind);
  if (known === undefined) throw new Error(kind);
  return { kind: known, object };
}

const gatewayApi = 'gateway.networking.k8s.io';
const security = 'security.istio.io';
const service = (namespace: string, name: string): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { selector: { app: name } },
});
const workload = (namespace: string, name: string): Workload => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: {
    template: {
      metadata: { labels: { app: name.split('-')[0] ?? '', version: name.split('-')[1] ?? 'v1' } },
    },
  },
});

const routes = make('VirtualService', 'cart', {
  hosts: ['cart'],
  gateways: ['web', 'mesh'],
  http: [
    { delegate: { name: 'leaf', namespace: 'teams' } },
    { route: [{ destination: { host: 'cart', subset: 'v1' } }, { destination: { host: 'stock.back' } }] },
    { route: [{ destination: { host: 'api.example.com' } }] },
  ],
});
const leaf = make('VirtualService', 'teams/leaf', {});
const subsets = make('DestinationRule', 'cart', {
  host: 'cart',
  subsets: [{ name: 'v1', labels: { version: 'v1' } }],
});
const plain = make('DestinationRule', 'api', { host: 'api.example.com' });
const web = make('Gateway', 'web', { selector: { app: 'ingress' } });
const entry = make('ServiceEntry', 'api', { hosts: ['api.example.com'] });
const listener = make('Gateway', 'docs', {}, gatewayApi);
const httpRoute = make(
  'HTTPRoute',
  'docs',
  { parentRefs: [{ name: 'docs' }], rules: [{ backendRefs: [{ name: 'cart', port: 80 }] }] },
  gatewayApi,
);
const policy = make('AuthorizationPolicy', 'cart', { selector: { matchLabels: { app: 'cart' } } }, security);
const strict = make('PeerAuthentication', 'all', { mtls: { mode: 'STRICT' } }, security);
const meshWide = make('PeerAuthentication', 'istio-system/all', {}, security);
const targeted = make(
  'AuthorizationPolicy',
  'docs',
  { targetRefs: [{ group: gatewayApi, kind: 'Gateway', name: 'docs' }] },
  security,
);
const grant = make(
  'ReferenceGrant',
  'back/shop',
  {
    from: [{ group: gatewayApi, kind: 'HTTPRoute', namespace: 'shop' }],
    to: [{ group: '', kind: 'Service', name: 'stock' }],
  },
  gatewayApi,
);
const wideGrant = make(
  'ReferenceGrant',
  'back/all',
  {
    from: [{ group: gatewayApi, kind: 'HTTPRoute', namespace: 'shop' }],
    to: [{ group: '', kind: 'Service' }],
  },
  gatewayApi,
);
const otherGrant = make(
  'ReferenceGrant',
  'back/other',
  {
    from: [{ group: gatewayApi, kind: 'HTTPRoute', namespace: 'shop' }],
    to: [{ group: '', kind: 'Service', name: 'till' }],
  },
  gatewayApi,
);
const far = make(
  'HTTPRoute',
  'far',
  { rules: [{ backendRefs: [{ name: 'stock', namespace: 'back', port: 80 }] }] },
  gatewayApi,
);
const ofEntry = make(
  'AuthorizationPolicy',
  'entry',
  { targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'api' }] },
  security,
);
const machine = make('WorkloadEntry', 'vm', { address: '192.0.2.1', labels: { app: 'cart', kind: 'vm' } });
const machines = make('ServiceEntry', 'vms', {
  hosts: ['vms.example.com'],
  workloadSelector: { labels: { kind: 'vm' } },
});
const objects = [
  machine,
  machines,
  grant,
  wideGrant,
  otherGrant,
  far,
  ofEntry,
  routes,
  leaf,
  subsets,
  plain,
  web,
  entry,
  listener,
  httpRoute,
  policy,
  strict,
  meshWide,
  targeted,
];

function related(subject: RelatedObject) {
  const short = ({ what, namespace, name, reason }: Relation) => `${what} ${namespace}/${name} ${reason}`;
  const found = relationsOf(subject, {
    meshConfig: defaultMeshConfig,
    objects,
    services: [service('shop', 'cart'), service('back', 'stock')],
    workloads: [
      workload('shop', 'cart'),
      workload('shop', 'cart-v2'),
      workload('shop', 'other'),
      workload('istio-ingress', 'ingress'),
    ],
    references: (object) => referencesOf(object as KubernetesObject & JsonObject, 'cluster.local'),
  });
  return { touches: found.touches.map(short).sort(), touchedBy: found.touchedBy.map(short).sort() };
}

describe('an object', () => {
  test.each<[string, RelatedObject, string[], string[]]>([
    [
      'a VirtualService',
      routes,
      [
        'object shop/api host',
        'object shop/api host',
        'object shop/cart subset',
        'object shop/web gateway',
        'object teams/leaf delegate',
        'service shop/cart host',
        'workload shop/cart route',
      ],
      [],
    ],
    ['a delegate', leaf, [], ['object shop/cart delegate']],
    [
      'a DestinationRule with subsets',
      subsets,
      ['service shop/cart host', 'workload shop/cart host', 'workload shop/cart-v2 host'],
      ['object shop/cart subset'],
    ],
    ['a DestinationRule without', plain, ['object shop/api host'], ['object shop/cart host']],
    ['a Gateway', web, ['workload istio-ingress/ingress selector'], ['object shop/cart gateway']],
    [
      'a ServiceEntry',
      entry,
      [],
      ['object shop/api host', 'object shop/cart host', 'object shop/entry target'],
    ],
    [
      'a Gateway of the Gateway API',
      listener,
      [],
      // The route, and the policy of the same name.
      ['object shop/docs target', 'object shop/docs target'],
    ],
    [
      'an HTTPRoute',
      httpRoute,
      [
        'object shop/docs target',
        'service shop/cart route',
        'workload shop/cart route',
        'workload shop/cart-v2 route',
      ],
      [],
    ],
    [
      'a policy with a selector',
      policy,
      ['workload shop/cart selector', 'workload shop/cart-v2 selector'],
      [],
    ],
    [
      'a policy for its namespace',
      strict,
      ['workload shop/cart namespace', 'workload shop/cart-v2 namespace', 'workload shop/other namespace'],
      [],
    ],
    ['a policy with targets', targeted, ['object shop/docs target'], []],
    ['a WorkloadEntry', machine, [], ['object shop/vms endpoint', 'service shop/cart endpoint']],
    ['a ServiceEntry that selects', machines, ['object shop/vm endpoint'], []],
    ['a policy for a ServiceEntry', ofEntry, ['object shop/api target'], []],
    ['a ReferenceGrant', grant, ['service back/stock target'], ['object shop/far target']],
    ['a ReferenceGrant for every Service', wideGrant, [], ['object shop/far target']],
    ['a ReferenceGrant for another Service', otherGrant, ['service back/till target'], []],
    [
      'an HTTPRoute into another namespace',
      far,
      ['object back/all target', 'object back/shop target', 'service back/stock route'],
      [],
    ],
  ])('%s', (_, subject, touches, touchedBy) => {
    expect(related(subject)).toEqual({ touches, touchedBy });
  });

  test('a policy of the root namespace holds for all', () => {
    expect(related(meshWide).touches).toHaveLength(4);
  });
});
