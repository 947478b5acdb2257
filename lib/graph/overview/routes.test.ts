import { describe, expect, it, test } from 'vitest';
import type { ClusterObjects } from '../../istio/objects.ts';
import { deployment, destinationRule, requests, virtualService } from '../testing/fixture.ts';
import { cart1, cart2, findings, overview, page, shop } from './testing/shop.ts';

describe('routes to nothing', () => {
  const to = (subset: string | undefined, host = 'cart') => ({
    ...shop,
    virtualServices: [
      {
        ...virtualService('shop/cart', {
          hosts: ['cart'],
          http: [
            { route: [{ destination: { host: 'cart' } }] },
            {
              route: [
                { destination: { host: 'cart', subset: 'v1' }, weight: 90 },
                { destination: { host, subset }, weight: 10 },
              ],
            },
          ],
        }),
        metadata: { namespace: 'shop', name: 'cart', creationTimestamp: '1970-01-01T00:10:00Z' },
      },
    ],
    destinationRules: [
      destinationRule('shop/cart', {
        host: 'cart',
        subsets: ['v1', 'v2', 'v9'].map((version) => ({ name: version, labels: { version } })),
      }),
    ],
  });

  test.each<[string, Partial<ClusterObjects>, string | undefined]>([
    ['a subset with pods', to('v2'), undefined],
    ['a subset that nobody defines', to('v3'), 'v3'],
    ['a subset whose labels no pod has', to('v9'), 'v9'],
    ['a host that does not exist', to(undefined, 'gone'), 'gone.shop.svc.cluster.local'],
    [
      'a subset whose pods are down',
      { ...to('v2'), workloads: [deployment(cart1), deployment(cart2, { ready: 0 })] },
      'v2',
    ],
  ])('%s', (_, objects, missing) => {
    const found = overview({ objects, metricsAt: null }).attention.find(
      ({ code }) => code === 'route-to-nothing',
    );
    expect(found?.missing).toBe(missing);
    if (missing !== undefined) {
      expect(found).toMatchObject({
        severity: 'degraded',
        value: null,
        since: 600,
        object: { kind: 'VirtualService', namespace: 'shop', name: 'cart', rule: 1 },
      });
    }
  });

  it('are told once, with the requests that they cost', () => {
    const samples = [
      requests({ from: page, to: cart1 }, 18),
      requests(
        { from: page, to: 'unknown', host: 'cart:80', reporter: 'source', code: '503', flags: 'NC' },
        2,
      ),
    ];
    expect(findings(overview({ objects: to('v3'), requests: samples }))).toEqual([
      'route-to-nothing failing cart 2/null',
    ]);
  });
});

describe('splits and changes', () => {
  const objects = {
    ...shop,
    virtualServices: [
      {
        ...virtualService('shop/cart', {
          hosts: ['cart'],
          http: [
            {
              route: [
                { destination: { host: 'cart', subset: 'v1' }, weight: 75 },
                { destination: { host: 'cart', subset: 'v2' }, weight: 25 },
              ],
              mirror: { host: 'page' },
              mirrorPercentage: { value: 10 },
            },
          ],
        }),
        metadata: {
          namespace: 'shop',
          name: 'cart',
          creationTimestamp: '1970-01-01T00:01:00Z',
          managedFields: [
            { manager: 'helm', operation: 'Apply' as const, time: '1970-01-01T00:01:00Z' },
            { manager: 'kubectl-edit', operation: 'Update' as const, time: '1970-01-01T00:02:00Z' },
            {
              manager: 'pilot',
              operation: 'Update' as const,
              time: '1970-01-01T00:03:00Z',
              subresource: 'status',
            },
          ],
        },
      },
    ],
    destinationRules: [
      destinationRule('shop/cart', {
        host: 'cart',
        subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })),
      }),
    ],
  };

  it('sets configured beside observed shares', () => {
    const samples = [requests({ from: page, to: cart1 }, 60), requests({ from: page, to: cart2 }, 40)];
    expect(overview({ requests: samples, objects }).splits).toEqual([
      {
        namespace: 'shop',
        service: 'cart',
        kind: 'VirtualService',
        virtualService: 'cart',
        parts: [
          { name: 'v1', configured: 0.75, observed: 0.6, mirrored: false },
          { name: 'v2', configured: 0.25, observed: 0.4, mirrored: false },
          { name: 'page', configured: 0.1, observed: 0, mirrored: true },
        ],
        health: { state: 'healthy', reasons: [] },
      },
    ]);
    expect(overview({ objects, metricsAt: null }).splits[0]?.parts.map(({ observed }) => observed)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('lists writes newest first, without those of a status', () => {
    expect(overview({ objects }).changes).toEqual([
      {
        at: 120,
        kind: 'VirtualService',
        kindId: 'virtualservices.networking.istio.io',
        namespace: 'shop',
        name: 'cart',
        manager: 'kubectl-edit',
        operation: 'changed',
        user: null,
        revision: null,
      },
      {
        at: 60,
        kind: 'VirtualService',
        kindId: 'virtualservices.networking.istio.io',
        namespace: 'shop',
        name: 'cart',
        manager: 'helm',
        operation: 'created',
        user: null,
        revision: null,
      },
    ]);
  });
});
