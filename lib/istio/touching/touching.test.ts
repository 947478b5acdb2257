import { describe, expect, test } from 'vitest';
import type { ClusterObjects, KubernetesObject, Labels } from '../objects.ts';
import { noObjects } from '../objects.ts';
import { concernedObjects, type RoutingSubject } from './routing-objects.ts';
import { holdingPolicies, type PolicyTarget } from './selected.ts';

/** "namespace/name"; younger the later it stands in a list. */
function object<Spec>(kind: string, path: string, spec: Spec, day = 1): KubernetesObject<Spec, never> {
  const [namespace = '', name = ''] = path.split('/');
  const creationTimestamp = `2026-01-0${day}T00:00:00Z`;
  return { apiVersion: 'v1', kind, metadata: { namespace, name, creationTimestamp }, spec };
}

const cart: PolicyTarget = {
  namespace: 'shop',
  labels: { app: 'cart', version: 'v1' },
  services: ['cart'],
  serviceEntries: ['maps'],
};
const matching = (labels: Labels) => ({ selector: { matchLabels: { ...labels } } });

function reasons(objects: Partial<ClusterObjects>, target = cart): [string, string][] {
  return holdingPolicies({ ...noObjects, ...objects }, target).map(({ object: { metadata }, reason }) => [
    `${metadata.namespace}/${metadata.name}`,
    reason,
  ]);
}

describe('policies hold', () => {
  test.each<[string, object, string, string | null]>([
    ['by selector in the same namespace', matching({ app: 'cart' }), 'shop', 'selector'],
    ['not by a selector that does not match', matching({ app: 'page' }), 'shop', null],
    ['not from another namespace', matching({ app: 'cart' }), 'bookinfo', null],
    ['for a whole namespace', {}, 'shop', 'namespace'],
    ['for a whole namespace by an empty selector', matching({}), 'shop', 'namespace'],
    ['for the whole mesh', {}, 'istio-system', 'mesh'],
    ['by selector, from the root namespace', matching({ app: 'cart' }), 'istio-system', 'selector'],
    ['by target', { targetRefs: [{ kind: 'Service', name: 'cart' }] }, 'shop', 'target'],
    ['by a single target', { targetRef: { kind: 'ServiceEntry', name: 'maps' } }, 'shop', 'target'],
    ['not by the target of another', { targetRefs: [{ kind: 'Service', name: 'page' }] }, 'shop', null],
    ['not by a target elsewhere', { targetRefs: [{ kind: 'Service', name: 'cart' }] }, 'bookinfo', null],
  ])('%s', (_, spec, namespace, reason) => {
    const expected = reason === null ? [] : [[`${namespace}/one`, reason]];
    const path = `${namespace}/one`;
    expect(reasons({ authorizationPolicies: [object('AuthorizationPolicy', path, spec)] })).toEqual(expected);
    expect(reasons({ requestAuthentications: [object('RequestAuthentication', path, spec)] })).toEqual(
      expected,
    );
    expect(reasons({ telemetries: [object('Telemetry', path, spec)] })).toEqual(expected);
  });

  test('by the selector that EnvoyFilters write otherwise', () => {
    const filter = (labels: Labels) =>
      object('EnvoyFilter', 'shop/one', { workloadSelector: { labels: { ...labels } } });
    expect(reasons({ envoyFilters: [filter({ app: 'cart' }), filter({ app: 'page' })] })).toEqual([
      ['shop/one', 'selector'],
    ]);
  });

  test('of each layer the oldest PeerAuthentication; a selector in the root namespace reaches nobody else', () => {
    expect(
      reasons({
        peerAuthentications: [
          object('PeerAuthentication', 'shop/younger', matching({ app: 'cart' }), 3),
          object('PeerAuthentication', 'shop/older', matching({ version: 'v1' }), 2),
          object('PeerAuthentication', 'shop/default', {}),
          object('PeerAuthentication', 'istio-system/default', {}),
          object('PeerAuthentication', 'istio-system/selecting', matching({ app: 'cart' })),
          object('PeerAuthentication', 'bookinfo/default', {}),
        ],
      }),
    ).toEqual([
      ['istio-system/default', 'mesh'],
      ['shop/default', 'namespace'],
      ['shop/older', 'selector'],
    ]);
  });

  test.each<[string, [string, object][], [string, string][]]>([
    [
      'the one that selects',
      [
        ['shop/default', {}],
        ['shop/cart', { workloadSelector: { labels: { app: 'cart' } } }],
      ],
      [['shop/cart', 'selector']],
    ],
    [
      "the namespace's before the mesh's",
      [
        ['istio-system/default', {}],
        ['shop/default', {}],
      ],
      [['shop/default', 'namespace']],
    ],
    [
      "the mesh's where there is no other",
      [['istio-system/default', {}]],
      [['istio-system/default', 'mesh']],
    ],
    ['none of other namespaces', [['bookinfo/default', {}]], []],
  ])('one Sidecar at most: %s', (_, given, expected) => {
    const sidecars = given.map(([path, spec]) => object('Sidecar', path, spec));
    expect(reasons({ sidecars })).toEqual(expected);
  });
});

describe('routing objects concern', () => {
  const subject: RoutingSubject = {
    namespace: 'shop',
    hosts: ['cart.shop.svc.cluster.local'],
    services: ['cart'],
    workloads: [{ labels: { app: 'cart' }, gateway: false }],
  };
  const routeTo = (host: string) => ({ http: [{ route: [{ destination: { host } }] }] });

  function found(objects: Partial<ClusterObjects>, of = subject): [string, string][] {
    return concernedObjects({ ...noObjects, ...objects }, of).map(({ object: { metadata }, reason }) => [
      `${metadata.namespace}/${metadata.name}`,
      reason,
    ]);
  }

  test.each<[string, string, object, string | null]>([
    ['a short name in its namespace', 'shop', { hosts: ['cart'] }, 'host'],
    ['a short name elsewhere means another', 'bookinfo', { hosts: ['cart'] }, null],
    ['the full name from anywhere', 'bookinfo', { hosts: ['cart.shop.svc.cluster.local'] }, 'host'],
    ['a wildcard', 'bookinfo', { hosts: ['*.shop.svc.cluster.local'] }, 'host'],
    ['a wildcard beside', 'shop', { hosts: ['*.bookinfo.svc.cluster.local'] }, null],
    ['capital letters', 'shop', { hosts: ['CART'] }, 'host'],
    ['a route', 'shop', { hosts: ['shop.example'], gateways: ['public'], ...routeTo('cart') }, 'route'],
    ['a mirror', 'shop', { hosts: ['x.example'], http: [{ mirror: { host: 'cart' } }] }, 'route'],
    ['a route to another', 'shop', { hosts: ['shop.example'], ...routeTo('page') }, null],
  ])('VirtualService: %s', (_, namespace, spec, reason) => {
    const virtualServices = [object('VirtualService', `${namespace}/one`, spec)];
    expect(found({ virtualServices })).toEqual(reason === null ? [] : [[`${namespace}/one`, reason]]);
  });

  test('what a VirtualService hands over to, and what it is bound to', () => {
    expect(
      found({
        virtualServices: [
          object('VirtualService', 'shop/root', {
            hosts: ['cart'],
            gateways: ['mesh', 'public', 'ingress/edge'],
            http: [{ delegate: { name: 'leaf', namespace: 'team' } }],
          }),
          object('VirtualService', 'team/leaf', { http: [{}] }),
          object('VirtualService', 'team/other', { http: [{}] }),
        ],
        gateways: [
          object('Gateway', 'shop/public', { selector: { istio: 'gw' } }),
          object('Gateway', 'ingress/edge', { selector: { istio: 'gw' } }),
          object('Gateway', 'ingress/unused', { selector: { istio: 'gw' } }),
        ],
      }),
    ).toEqual([
      ['shop/root', 'host'],
      ['team/leaf', 'delegate'],
      ['shop/public', 'gateway'],
      ['ingress/edge', 'gateway'],
    ]);
  });

  test('a gateway: what selects it, and what is bound to that', () => {
    const gateway = {
      ...subject,
      hosts: [],
      services: [],
      workloads: [{ labels: { istio: 'gw' }, gateway: true }],
    };
    expect(
      found(
        {
          gateways: [
            object('Gateway', 'shop/public', { selector: { istio: 'gw' } }),
            object('Gateway', 'shop/other', { selector: { istio: 'b2b' } }),
          ],
          virtualServices: [
            object('VirtualService', 'shop/site', { hosts: ['shop.example'], gateways: ['public'] }),
            object('VirtualService', 'shop/partners', { hosts: ['b2b.example'], gateways: ['other'] }),
          ],
        },
        gateway,
      ),
    ).toEqual([
      ['shop/site', 'gateway'],
      ['shop/public', 'selector'],
    ]);
  });

  test('DestinationRules by host, ServiceEntries by host or by the pods they select, HTTPRoutes by parent or backend', () => {
    const parent = { parentRefs: [{ kind: 'Service', group: '', name: 'cart' }] };
    const backend = { rules: [{ backendRefs: [{ name: 'cart', namespace: 'shop' }] }] };
    expect(
      found({
        destinationRules: [
          object('DestinationRule', 'shop/cart', { host: 'cart' }),
          object('DestinationRule', 'istio-system/all', { host: '*.svc.cluster.local' }),
          object('DestinationRule', 'shop/page', { host: 'page' }),
        ],
        serviceEntries: [
          object('ServiceEntry', 'shop/twin', { hosts: ['cart.shop.svc.cluster.local'] }),
          object('ServiceEntry', 'shop/pods', {
            hosts: ['x.example'],
            workloadSelector: { labels: { app: 'cart' } },
          }),
          object('ServiceEntry', 'bookinfo/pods', {
            hosts: ['y.example'],
            workloadSelector: { labels: { app: 'cart' } },
          }),
        ],
        httpRoutes: [
          object('HTTPRoute', 'shop/mesh', parent),
          object('HTTPRoute', 'edge/site', backend),
          object('HTTPRoute', 'edge/other', { rules: [{ backendRefs: [{ name: 'cart' }] }] }),
        ],
      }),
    ).toEqual([
      ['shop/cart', 'host'],
      ['istio-system/all', 'host'],
      ['shop/twin', 'host'],
      ['shop/pods', 'selector'],
      ['shop/mesh', 'host'],
      ['edge/site', 'route'],
    ]);
  });
});
