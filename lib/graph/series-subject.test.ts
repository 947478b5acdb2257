import { describe, expect, it } from 'vitest';
import type { ClusterObjects, KubernetesObject } from '../istio/objects.ts';
import { noObjects } from '../istio/objects.ts';
import { newestFirst } from './changes.ts';
import { goneTouching } from './gone-objects.ts';
import { configurationTouching, hostPeer, type SeriesParty, trafficParty } from './series-subject.ts';

function made<Spec>(
  kind: string,
  namespace: string,
  name: string,
  spec: Spec,
  at = 100,
): KubernetesObject<Spec, never> {
  const time = new Date(at * 1000).toISOString();
  return {
    apiVersion: 'networking.istio.io/v1',
    kind,
    metadata: { namespace, name, managedFields: [{ manager: 'kubectl', operation: 'Update', time }] },
    spec,
  };
}

const template = (app: string, version: string) => ({
  selector: { matchLabels: { app, version } },
  template: { metadata: { labels: { app, version } }, spec: { containers: [] } },
});

const objects: ClusterObjects = {
  ...noObjects,
  services: [
    made('Service', 'shop', 'cart', { selector: { app: 'cart' }, ports: [] }),
    made('Service', 'shop', 'empty', { ports: [] }),
  ],
  workloads: [
    made('Deployment', 'shop', 'cart-v1', template('cart', 'v1')),
    made('Deployment', 'shop', 'cart-v2', template('cart', 'v2')),
  ],
  serviceEntries: [made('ServiceEntry', 'shop', 'paycard', { hosts: ['api.paycard.example'] }, 110)],
  virtualServices: [
    made('VirtualService', 'shop', 'cart-routes', { hosts: ['cart'], http: [] }, 130),
    made('VirtualService', 'shop', 'other', { hosts: ['other'], http: [] }, 140),
  ],
  destinationRules: [made('DestinationRule', 'shop', 'paycard-tls', { host: 'api.paycard.example' }, 120)],
};

const party = (kind: SeriesParty['kind'], name: string, version: string | null = null): SeriesParty => ({
  kind,
  namespace: kind === 'host' ? '' : 'shop',
  name,
  version,
});

/** Somebody who may write in `shop` claims what is others'. */
const claimed: ClusterObjects = {
  ...objects,
  services: [...objects.services, made('Service', 'payments', 'ledger', { ports: [] })],
  serviceEntries: [
    made('ServiceEntry', 'payments', 'bank', { hosts: ['bank.example'] }),
    made('ServiceEntry', 'shop', 'claims', {
      hosts: [
        'ledger.payments.svc.cluster.local',
        'gone.payments.svc.cluster.local',
        'bank.example',
        'own.example',
      ],
    }),
    made('ServiceEntry', 'shop', 'thief', { hosts: ['ledger.payments.svc.cluster.local'] }),
  ],
};

describe('a ServiceEntry that names hosts of others', () => {
  it('is called by its own alone', () => {
    expect(trafficParty(party('service', 'claims'), 'destination', claimed)).toEqual({
      kind: 'hosts',
      hosts: ['own.example'],
    });
    expect(trafficParty(party('service', 'thief'), 'destination', claimed)).toBeNull();
  });

  it('does not make them its namespace’s', () => {
    expect(hostPeer('ledger.payments.svc.cluster.local', 'shop', claimed)).toEqual({
      kind: 'service',
      namespace: 'payments',
      name: 'ledger',
    });
  });
});

describe('trafficParty', () => {
  it.each<[string, SeriesParty, 'source' | 'destination', unknown]>([
    [
      'a service is called by its name',
      party('service', 'cart'),
      'destination',
      { kind: 'service', namespace: 'shop', name: 'cart', domain: 'cluster.local' },
    ],
    [
      'a service calls through its workloads',
      party('service', 'cart'),
      'source',
      { kind: 'workloads', namespace: 'shop', names: ['cart-v1', 'cart-v2'] },
    ],
    ['a service without workloads calls nobody', party('service', 'empty'), 'source', null],
    [
      'a ServiceEntry is called by its hosts',
      party('service', 'paycard'),
      'destination',
      { kind: 'hosts', hosts: ['api.paycard.example'] },
    ],
    [
      'what is gone may have been called',
      party('service', 'gone'),
      'destination',
      { kind: 'service', namespace: 'shop', name: 'gone', domain: 'cluster.local' },
    ],
    ['a host calls nobody', party('host', 'x.example'), 'source', null],
    [
      'a version of an app',
      party('app', 'cart', 'v2'),
      'source',
      { kind: 'app', namespace: 'shop', name: 'cart', version: 'v2' },
    ],
  ])('%s', (_, subject, side, expected) => {
    expect(trafficParty(subject, side, objects)).toEqual(expected);
  });
});

it('a host is known by the name that is configured, and lives where that is', () => {
  expect(hostPeer('cart', 'shop', objects)).toEqual({ kind: 'service', namespace: 'shop', name: 'cart' });
  expect(hostPeer('cart.shop:8080', 'bookinfo', objects).name).toBe('cart');
  expect(hostPeer('cart', 'bookinfo', objects)).toEqual({ kind: 'host', namespace: '', name: 'cart' });
  expect(hostPeer('api.paycard.example', 'bookinfo', objects).namespace).toBe('shop');
});

describe('configurationTouching', () => {
  const names = (...parties: SeriesParty[]) =>
    newestFirst(configurationTouching(parties, objects))
      .reverse()
      .map(({ name }) => name);

  it('finds what speaks of the subject or its peer, each once', () => {
    expect(names(party('service', 'cart'))).toEqual(['cart-routes']);
    expect(names(party('workload', 'cart-v1'))).toEqual(['cart-routes']);
    expect(names(party('app', 'cart', 'v1'), party('host', 'api.paycard.example'))).toEqual([
      'paycard',
      'paycard-tls',
      'cart-routes',
    ]);
    expect(names(party('namespace', ''))).toEqual(['paycard', 'paycard-tls', 'cart-routes', 'other']);
  });
});

describe('goneTouching', () => {
  const security = (kind: string, namespace: string, name: string, spec: object) => ({
    ...made(kind, namespace, name, spec),
    apiVersion: 'security.istio.io/v1',
  });
  const delegating: ClusterObjects = {
    ...objects,
    virtualServices: [
      ...objects.virtualServices,
      made('VirtualService', 'shop', 'root', {
        hosts: ['cart'],
        http: [{ delegate: { name: 'leaf' } }],
        gateways: ['front'],
      }),
    ],
    peerAuthentications: [security('PeerAuthentication', 'shop', 'present', {}) as never],
  };
  const gone = [
    made('VirtualService', 'bookinfo', 'to-cart', { hosts: ['cart.shop.svc.cluster.local'] }),
    made('VirtualService', 'shop', 'to-other', { hosts: ['other'] }),
    made('VirtualService', 'shop', 'leaf', { http: [] }),
    made('Gateway', 'shop', 'front', { servers: [] }),
    made('Gateway', 'shop', 'unbound', { servers: [] }),
    made('DestinationRule', 'shop', 'cart', { host: 'cart' }),
    security('PeerAuthentication', 'shop', 'strict', { mtls: { mode: 'STRICT' } }),
    security('PeerAuthentication', 'shop', 'strict-too', {}),
    security('PeerAuthentication', 'bookinfo', 'strict', {}),
    security('AuthorizationPolicy', 'shop', 'cart', { selector: { matchLabels: { app: 'cart' } } }),
    security('AuthorizationPolicy', 'shop', 'other', { selector: { matchLabels: { app: 'other' } } }),
    made('Deployment', 'shop', 'cart-v1', {}),
    { apiVersion: 'v1', kind: '', metadata: { name: '' } },
  ];
  const names = (...parties: SeriesParty[]) =>
    goneTouching(parties, delegating, gone)
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
      .sort();

  it('finds what spoke of the subject, beside others of its kind that are there', () => {
    expect(names(party('service', 'cart'))).toEqual([
      'AuthorizationPolicy cart',
      'DestinationRule cart',
      'Gateway front',
      'PeerAuthentication strict',
      'PeerAuthentication strict-too',
      'VirtualService leaf',
      'VirtualService to-cart',
    ]);
    expect(names(party('host', 'api.paycard.example'))).toEqual([]);
  });

  it('of a namespace everything that was in it, and of nothing nothing', () => {
    expect(names(party('namespace', ''))).toHaveLength(10);
    expect(goneTouching([party('service', 'cart')], delegating, [])).toEqual([]);
  });
});
