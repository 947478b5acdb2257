import { describe, expect, it, test } from 'vitest';
import { deployment, namespace, pod, requests, virtualService } from '../testing/fixture.ts';
import { between, cart1, cart2, findings, line, overview, page, shop, type World } from './testing/shop.ts';

describe('attention', () => {
  test.each<[string, World, string[]]>([
    ['nothing wrong', { requests: [requests({ from: page, to: cart1 }, 10)] }, []],
    [
      'a service fails',
      {
        requests: [
          requests({ from: page, to: cart1, code: '503' }, 1),
          requests({ from: page, to: cart1 }, 9),
        ],
      },
      ['service-fails failing cart 0.1/0.05'],
    ],
    [
      'one version fails where its sibling does not',
      {
        requests: [
          requests({ from: page, to: cart1 }, 90),
          requests({ from: page, to: cart2, code: '500' }, 2),
          requests({ from: page, to: cart2 }, 8),
        ],
      },
      ['version-fails failing cart@v2 0.2/0.05 not v1'],
    ],
    [
      'both versions fail alike',
      {
        requests: [cart1, cart2].flatMap((to) => [
          requests({ from: page, to, code: '500' }, 2),
          requests({ from: page, to }, 8),
        ]),
      },
      ['service-fails failing cart 0.2/0.05'],
    ],
    ['few requests prove nothing', { requests: [requests({ from: page, to: cart1, code: '503' }, 0.3)] }, []],
    [
      'a service is slow',
      {
        requests: [requests({ from: page, to: cart1 }, 10)],
        buckets: between({ from: page, to: cart1 }, '1000', '2000', 10),
      },
      ['service-slow degraded cart 1950/1000'],
    ],
    [
      'one version is slower than its sibling',
      {
        requests: [requests({ from: page, to: cart1 }, 10), requests({ from: page, to: cart2 }, 10)],
        buckets: [
          ...between({ from: page, to: cart1 }, '0', '100', 10),
          ...between({ from: page, to: cart2 }, '100', '200', 10),
        ],
      },
      ['version-slow degraded cart@v2 195/133 not v1'],
    ],
    [
      'what fails because of what it calls steps back',
      {
        requests: [
          requests({ from: 'unknown', to: page, code: '500' }, 5),
          requests({ from: 'unknown', to: page }, 5),
          requests({ from: page, to: cart1, code: '503' }, 5),
          requests({ from: page, to: cart1 }, 5),
        ],
      },
      ['service-fails failing cart 0.5/0.05'],
    ],
    [
      'objects alone prove pods that are not ready',
      {
        metricsAt: null,
        objects: {
          ...shop,
          workloads: [deployment(cart1, { ready: 1, wanted: 3 }), deployment(page, { ready: 0 })],
        },
      },
      ['workload-not-ready failing page-v1 0/1', 'workload-not-ready degraded cart-v1 1/3'],
    ],
    [
      'and pods without sidecar, unless they asked for that',
      {
        metricsAt: null,
        objects: {
          ...shop,
          pods: [
            pod(cart1, ['app']),
            pod(cart2, ['app'], { 'sidecar.istio.io/inject': 'false' }),
            pod(page, ['istio-proxy']),
          ],
        },
      },
      ['missing-sidecar degraded cart-v1 1/null'],
    ],
  ])('%s', (_, world, expected) => {
    expect(findings(overview(world))).toEqual(expected);
  });

  it('names source, code and flag of the commonest failure', () => {
    const samples = [
      requests({ from: page, to: cart1, reporter: 'source', code: '503', flags: 'UF' }, 4),
      requests({ from: page, to: cart1, code: '500' }, 2),
      requests({ from: page, to: cart1 }, 94),
    ];
    expect(overview({ requests: samples }).attention[0]).toMatchObject({
      code: 'service-fails',
      requestsPerSecond: 100,
      evidence: { source: 'page', responseCode: '503', flag: 'UF', errorsPerSecond: 6 },
      node: 'version/Kubernetes/shop/cart/v1',
    });
  });

  it('dates a finding from its line, over single odd samples', () => {
    const samples = [
      requests({ from: page, to: cart1, code: '503' }, 1),
      requests({ from: page, to: cart1 }, 9),
    ];
    const since = (errors: number[]) =>
      overview({
        requests: samples,
        series: { requests: [line([10, 10, 10, 10, 10, 10])], errors: [line(errors)] },
      }).attention[0]?.since;
    expect(since([0, 0, 0, 1, 1, 1])).toBe(880);
    expect(since([0, 0, 1, 0, 1, 1])).toBe(820);
    expect(since([1, 1, 1, 1, 1, 1])).toBeNull();
    expect(
      overview({ requests: samples, series: { requests: [line([10, 10])], errors: [line([0, 5])] } })
        .attention[0]?.series,
    ).toEqual([0, 0.5, null, null, null, null]);
  });

  it('puts the most harmful first', () => {
    const both = [
      requests({ from: 'unknown', to: page, code: '503' }, 1),
      requests({ from: 'unknown', to: page }, 9),
      requests({ from: 'unknown', to: cart1, code: '503' }, 20),
      requests({ from: 'unknown', to: cart1 }, 380),
    ];
    expect(findings(overview({ requests: both }))).toEqual([
      'service-fails failing cart 0.05/0.05',
      'service-fails failing page 0.1/0.05',
    ]);
  });
});

describe('rows, lists and totals', () => {
  const samples = [
    requests({ from: 'unknown', to: page }, 10),
    requests({ from: page, to: cart1, code: '503' }, 1),
    requests({ from: page, to: cart1 }, 9),
    requests({ from: page, to: 'books/list/v1' }, 5),
  ];
  const built = overview({ requests: samples });

  it('sort namespaces worst first, idle ones last', () => {
    expect(
      built.namespaces.map(({ name, health, services, failing }) => [name, health.state, services, failing]),
    ).toEqual([
      ['shop', 'failing', 2, 1],
      ['books', 'healthy', 1, 0],
      ['idle', 'idle', 0, 0],
    ]);
    expect(built.namespaces[0]?.traffic).toMatchObject({ requestsPerSecond: 20, errorRatio: 0.05 });
  });

  it('count each request once in the totals', () => {
    expect(built.totals).toEqual({ namespaces: 3, services: 3, requestsPerSecond: 25, successRatio: 0.96 });
  });

  it('rank services', () => {
    expect(built.top.busiest.map(({ name, value }) => `${name} ${value}`)).toEqual([
      'cart 10',
      'page 10',
      'list 5',
    ]);
    expect(built.top.errors.map(({ name, value }) => `${name} ${value}`)).toEqual(['cart 0.1']);
    expect(built.top.slowest).toEqual([]);
  });

  it('keep what objects know when Prometheus is down', () => {
    const down = overview({ metricsAt: null });
    expect(down.totals).toEqual({ namespaces: 2, services: 2, requestsPerSecond: null, successRatio: null });
    expect(down.namespaces.map(({ traffic }) => traffic)).toEqual([null, null]);
  });

  it('work from metrics alone', () => {
    expect(overview({ requests: samples, objects: {} }).totals.services).toBe(3);
  });

  it('sum lines per namespace, from the better reporter', () => {
    const series = {
      requests: [
        line([1, 2, 3]),
        line([9, 9, 9], { reporter: 'source' }),
        line([1, Number.NaN, 1], { destination_canonical_revision: 'v2', reporter: 'source' }),
      ],
    };
    expect(overview({ series }).namespaces.find(({ name }) => name === 'shop')?.series).toEqual([
      2,
      2,
      4,
      null,
      null,
      null,
    ]);
  });
});

describe('what is hidden', () => {
  const samples = [
    requests({ from: 'canary/mole/v1', to: cart1, code: '503' }, 5),
    requests({ from: 'canary/mole/v1', to: cart1 }, 5),
    requests({ from: page, to: 'canary/mole/v1', code: '503' }, 5),
    requests({ from: 'unknown', to: page, code: '503' }, 5),
  ];
  const objects = {
    ...shop,
    namespaces: [namespace('shop'), namespace('canary')],
    virtualServices: [
      virtualService('canary/canary', {
        hosts: ['x'],
        http: [{ route: [{ destination: { host: 'canary' } }] }],
      }),
    ],
  };
  const built = overview({ requests: samples, objects, visible: ['shop'] });

  it('leaves no trace, and explains nothing', () => {
    expect(JSON.stringify(built)).not.toMatch(/canary|mole/);
    expect(built.allNamespaces).toBe(false);
    expect(findings(built)).toEqual([
      'service-fails failing cart 0.5/0.05',
      'service-fails failing page 1/0.05',
    ]);
    expect(built.attention[0]?.evidence).toMatchObject({ source: null, responseCode: '503' });
  });

  it('explains again for those who may see it', () => {
    expect(findings(overview({ requests: samples, objects })).some((text) => text.includes(' page '))).toBe(
      false,
    );
  });
});
