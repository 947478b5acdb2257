import { describe, expect, it, test } from 'vitest';
import type { Sidecar } from '../../istio/objects.ts';
import { buildGraph } from '../build/build.ts';
import { graphInput, requests, virtualService } from '../testing/fixture.ts';
import {
  allOld,
  cart,
  edge,
  gateway,
  mostlyOld,
  page,
  routesOf,
  shop,
  steered,
  to,
} from './testing/routed-edges.ts';

describe('a Sidecar of the caller', () => {
  const sidecar = (...listeners: string[][]): Sidecar => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { namespace: 'shop', name: 'default' },
    spec: {
      egress: listeners.map((hosts, place) =>
        place === 0 && listeners.length > 1
          ? { hosts, port: { number: 9999, protocol: 'HTTP', name: 'http' } }
          : { hosts },
      ),
    },
  });
  const host = 'cart.shop.svc.cluster.local';
  const elsewhere = [
    virtualService('books/rules', {
      hosts: [host],
      http: [{ route: [{ destination: { host, subset: 'v1' } }] }],
    }),
  ];

  test.each<[string, Sidecar, string]>([
    ['imports the rule', sidecar(['*/*']), 'configured 1 1'],
    ['leaves it out', sidecar(['shop/*']), 'free'],
    ['imports it on the other listener', sidecar(['shop/*'], ['*/*']), 'configured 1 1'],
    ['imports it on the first listener', sidecar(['*/*'], ['shop/*']), 'configured 1 1'],
  ])('%s', (_, one, expected) => {
    expect(routesOf(elsewhere, allOld, {}, { sidecars: [one] })).toEqual([
      `shop/page/v1 > shop/cart/v1: ${expected}`,
    ]);
  });
});

describe('gateways', () => {
  const bound = virtualService('shop/front', {
    hosts: ['shop.example'],
    gateways: ['istio-system/public'],
    http: [
      { match: [{ uri: { prefix: '/cart' } }], ...to({ v1: 100 }) },
      { route: [{ destination: { host: 'page' } }] },
    ],
  });

  it('shows where their VirtualServices lead before anybody comes', () => {
    expect(routesOf([bound], {})).toEqual([
      'edge/v1 > shop/cart/v1: unused 1 null',
      'edge/v1 > shop/page/v1: unused 1 null',
    ]);
  });

  it('tells traffic that they send elsewhere', () => {
    const traffic = {
      requests: [requests({ from: edge, to: cart('v2') }, 4), requests({ from: edge, to: page }, 6)],
    };
    expect(routesOf([bound], traffic)).toEqual([
      'edge/v1 > shop/cart/v1: unused 1 0',
      'edge/v1 > shop/cart/v2: unconfigured 0 1',
      'edge/v1 > shop/page/v1: configured 1 1',
    ]);
  });

  it('asks for a server with a host in common, and leaves the mesh alone', () => {
    const other = { gateways: [gateway('istio-system/public', ['other.example'])] };
    expect(routesOf([bound], allOld, {}, other)).toEqual(['shop/page/v1 > shop/cart/v1: free']);
  });
});

describe('kinds of graph', () => {
  const split = [steered(to({ v1: 80, v2: 20 }))];

  it('has the service between: its versions are configured whoever calls', () => {
    expect(routesOf(split, allOld, { serviceNodes: true })).toEqual([
      'shop/cart > shop/cart/v1: configured 0.8 1',
      'shop/cart > shop/cart/v2: unused 0.2 0',
      'shop/page/v1 > shop/cart: configured 1 1',
    ]);
    expect(routesOf(split, {}, { serviceNodes: true })).toEqual([
      'shop/cart > shop/cart/v1: unused 0.8 null',
      'shop/cart > shop/cart/v2: unused 0.2 null',
    ]);
  });

  it('joins versions where apps or services are drawn', () => {
    for (const type of ['app', 'service'] as const) {
      expect(routesOf(split, mostlyOld, { type })).toEqual(['shop/page > shop/cart: configured 1 1']);
    }
    expect(
      routesOf(split, { requests: [requests({ from: page, to: cart('v3') }, 1)] }, { type: 'app' }),
    ).toEqual(['shop/page > shop/cart: unconfigured 1 1']);
  });

  it('cannot call a route unused that nobody was asked about', () => {
    const graph = buildGraph(graphInput({ requests: null, tcp: null }, { ...shop, virtualServices: split }));
    expect(graph.edges).toEqual([]);
    const drawn = buildGraph({
      ...graphInput({ requests: null, tcp: null }, { ...shop, virtualServices: split }),
      serviceNodes: true,
    });
    expect(drawn.edges.map(({ route, health }) => [route, health.state])).toEqual([
      ['configured', 'unknown'],
      ['configured', 'unknown'],
    ]);
  });

  it('names the VirtualServices', () => {
    const { edges } = buildGraph(graphInput(allOld, { ...shop, virtualServices: split }));
    expect(edges.map(({ routedBy }) => routedBy)).toEqual([['shop/cart'], ['shop/cart']]);
  });
});
