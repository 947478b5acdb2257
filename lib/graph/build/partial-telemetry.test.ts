/** Questions that Prometheus did not answer: nothing may be said about what they would have told. */
import { describe, expect, it, test } from 'vitest';
import { cart1, cart2, findings, overview, page, shop } from '../overview/testing/shop.ts';
import {
  deployment,
  graphInput,
  labelsOf,
  requests,
  type Samples,
  virtualService,
} from '../testing/fixture.ts';
import { scopeGraph } from '../views/scope.ts';
import { buildGraph } from './build.ts';

const called = [requests({ from: page, to: cart1 }, 5)];
const bytes = [{ labels: { ...labelsOf({ from: page, to: cart1 }), direction: 'received' }, value: 800 }];
const objects = {
  ...shop,
  workloads: [
    deployment(page),
    deployment(cart1),
    deployment(cart2),
    deployment('shop/pay/v1', { ready: 0 }),
  ],
};

/** "name state requests/s, bytes/s" of each node. */
const told = (samples: Samples) =>
  buildGraph(graphInput(samples, objects)).nodes.map(
    ({ workload, health, inbound }) =>
      `${workload} ${health.state} ${inbound?.requestsPerSecond ?? null}, ${inbound?.bytesPerSecond ?? null}`,
  );

test.each<[string, Samples, string[]]>([
  [
    'nothing was answered',
    { requests: null, tcp: null },
    [
      'page-v1 unknown null, null',
      'cart-v1 unknown null, null',
      'cart-v2 unknown null, null',
      'pay-v1 failing null, null',
    ],
  ],
  [
    'requests without bytes: silence may be TCP, senders and receivers are known',
    { requests: called, tcp: null },
    [
      'page-v1 healthy null, null',
      'cart-v1 healthy 5, null',
      'cart-v2 unknown null, null',
      'pay-v1 failing null, null',
    ],
  ],
  [
    'bytes without requests: nobody is said to have none',
    { requests: null, tcp: bytes },
    [
      'page-v1 unknown null, null',
      'cart-v1 unknown null, null',
      'cart-v2 unknown null, null',
      'pay-v1 failing null, null',
    ],
  ],
  [
    'both, and both are silent',
    { requests: [], tcp: [] },
    [
      'page-v1 idle null, null',
      'cart-v1 idle null, null',
      'cart-v2 idle null, null',
      'pay-v1 failing null, null',
    ],
  ],
])('%s', (_, samples, expected) => {
  expect(told(samples)).toEqual(expected);
});

test('no reason is made up', () => {
  const { nodes } = buildGraph(graphInput({ requests: null, tcp: null }, objects));
  expect(nodes.flatMap(({ health }) => health.reasons.map(({ code }) => code))).toEqual(['not-ready']);
});

test('bytes that were answered are drawn, also without requests', () => {
  const { edges } = buildGraph(graphInput({ requests: null, tcp: bytes }, objects));
  expect(
    edges.map(({ protocol, bytesPerSecond, health }) => [protocol, bytesPerSecond, health.state]),
  ).toEqual([['tcp', 800, 'healthy']]);
});

test('what is shared between namespaces is no better known to those who see a part', () => {
  const host = { host: 'api.example.com', labels: { destination_workload: 'unknown' } };
  const outside = { ...labelsOf({ from: page, to: 'unknown', ...host }), direction: 'received' };
  const graph = buildGraph(graphInput({ requests: null, tcp: [{ labels: outside, value: 10 }] }, objects));
  const own = scopeGraph(graph, {
    visible: new Set(['shop']),
    requested: null,
    mayRead: null,
    mask: (name) => name,
  });
  const external = own.nodes.find(({ hosts }) => hosts.includes('api.example.com'));
  expect(external).toMatchObject({ inbound: null, health: { state: 'unknown' } });
});

describe('an overview', () => {
  it('without metrics says what objects prove, and that the rest is not known', () => {
    const built = overview({ metricsAt: null, objects });
    expect(findings(built)).toEqual(['workload-not-ready failing pay-v1 0/1']);
    expect(built.namespaces.map(({ name, health }) => [name, health.state])).toEqual([
      ['idle', 'unknown'],
      ['shop', 'unknown'],
    ]);
    expect(built.totals).toMatchObject({ requestsPerSecond: null, successRatio: null });
    expect(built.top).toEqual({ busiest: [], errors: [], slowest: [] });
  });

  it('with bytes alone does not say that there were no requests', () => {
    const built = overview({ requests: null, tcp: bytes, objects });
    expect(built.totals).toMatchObject({ requestsPerSecond: null, successRatio: null });
    expect(built.namespaces.map(({ traffic, health }) => [traffic, health.state])).toEqual([
      [null, 'unknown'],
      [null, 'unknown'],
    ]);
  });

  it('with requests alone judges the busy, and does not call the others idle', () => {
    const built = overview({ requests: called, tcp: null, objects });
    expect(built.namespaces.map(({ name, health }) => [name, health.state])).toEqual([
      ['shop', 'healthy'],
      ['idle', 'unknown'],
    ]);
    expect(built.totals).toMatchObject({ requestsPerSecond: 5, successRatio: 1 });
  });

  it('rounds the success ratio as every number', () => {
    const failed = requests({ from: page, to: cart1, code: '500' }, 1);
    const { totals } = overview({ requests: [requests({ from: page, to: cart1 }, 2), failed] });
    expect(totals.successRatio).toBe(0.6667);
  });

  it('of a split to nowhere knows nothing', () => {
    const route = ['gone', 'lost'].map((host) => ({ destination: { host }, weight: 50 }));
    const split = {
      ...shop,
      virtualServices: [virtualService('shop/split', { hosts: ['cart'], http: [{ route }] })],
    };
    const state = (metricsAt: number | null) =>
      overview({ objects: split, metricsAt }).splits[0]?.health.state;
    expect([state(null), state(1000)]).toEqual(['unknown', 'idle']);
  });
});
