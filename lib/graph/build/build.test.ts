import { describe, expect, it, test } from 'vitest';
import { type Graph, graphSchema } from '../../api/traffic/graph.ts';
import type { GraphType } from '../../api/words.ts';
import type { ClusterObjects, ServiceEntry } from '../../istio/objects.ts';
import type { InstantSample } from '../../metrics/samples.ts';
import { bytes, deployment, graphInput, labelsOf, namespace, requests, service } from '../testing/fixture.ts';
import { buildGraph } from './build.ts';

const page = 'shop/page/v1';
const cart1 = 'shop/cart/v1';
const cart2 = 'shop/cart/v2';
const cartHost = 'cart.shop.svc.cluster.local';

/** A graph as lines: "id kind state" of nodes, "source -> target protocol rate" of edges. */
function drawn({ nodes, edges }: Graph): string[] {
  return [
    ...nodes.map(({ id, kind, health }) => `${id} ${kind} ${health.state}`),
    ...edges.map(
      ({ source, target, protocol, requestsPerSecond, bytesPerSecond }) =>
        `${source} -> ${target} ${protocol} ${requestsPerSecond || `${bytesPerSecond}B`}`,
    ),
  ].sort();
}

const shop: Partial<ClusterObjects> = {
  namespaces: [namespace('shop'), namespace('kube-system', {})],
  services: [service('shop/page'), service('shop/cart')],
  workloads: [deployment(page), deployment(cart1), deployment(cart2)],
};
const traffic = [
  requests({ from: page, to: cart1 }, 9),
  requests({ from: page, to: cart2 }, 1),
  requests({ from: 'unknown', to: page, policy: 'none' }, 5),
];

describe('types', () => {
  test.each<[GraphType, boolean, string[]]>([
    [
      'versioned-app',
      false,
      [
        'unknown/source -> version/Kubernetes/shop/page/v1 http 5',
        'unknown/source unknown unknown',
        'version/Kubernetes/shop/cart/v1 app healthy',
        'version/Kubernetes/shop/cart/v2 app healthy',
        'version/Kubernetes/shop/page/v1 -> version/Kubernetes/shop/cart/v1 http 9',
        'version/Kubernetes/shop/page/v1 -> version/Kubernetes/shop/cart/v2 http 1',
        'version/Kubernetes/shop/page/v1 app healthy',
      ],
    ],
    [
      'versioned-app',
      true,
      [
        'service/Kubernetes/shop/cart -> version/Kubernetes/shop/cart/v1 http 9',
        'service/Kubernetes/shop/cart -> version/Kubernetes/shop/cart/v2 http 1',
        'service/Kubernetes/shop/cart service healthy',
        'service/Kubernetes/shop/page -> version/Kubernetes/shop/page/v1 http 5',
        'service/Kubernetes/shop/page service healthy',
        'unknown/source -> service/Kubernetes/shop/page http 5',
        'unknown/source unknown unknown',
        'version/Kubernetes/shop/cart/v1 app healthy',
        'version/Kubernetes/shop/cart/v2 app healthy',
        'version/Kubernetes/shop/page/v1 -> service/Kubernetes/shop/cart http 10',
        'version/Kubernetes/shop/page/v1 app healthy',
      ],
    ],
    [
      'app',
      false,
      [
        'app/Kubernetes/shop/cart app healthy',
        'app/Kubernetes/shop/page -> app/Kubernetes/shop/cart http 10',
        'app/Kubernetes/shop/page app healthy',
        'unknown/source -> app/Kubernetes/shop/page http 5',
        'unknown/source unknown unknown',
      ],
    ],
    [
      'workload',
      false,
      [
        'unknown/source -> workload/Kubernetes/shop/page-v1 http 5',
        'unknown/source unknown unknown',
        'workload/Kubernetes/shop/cart-v1 workload healthy',
        'workload/Kubernetes/shop/cart-v2 workload healthy',
        'workload/Kubernetes/shop/page-v1 -> workload/Kubernetes/shop/cart-v1 http 9',
        'workload/Kubernetes/shop/page-v1 -> workload/Kubernetes/shop/cart-v2 http 1',
        'workload/Kubernetes/shop/page-v1 workload healthy',
      ],
    ],
    [
      'service',
      false,
      [
        'service/Kubernetes/shop/cart service healthy',
        'service/Kubernetes/shop/page -> service/Kubernetes/shop/cart http 10',
        'service/Kubernetes/shop/page service healthy',
        'unknown/source -> service/Kubernetes/shop/page http 5',
        'unknown/source unknown unknown',
      ],
    ],
  ])('%s, service nodes %s', (type, serviceNodes, expected) => {
    const graph = buildGraph({ ...graphInput({ requests: traffic }, shop), type, serviceNodes });
    graphSchema.parse(graph);
    expect(drawn(graph)).toEqual(expected);
  });

  it('gives versions of one app one group, and single versions none', () => {
    const { nodes } = buildGraph(graphInput({ requests: traffic }, shop));
    expect(nodes.map(({ name, version, group }) => [name, version, group])).toEqual([
      ['page', 'v1', null],
      ['cart', 'v1', 'app/Kubernetes/shop/cart'],
      ['cart', 'v2', 'app/Kubernetes/shop/cart'],
      ['unknown', null, null],
    ]);
  });
});

describe('the numbers of an edge', () => {
  const samples = [
    requests({ from: page, to: cart1 }, 90),
    requests({ from: page, to: cart1, code: '404' }, 4),
    requests({ from: page, to: cart1, code: '503' }, 2),
    requests({ from: page, to: cart1, code: '0', flags: 'DC' }, 1),
    requests({ from: page, to: cart1, reporter: 'source', code: '503', flags: 'UF,URX' }, 3),
    requests({ from: page, to: 'shop/other/v1' }, 100),
  ];
  const bucket = (le: string, value: number): InstantSample => ({
    labels: { ...labelsOf({ from: page, to: cart1 }), le },
    value,
  });
  const graph = buildGraph(
    graphInput({
      requests: samples,
      durations: [{ labels: labelsOf({ from: page, to: cart1 }), value: 9700 }],
      buckets: [bucket('50', 48.5), bucket('100', 97), bucket('+Inf', 97)],
    }),
  );
  const edge = graph.edges.find(({ target }) => target.includes('cart'));

  it('are sums over codes, with what never arrived', () => {
    expect(edge).toMatchObject({
      requestsPerSecond: 100,
      errorRatio: 0.06,
      clientErrorRatio: 0.04,
      averageMs: 100,
      p50Ms: 50,
      p95Ms: 95,
      p99Ms: 99,
      mtlsRatio: 1,
      sourceShare: 0.5,
      flags: [
        { flag: 'UF', ratio: 0.03 },
        { flag: 'URX', ratio: 0.03 },
        { flag: 'DC', ratio: 0.01 },
      ],
      failures: [
        { code: 'http 503', flags: 'UF,URX', ratio: 0.03 },
        { code: 'http 503', flags: '', ratio: 0.02 },
        { code: 'http 0', flags: 'DC', ratio: 0.01 },
      ],
      hosts: [cartHost],
      health: { state: 'failing', reasons: [{ code: 'error-ratio', value: 0.06, threshold: 0.05 }] },
    });
  });

  it('are unknown, not zero, where nobody measured', () => {
    expect(graph.edges.find(({ target }) => target.includes('other'))).toMatchObject({
      averageMs: null,
      p95Ms: null,
      bytesPerSecond: null,
    });
  });

  it('keep protocols apart, and count gRPC by its own status', () => {
    const grpc = { from: page, to: cart1, protocol: 'grpc' };
    const { edges } = buildGraph(
      graphInput({
        requests: [
          requests({ ...grpc, grpc: '0' }, 8),
          requests({ ...grpc, grpc: '14' }, 1),
          requests({ ...grpc, code: '503', grpc: '14' }, 1),
          requests({ from: page, to: cart1 }, 5),
        ],
        tcp: [
          bytes({ from: page, to: cart1 }, 'received', 300),
          bytes({ from: page, to: cart1 }, 'sent', 700),
        ],
      }),
    );
    expect(
      edges.map(({ protocol, requestsPerSecond, errorRatio, bytesPerSecond, failures }) => ({
        protocol,
        requestsPerSecond,
        errorRatio,
        bytesPerSecond,
        failures,
      })),
    ).toEqual([
      {
        protocol: 'grpc',
        requestsPerSecond: 10,
        errorRatio: 0.2,
        bytesPerSecond: null,
        failures: [{ code: 'grpc 14', flags: '', ratio: 0.2 }],
      },
      { protocol: 'http', requestsPerSecond: 5, errorRatio: 0, bytesPerSecond: null, failures: [] },
      { protocol: 'tcp', requestsPerSecond: 0, errorRatio: null, bytesPerSecond: 1000, failures: [] },
    ]);
  });
});

describe('ends that are no workload', () => {
  const entry: ServiceEntry = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { namespace: 'shop', name: 'pay' },
    spec: { hosts: ['api.pay.example'] },
  };
  const end = (call: Partial<Parameters<typeof requests>[0]>, objects: Partial<ClusterObjects> = {}) => {
    const { nodes, edges } = buildGraph(
      graphInput(
        { requests: [requests({ from: page, to: 'unknown', reporter: 'source', ...call }, 2)] },
        objects,
      ),
    );
    const target = nodes.find(({ id }) => id === edges[0]?.target);
    return `${target?.kind} ${target?.namespace}/${target?.name} ${edges[0]?.hosts.join()}`;
  };

  test.each<[string, Parameters<typeof end>[0], Partial<ClusterObjects>, string]>([
    ['an external host', { host: 'api.example:443' }, {}, 'external /api.example api.example'],
    [
      'a ServiceEntry',
      { host: 'api.pay.example' },
      { serviceEntries: [entry] },
      'service-entry shop/api.pay.example api.pay.example',
    ],
    [
      'passthrough',
      { host: 'x.example', serviceName: 'PassthroughCluster' },
      {},
      'external /PassthroughCluster x.example',
    ],
    [
      'black hole',
      { host: 'x.example', serviceName: 'BlackHoleCluster' },
      {},
      'external /BlackHoleCluster x.example',
    ],
    [
      'a host of another namespace that a ServiceEntry claims, of a service that is not here',
      { host: 'ledger.payments.svc.cluster.local' },
      { serviceEntries: [{ ...entry, spec: { hosts: ['ledger.payments.svc.cluster.local'] } }] },
      'service payments/ledger ledger.payments.svc.cluster.local',
    ],
    [
      'the same by a wildcard',
      { host: 'ledger.payments.svc.cluster.local' },
      { serviceEntries: [{ ...entry, spec: { hosts: ['*.payments.svc.cluster.local'] } }] },
      'service payments/ledger ledger.payments.svc.cluster.local',
    ],
    [
      'a host of its own namespace that a ServiceEntry describes',
      { host: 'pay.shop.svc.cluster.local' },
      { serviceEntries: [{ ...entry, spec: { hosts: ['pay.shop.svc.cluster.local'] } }] },
      'service-entry shop/pay.shop.svc.cluster.local pay.shop.svc.cluster.local',
    ],
    ['nothing known', { host: 'unknown' }, {}, 'unknown /unknown '],
    ['a service that objects do not know', { host: cartHost }, {}, `service shop/cart ${cartHost}`],
    [
      'no endpoint of a service with several versions',
      { host: cartHost, flags: 'UH', code: '503' },
      shop,
      `service shop/cart ${cartHost}`,
    ],
    [
      'no endpoint of a service with one version',
      { host: 'page.shop.svc.cluster.local', flags: 'UH', code: '503' },
      shop,
      'app shop/page page.shop.svc.cluster.local',
    ],
    [
      'no cluster: what the client wrote as Host',
      { host: 'cart:8080', flags: 'NC', code: '503' },
      shop,
      `service shop/cart ${cartHost}`,
    ],
    [
      'the same with its namespace',
      { host: 'cart.shop', flags: 'NC', code: '503' },
      shop,
      `service shop/cart ${cartHost}`,
    ],
  ])('%s', (_, call, objects, expected) => {
    expect(end(call, objects)).toBe(expected);
  });

  it('names an inbound passthrough by the workload that got it', () => {
    const call = { from: page, to: cart1, host: 'unknown', serviceName: 'InboundPassthroughCluster' };
    const { edges } = buildGraph(graphInput({ requests: [requests(call, 2)] }));
    expect(edges.map(({ target, hosts }) => [target, hosts])).toEqual([
      ['version/Kubernetes/shop/cart/v1', []],
    ]);
  });
});

describe('without traffic', () => {
  const idle = (objects: Partial<ClusterObjects>, type: GraphType = 'versioned-app', serviceNodes = false) =>
    drawn(buildGraph({ ...graphInput({}, objects), type, serviceNodes }));

  it('shows what is configured in the mesh, and nothing outside of it', () => {
    const objects = { ...shop, workloads: [...(shop.workloads ?? []), deployment('kube-system/dns/v1')] };
    expect(idle(objects, 'app')).toEqual([
      'app/Kubernetes/shop/cart app idle',
      'app/Kubernetes/shop/page app idle',
    ]);
    expect(idle(objects, 'service')).toEqual([
      'service/Kubernetes/shop/cart service idle',
      'service/Kubernetes/shop/page service idle',
    ]);
    expect(idle(objects, 'workload', true)).toContain('service/Kubernetes/shop/cart service idle');
  });

  it('shows a service without workloads, and one whose pods are down as failing', () => {
    const objects = {
      namespaces: [namespace('shop')],
      services: [service('shop/ghost')],
      workloads: [deployment(page, { ready: 0, wanted: 2 })],
    };
    expect(idle(objects)).toEqual([
      'service/Kubernetes/shop/ghost service idle',
      'version/Kubernetes/shop/page/v1 app failing',
    ]);
  });

  it('is empty without objects and telemetry', () => {
    expect(buildGraph(graphInput({}))).toMatchObject({ nodes: [], edges: [], namespaces: [] });
  });
});

describe('ids', () => {
  it('tell nodes apart whatever their names hold, and do not depend on order', () => {
    const odd = ['n/a/b', 'n/a%2Fb/v', 'n/☃/"v"', 'n/a>b/v'];
    const samples = odd.flatMap((to) => [requests({ from: page, to }, 1)]);
    const ids = (list: InstantSample[]) =>
      buildGraph(graphInput({ requests: list }))
        .nodes.map(({ id }) => id)
        .sort();
    expect(new Set(ids(samples)).size).toBe(odd.length + 1);
    expect(ids(samples.toReversed())).toEqual(ids(samples));
  });
});

describe('health of nodes', () => {
  it('is that of the requests they answer, not of those they send', () => {
    const { nodes } = buildGraph(
      graphInput({
        requests: [
          requests({ from: page, to: cart1, code: '503' }, 5),
          requests({ from: cart2, to: page }, 5),
        ],
      }),
    );
    expect(nodes.map(({ name, health }) => `${name} ${health.state}`)).toEqual([
      'page healthy',
      'cart failing',
      'cart healthy',
    ]);
  });

  it('follows the tolerances that the workload states', () => {
    const annotations = { 'health.kiali.io/rate': '503,90,100,http,inbound' };
    const { nodes } = buildGraph(
      graphInput(
        {
          requests: [
            requests({ from: page, to: cart1, code: '503' }, 1),
            requests({ from: page, to: cart1 }, 4),
          ],
        },
        { workloads: [deployment(cart1, { annotations })] },
      ),
    );
    expect(nodes.find(({ name }) => name === 'cart')?.health.state).toBe('healthy');
  });
});
