import { describe, expect, it, test } from 'vitest';
import type { ClusterObjects, VirtualService } from '../../istio/objects.ts';
import { gatewayApi } from '../../istio/routing/testing/objects.ts';
import { buildGraph } from '../build/build.ts';
import { bytes, deployment, graphInput, requests, service, virtualService } from '../testing/fixture.ts';
import {
  allOld,
  cart,
  jason,
  mostlyOld,
  page,
  routesOf,
  shop,
  steered,
  type Traffic,
  to,
} from './testing/routed-edges.ts';

describe('an edge against a route of the Gateway API', () => {
  const httpRoute = (...backends: [string, number][]) => [
    gatewayApi(
      'HTTPRoute',
      'shop/cart',
      `{parentRefs: [{group: '', kind: Service, name: cart}], rules: [{backendRefs: [${backends
        .map(([name, weight]) => `{name: ${name}, port: 80, weight: ${weight}}`)
        .join(', ')}]}]}`,
    ) as ClusterObjects['httpRoutes'][number],
  ];
  test.each<[string, Parameters<typeof httpRoute>, string[]]>([
    ['where it leads', [['cart', 1]], ['shop/page/v1 > shop/cart/v1: configured 1 1']],
    [
      'what nothing follows',
      [
        ['cart', 3],
        ['other', 1],
      ],
      ['shop/page/v1 > shop/cart/v1: configured 0.75 1', 'shop/page/v1 > shop/other/v1: unused 0.25 0'],
    ],
    [
      'past it',
      [['other', 1]],
      ['shop/page/v1 > shop/cart/v1: unconfigured 0 1', 'shop/page/v1 > shop/other/v1: unused 1 null'],
    ],
  ])('%s', (_, backends, expected) => {
    const objects: Partial<ClusterObjects> = {
      services: [service('shop/page'), service('shop/cart'), service('shop/other')],
      workloads: [deployment(page), deployment(cart('v1')), deployment('shop/other/v1')],
      destinationRules: [],
      gateways: [],
      httpRoutes: httpRoute(...backends),
    };
    expect(routesOf([], allOld, {}, objects)).toEqual(expected);
  });

  it('names it', () => {
    const graph = buildGraph(graphInput(allOld, { ...shop, httpRoutes: httpRoute(['cart', 1]) }));
    expect(graph.edges.map(({ routedBy }) => routedBy)).toEqual([['HTTPRoute shop/cart']]);
  });
});

describe('an edge against the VirtualService of its host', () => {
  test.each<[string, VirtualService[], Traffic, string[]]>([
    ['no VirtualService', [], allOld, ['shop/page/v1 > shop/cart/v1: free']],
    [
      'a split that is obeyed',
      [steered(to({ v1: 80, v2: 20 }))],
      mostlyOld,
      ['shop/page/v1 > shop/cart/v1: configured 0.8 0.9', 'shop/page/v1 > shop/cart/v2: configured 0.2 0.1'],
    ],
    [
      'a weight that nothing follows',
      [steered(to({ v1: 90, v2: 10 }))],
      allOld,
      ['shop/page/v1 > shop/cart/v1: configured 0.9 1', 'shop/page/v1 > shop/cart/v2: unused 0.1 0'],
    ],
    [
      'weight 0 is not unused',
      [steered(to({ v1: 100, v2: 0 }))],
      allOld,
      ['shop/page/v1 > shop/cart/v1: configured 1 1'],
    ],
    [
      'traffic at weight 0 goes past the rules',
      [steered(to({ v1: 100, v2: 0 }))],
      mostlyOld,
      ['shop/page/v1 > shop/cart/v1: configured 1 0.9', 'shop/page/v1 > shop/cart/v2: unconfigured 0 0.1'],
    ],
    [
      'lost requests are part of the whole and of no version',
      [steered(to({ v1: 90, v9: 10 }))],
      {
        requests: [
          requests({ from: page, to: cart('v1') }, 9),
          requests(
            {
              from: page,
              to: 'unknown',
              host: 'cart.shop.svc.cluster.local',
              code: '503',
              flags: 'NC',
              reporter: 'source',
            },
            1,
          ),
        ],
      },
      ['shop/page/v1 > shop/cart/v1: configured 0.9 0.9', 'shop/page/v1 > shop/cart: configured null null'],
    ],
    [
      'a split beside which some requests are sent by a header',
      [steered({ match: jason, ...to({ v2: 100 }) }, to({ v1: 80, v2: 20 }))],
      mostlyOld,
      ['shop/page/v1 > shop/cart/v1: configured 0.8 0.9', 'shop/page/v1 > shop/cart/v2: configured 0.2 0.1'],
    ],
    [
      'two splits that differ by request',
      [steered({ match: jason, ...to({ v1: 50, v2: 50 }) }, to({ v1: 80, v2: 20 }))],
      mostlyOld,
      [
        'shop/page/v1 > shop/cart/v1: configured null 0.9',
        'shop/page/v1 > shop/cart/v2: configured null 0.1',
      ],
    ],
    [
      'a match that nobody meets; shares depend on the request',
      [steered({ match: jason, ...to({ v2: 100 }) }, to({ v1: 100 }))],
      allOld,
      ['shop/page/v1 > shop/cart/v1: configured null 1', 'shop/page/v1 > shop/cart/v2: unused null 0'],
    ],
    [
      'a rule behind one that takes everything says nothing',
      [steered(to({ v1: 100 }), { match: jason, ...to({ v2: 100 }) })],
      allOld,
      ['shop/page/v1 > shop/cart/v1: configured 1 1'],
    ],
    [
      'a rule for other callers says nothing',
      [steered({ match: [{ sourceLabels: { app: 'other' } }], ...to({ v2: 1 }) }, to({ v1: 1 }))],
      allOld,
      ['shop/page/v1 > shop/cart/v1: configured 1 1'],
    ],
    [
      'a mirror gets copies, not a share',
      [
        steered({
          ...to({ v1: 1 }),
          mirror: { host: 'cart', subset: 'v2' },
          mirrorPercentage: { value: 10 },
        }),
      ],
      mostlyOld,
      ['shop/page/v1 > shop/cart/v1: configured 1 1', 'shop/page/v1 > shop/cart/v2: configured null null'],
    ],
    [
      'a mirror that gets nothing',
      [steered({ ...to({ v1: 1 }), mirrors: [{ destination: { host: 'cart', subset: 'v3' } }] })],
      allOld,
      ['shop/page/v1 > shop/cart/v1: configured 1 1', 'shop/page/v1 > shop/cart/v3: unused null null'],
    ],
    [
      'the whole host is used as soon as one of its versions is',
      [steered({ route: [{ destination: { host: 'cart' } }] })],
      mostlyOld,
      [
        'shop/page/v1 > shop/cart/v1: configured null 0.9',
        'shop/page/v1 > shop/cart/v2: configured null 0.1',
      ],
    ],
    [
      'callers without proxy go past it',
      [steered(to({ v1: 100 }))],
      { requests: [requests({ from: 'unknown', to: cart('v3'), policy: 'none' }, 1)] },
      ['source > shop/cart/v3: unconfigured null null'],
    ],
    [
      'connections do not obey rules for requests',
      [steered(to({ v1: 100 }))],
      { tcp: [bytes({ from: page, to: cart('v2') }, 'sent', 9)] },
      ['shop/page/v1 > shop/cart/v2: tcp free'],
    ],
    [
      'connections by weight',
      [virtualService('shop/cart', { hosts: ['cart'], tcp: [to({ v1: 75, v2: 25 })] })],
      { tcp: [bytes({ from: page, to: cart('v1') }, 'sent', 9)] },
      [
        'shop/page/v1 > shop/cart/v1: tcp configured 0.75 null',
        'shop/page/v1 > shop/cart/v2: tcp unused 0.25 null',
      ],
    ],
    [
      'a VirtualService that nobody sees but its own namespace',
      [
        virtualService('books/cart', {
          hosts: ['cart.shop.svc.cluster.local'],
          exportTo: ['.'],
          http: [to({ v1: 1 })],
        }),
      ],
      allOld,
      ['shop/page/v1 > shop/cart/v1: free'],
    ],
    [
      'a delegate speaks through its root',
      [
        virtualService('shop/root', { hosts: ['cart'], http: [{ delegate: { name: 'leaf' } }] }),
        virtualService('shop/leaf', { http: [to({ v1: 60, v2: 40 })] }),
      ],
      mostlyOld,
      ['shop/page/v1 > shop/cart/v1: configured 0.6 0.9', 'shop/page/v1 > shop/cart/v2: configured 0.4 0.1'],
    ],
    [
      'two for one host: the older has it',
      [
        {
          ...steered(to({ v1: 1 })),
          metadata: { namespace: 'shop', name: 'a', creationTimestamp: '2026-01-02T00:00:00Z' },
        },
        {
          ...steered(to({ v2: 1 })),
          metadata: { namespace: 'shop', name: 'b', creationTimestamp: '2026-01-01T00:00:00Z' },
        },
      ],
      allOld,
      ['shop/page/v1 > shop/cart/v1: unconfigured 0 1', 'shop/page/v1 > shop/cart/v2: unused 1 0'],
    ],
    [
      'a subset that no DestinationRule defines',
      [steered(to({ v1: 90, v9: 10 }))],
      allOld,
      ['shop/page/v1 > shop/cart/v1: configured 0.9 1'],
    ],
  ])('%s', (_, virtualServices, traffic, expected) => {
    expect(routesOf(virtualServices, traffic)).toEqual([...expected].sort());
  });

  it('sends one host to another: rules are found by what they send to, shares count over all their hosts', () => {
    const split = virtualService('shop/x', {
      hosts: ['shop.example'],
      http: [
        {
          route: [
            { destination: { host: 'page' }, weight: 70 },
            { destination: { host: 'cart', subset: 'v1' }, weight: 30 },
          ],
        },
      ],
    });
    const traffic = { requests: [requests({ from: 'shop/front/v1', to: page }, 3)] };
    expect(routesOf([split], traffic)).toEqual([
      'shop/front/v1 > shop/cart/v1: unused 0.3 0',
      'shop/front/v1 > shop/page/v1: configured 0.7 1',
    ]);
  });
});
