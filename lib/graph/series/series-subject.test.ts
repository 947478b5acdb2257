import { describe, expect, it } from 'vitest';
import type { RevisionHead } from '../../history/revision.ts';
import type { ClusterObjects, KubernetesObject } from '../../istio/objects.ts';
import { noObjects } from '../../istio/objects.ts';
import { newestFirst } from '../views/changes.ts';
import { speaks, touchingThen } from './past-objects.ts';
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

describe('what spoke of it once', () => {
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
  const head = (kind: string, name: string, at = 0): RevisionHead => ({
    ...{ id: `${kind}-${name}-${at}`, kind, namespace: 'shop', name, uid: name, resourceVersion: '1' },
    ...{ operation: 'changed', at, seenAt: at, late: false, manager: null, user: null, reason: null },
    ...{ digest: '', summary: { added: 0, removed: 0, changed: 0, paths: [] } },
  });
  const names = (...parties: SeriesParty[]) =>
    touchingThen(
      parties,
      delegating,
      gone.map((before) => ({ head: head(before.kind, before.metadata.name), before, after: null })),
    )
      .map(({ kind, name }) => `${kind} ${name}`)
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
    expect(touchingThen([party('service', 'cart')], delegating, [])).toEqual([]);
  });

  const rule = (host: string) => made('DestinationRule', 'shop', 'moving', { host });
  const moves = (...hosts: string[]) =>
    hosts.slice(1).map((host, index) => ({
      head: head('destinationrules.networking.istio.io', 'moving', index + 1),
      before: rule(hosts[index] ?? ''),
      after: rule(host),
    }));

  it.each([
    ['away', moves('cart', 'other'), [1]],
    ['here', moves('other', 'cart'), [1]],
    [
      'here and away, with what happened meanwhile',
      moves('other', 'cart', 'cart', 'else', 'other'),
      [1, 2, 3],
    ],
    ['from one stranger to another', moves('other', 'else'), []],
    ['what cannot be read', moves('cart', 'other').map((one) => ({ ...one, before: null, after: null })), []],
  ])('an object that is there and was changed: %s', (_, changes, times) => {
    const present = {
      ...delegating,
      destinationRules: [...delegating.destinationRules, rule('other') as never],
    };
    expect(touchingThen([party('service', 'cart')], present, changes).map(({ at }) => at)).toEqual(times);
  });

  it('what hands over to a delegate may be gone as well, and each state of the delegate counts', () => {
    const root = (name: string) =>
      made('VirtualService', 'shop', 'root', { hosts: [name], http: [{ delegate: { name: 'leaf' } }] });
    const present = { ...delegating, virtualServices: [root('other') as never] };
    const leaf = (timeout: string) => made('VirtualService', 'shop', 'leaf', { http: [{ timeout }] });
    const change = (at: number, before: KubernetesObject, after: KubernetesObject | null) => {
      return { head: head(before.kind, before.metadata.name, at), before, after };
    };
    const changes = [change(1, leaf('1s'), leaf('2s')), change(2, leaf('2s'), leaf('3s'))];
    const found = (...more: ReturnType<typeof change>[]) =>
      touchingThen([party('service', 'cart')], present, [...more, ...changes]).map(({ name, at }) => [
        name,
        at,
      ]);
    expect(found()).toEqual([]);
    expect(found(change(0, root('cart'), null))).toContainEqual(['leaf', 1]);
    expect(
      touchingThen(
        [party('service', 'cart')],
        { ...present, virtualServices: [root('cart') as never] },
        changes,
      ),
    ).toHaveLength(2);
  });

  it.each([
    [
      'a rule of any namespace',
      [party('service', 'cart')],
      'virtualservices.networking.istio.io',
      'bookinfo',
      'perhaps',
    ],
    [
      'a policy of its own',
      [party('service', 'cart')],
      'authorizationpolicies.security.istio.io',
      'shop',
      'perhaps',
    ],
    [
      'a policy of the mesh',
      [party('service', 'cart')],
      'telemetries.telemetry.istio.io',
      'istio-system',
      'perhaps',
    ],
    [
      'a policy of another',
      [party('service', 'cart')],
      'authorizationpolicies.security.istio.io',
      'bookinfo',
      'no',
    ],
    ['what speaks of nobody', [party('service', 'cart')], 'proxyconfigs.networking.istio.io', 'shop', 'no'],
    ['anything of a namespace', [party('namespace', '')], 'proxyconfigs.networking.istio.io', 'shop', 'yes'],
    [
      'of another namespace',
      [party('namespace', '')],
      'virtualservices.networking.istio.io',
      'bookinfo',
      'no',
    ],
  ] as const)('%s', (_, parties, kind, namespace, expected) => {
    expect(speaks(parties, { kind, namespace }, delegating.meshConfig)).toBe(expected);
  });
});

it('a service that is gone is still spoken of by its name', () => {
  const present = {
    ...objects,
    destinationRules: [
      ...objects.destinationRules,
      made('DestinationRule', 'shop', 'of-gone', { host: 'gone' }) as never,
    ],
  };
  expect(
    configurationTouching([party('service', 'gone')], present).map(({ metadata }) => metadata.name),
  ).toEqual(['of-gone']);
});
