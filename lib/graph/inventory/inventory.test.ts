import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { serviceRowSchema, workloadRowSchema } from '../../api/traffic/inventory.ts';
import type { ClusterObjects, Pod, ServiceEntry } from '../../istio/objects.ts';
import { buildGraph } from '../build/build.ts';
import {
  bytes,
  deployment,
  destinationRule,
  graphInput,
  namespace,
  pod,
  requests,
  type Samples,
  service,
  virtualService,
} from '../testing/fixture.ts';
import { scopeServices, scopeWorkloads } from './inventory.ts';
import { listServices } from './services.ts';
import { listWorkloads } from './workloads.ts';

const everything = { visible: null, requested: null, mayRead: () => true };
const page = 'shop/page/v1';
const cart1 = 'shop/cart/v1';
const cart2 = 'shop/cart/v2';
const withProxy = ['app', 'istio-proxy'];

const entry: ServiceEntry = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { namespace: 'shop', name: 'maps', creationTimestamp: '2026-01-01T00:00:00Z' },
  spec: {
    hosts: ['maps.example.com', '*.tiles.example.com'],
    ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
  },
};

const shop: Partial<ClusterObjects> = {
  namespaces: [namespace('shop'), namespace('kube-system', {})],
  services: [
    service('shop/page'),
    service('shop/cart', undefined, 'grpc-api'),
    service('shop/quiet'),
    service('kube-system/dns', undefined, 'udp-dns'),
  ],
  workloads: [
    deployment(page),
    deployment(cart1, { wanted: 2, ready: 1 }),
    deployment(cart2),
    deployment('kube-system/dns/v1', { ready: 0 }),
  ],
  pods: [pod(page, withProxy), pod(cart1, withProxy), pod(cart2, ['app'])],
  serviceEntries: [entry],
};
const samples: Samples = {
  requests: [
    requests({ from: page, to: cart1 }, 9),
    requests({ from: page, to: cart2, code: '503' }, 1),
    requests({ from: page, to: 'unknown', host: 'maps.example.com', reporter: 'source' }, 2),
    requests({ from: page, to: 'shop/gone/v1' }, 3),
  ],
};

const servicesOf = (given: Samples = samples, objects: Partial<ClusterObjects> = shop) =>
  scopeServices(listServices(graphInput(given, objects)), everything);
const workloadsOf = (given: Samples = samples, objects: Partial<ClusterObjects> = shop) =>
  scopeWorkloads(listWorkloads(graphInput(given, objects)), everything);

describe('services', () => {
  it('are all there: called, not called, outside the mesh, of ServiceEntries, and those only the metrics know', () => {
    const rows = servicesOf();
    for (const row of rows) serviceRowSchema.parse(row);
    expect(
      rows.map(({ namespace, name, kind, exists, health, inbound }) => [
        `${namespace}/${name}`,
        kind,
        exists,
        health.state,
        inbound?.requestsPerSecond ?? null,
      ]),
    ).toEqual([
      ['kube-system/dns', 'Service', true, 'failing', null],
      ['shop/*.tiles.example.com', 'ServiceEntry', true, 'unknown', null],
      ['shop/cart', 'Service', true, 'failing', 10],
      ['shop/gone', 'Service', false, 'healthy', 3],
      ['shop/maps.example.com', 'ServiceEntry', true, 'healthy', 2],
      ['shop/page', 'Service', true, 'healthy', null],
      ['shop/quiet', 'Service', true, 'idle', null],
    ]);
  });

  it('tell their ports, versions with shares, pods and what they send', () => {
    const cart = servicesOf().find(({ name }) => name === 'cart');
    expect(cart).toMatchObject({
      node: 'service/Kubernetes/shop/cart',
      hosts: ['cart.shop.svc.cluster.local'],
      ports: [{ port: 80, name: 'grpc-api', protocol: 'GRPC' }],
      versions: [
        { name: 'v1', share: 0.9, readyPods: 1 },
        { name: 'v2', share: 0.1, readyPods: 1 },
      ],
      workloads: 2,
      pods: { ready: 2, wanted: 3 },
      injection: { state: 'some', pods: 2, uncovered: 1, restart: true },
      outbound: null,
    });
    const [first] = servicesOf().filter(({ name }) => name === 'page');
    expect(first?.outbound?.requestsPerSecond).toBe(15);
    expect(first?.versions).toEqual([{ name: 'v1', share: null, readyPods: 1 }]);
  });

  it('share bytes where there are no requests', () => {
    const tcp = [
      bytes({ from: page, to: cart1 }, 'sent', 300),
      bytes({ from: page, to: cart2 }, 'sent', 100),
    ];
    const cart = servicesOf({ tcp }).find(({ name }) => name === 'cart');
    expect(cart?.inbound).toMatchObject({ requestsPerSecond: 0, bytesPerSecond: 400 });
    expect(cart?.versions.map(({ share }) => share)).toEqual([0.75, 0.25]);
  });

  it('of a gateway tell what the gateway sends', () => {
    const gateway = deployment('shop/door/v1', { labels: { istio: 'ingressgateway' } });
    const rows = servicesOf(
      { requests: [requests({ from: 'shop/door/v1', to: cart1 }, 4)] },
      { ...shop, services: [service('shop/door')], workloads: [gateway, deployment(cart1)] },
    );
    const door = rows.find(({ name }) => name === 'door');
    expect([door?.health.state, door?.inbound, door?.outbound?.requestsPerSecond]).toEqual([
      'healthy',
      null,
      4,
    ]);
  });

  it('are unknown, not idle, when Prometheus did not answer', () => {
    const states = servicesOf({ requests: null, tcp: null }).map(({ name, health }) => [name, health.state]);
    expect(Object.fromEntries(states)).toMatchObject({ page: 'unknown', quiet: 'unknown' });
  });
});

describe('workloads', () => {
  it('are all there, with pods and controller', () => {
    const rows = workloadsOf();
    for (const row of rows) workloadRowSchema.parse(row);
    expect(
      rows.map(({ namespace, name, kind, version, services, pods, health }) => [
        `${namespace}/${name}`,
        kind,
        version,
        services.join(),
        pods === null ? null : `${pods.ready}/${pods.wanted}`,
        health.state,
      ]),
    ).toEqual([
      ['kube-system/dns-v1', 'Deployment', 'v1', 'dns', '0/1', 'failing'],
      ['shop/cart-v1', 'Deployment', 'v1', 'cart', '1/2', 'degraded'],
      ['shop/cart-v2', 'Deployment', 'v2', 'cart', '1/1', 'failing'],
      ['shop/gone-v1', null, 'v1', '', null, 'healthy'],
      ['shop/page-v1', 'Deployment', 'v1', 'page', '1/1', 'healthy'],
    ]);
  });

  const owned = (kind: string, name: string, labels: Record<string, string>): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace: 'shop',
      name: `${name}-x`,
      labels,
      ownerReferences: [{ apiVersion: 'v1', kind, name, uid: name, controller: true }],
    },
    spec: { containers: [{ name: 'app' }] },
    status: { phase: 'Running' },
  });
  test.each<[string, Pod, string, string]>([
    ['a ReplicaSet', owned('ReplicaSet', 'a-77', { 'pod-template-hash': '77' }), 'a', 'Deployment'],
    ['a Rollout', owned('ReplicaSet', 'b-77', { 'rollouts-pod-template-hash': '77' }), 'b', 'Rollout'],
    ['a bare ReplicaSet', owned('ReplicaSet', 'c', {}), 'c', 'ReplicaSet'],
    ['a Job', owned('Job', 'd', {}), 'd', 'Job'],
  ])('a pod of %s names its workload', (_, own, name, kind) => {
    expect(workloadsOf({}, { namespaces: [namespace('shop')], pods: [own] })).toMatchObject([{ name, kind }]);
  });
});

describe('injection', () => {
  const ambient = { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'door' };
  test.each<[string, Partial<ClusterObjects>, object | null]>([
    ['no pods', { namespaces: [namespace('shop')] }, null],
    [
      'all',
      { namespaces: [namespace('shop')], pods: [pod(page, withProxy)] },
      { state: 'all', restart: false },
    ],
    [
      'older than the label',
      { namespaces: [namespace('shop')], pods: [pod(page, ['app'])] },
      { state: 'none', restart: true },
    ],
    [
      'opted out',
      { namespaces: [namespace('shop')], pods: [pod(page, ['app'], { 'sidecar.istio.io/inject': 'false' })] },
      { state: 'none', restart: false },
    ],
    [
      'switched off since',
      { namespaces: [namespace('shop', {})], pods: [pod(page, withProxy)] },
      { state: 'all', restart: true },
    ],
    [
      'asked for by the pod',
      {
        namespaces: [namespace('shop', {})],
        pods: [pod(page, withProxy, { 'sidecar.istio.io/inject': 'true' })],
      },
      { state: 'all', restart: false },
    ],
    [
      'injected by a revision that its tag no longer names',
      {
        namespaces: [namespace('shop', { 'istio.io/rev': 'prod' })],
        pods: [
          {
            ...pod(page, withProxy),
            metadata: {
              ...pod(page, withProxy).metadata,
              annotations: { 'sidecar.istio.io/status': '{"revision":"1-30"}' },
            },
          },
        ],
        services: [
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: {
              name: 'istiod-revision-tag-prod',
              namespace: 'istio-system',
              labels: { 'istio.io/tag': 'prod', 'istio.io/rev': '1-31' },
            },
          },
        ],
      },
      { state: 'all', restart: true },
    ],
    [
      'ambient with waypoint',
      { namespaces: [namespace('shop', ambient)], pods: [pod(page, ['app'])] },
      { state: 'ambient', waypoint: true, restart: false },
    ],
    [
      'waypoint declined',
      {
        namespaces: [namespace('shop', ambient)],
        pods: [pod(page, ['app'], { 'istio.io/use-waypoint': 'none' })],
      },
      { state: 'ambient', waypoint: false },
    ],
  ])('%s', (_, objects, expected) => {
    const [row] = workloadsOf({}, { workloads: objects.pods ? [] : [deployment(page)], ...objects });
    if (expected === null) expect(row?.injection).toBeNull();
    else expect(row?.injection).toMatchObject(expected);
  });
});

describe('rights', () => {
  const objects: Partial<ClusterObjects> = {
    ...shop,
    virtualServices: [
      virtualService('shop/cart', { hosts: ['cart'] }),
      virtualService('secret/steal', { hosts: ['cart.shop.svc.cluster.local'] }),
    ],
    destinationRules: [destinationRule('shop/all', { host: '*.shop.svc.cluster.local' })],
    peerAuthentications: [
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { namespace: 'shop', name: 'strict' },
      },
    ],
    authorizationPolicies: [
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { namespace: 'shop', name: 'other' },
        spec: { selector: { matchLabels: { app: 'page' } } },
      },
    ],
  };
  const visible = new Set(['shop']);
  const routing = new Set(['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry']);
  test.each<[string, (namespace: string, kind: string) => boolean, object | null]>([
    ['everything', () => true, { VirtualService: 2, DestinationRule: 1, PeerAuthentication: 1 }],
    [
      'routing of shop',
      (of, kind) => of === 'shop' && routing.has(kind),
      { VirtualService: 1, DestinationRule: 1 },
    ],
    ['nothing', () => false, null],
  ])('to read %s', (_, mayRead, expected) => {
    const rows = scopeServices(listServices(graphInput(samples, objects)), {
      visible,
      requested: null,
      mayRead,
    });
    expect(rows.every(({ namespace }) => namespace === 'shop')).toBe(true);
    const counts = rows.find(({ name }) => name === 'cart')?.configuration ?? null;
    expect(counts && Object.fromEntries(counts.map(({ kind, count }) => [kind, count]))).toEqual(expected);
    const host = rows.find(({ name }) => name === 'maps.example.com');
    expect(host?.ports.length).toBe(expected === null ? 0 : 1);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });

  it('leave out what was not asked for', () => {
    const scope = { ...everything, requested: new Set(['kube-system']) };
    const rows = scopeWorkloads(listWorkloads(graphInput(samples, shop)), scope);
    expect(rows.map(({ name }) => name)).toEqual(['dns-v1']);
  });
});

const endpoint = fc.constantFrom(
  page,
  cart1,
  cart2,
  'shop/gone/v1',
  'kube-system/dns/v1',
  'other/x/v1',
  'unknown',
);
const call = fc.record({
  from: endpoint,
  to: endpoint,
  host: fc.constantFrom(
    undefined,
    'cart.shop.svc.cluster.local',
    'cart',
    'maps.example.com',
    'dns.kube-system',
  ),
  reporter: fc.constantFrom('source', 'destination'),
  code: fc.constantFrom('200', '404', '503'),
  flags: fc.constantFrom('-', 'UH', 'NR'),
  rate: fc.integer({ min: 1, max: 50 }),
});

it('whatever the traffic: each row has the numbers of its node, and shares are parts of a whole', () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 12 }), (calls) => {
      const input = graphInput({ requests: calls.map(({ rate, ...of }) => requests(of, rate)) }, shop);
      const judge = (type: 'service' | 'workload', rows: readonly { node: string | null }[]) => {
        const { nodes } = buildGraph({ ...input, type });
        const drawn = new Map(nodes.map((node) => [node.id, node]));
        for (const row of rows) {
          const node = row.node === null ? undefined : drawn.get(row.node);
          if (row.node === null) continue;
          expect(row).toMatchObject({ health: node?.health, inbound: node?.inbound });
          if (type === 'workload') expect(row).toMatchObject({ outbound: node?.outbound });
        }
        const kinds = type === 'service' ? ['service', 'service-entry'] : ['workload', 'gateway'];
        const expected = nodes.filter(({ kind, namespace }) => namespace !== '' && kinds.includes(kind));
        expect(rows.flatMap(({ node }) => node ?? []).sort()).toEqual(expected.map(({ id }) => id).sort());
      };
      const services = listServices(input);
      judge('service', services);
      judge('workload', listWorkloads(input));
      for (const { versions } of services) {
        const shares = versions.flatMap(({ share }) => share ?? []);
        if (shares.length > 0) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 2);
      }
    }),
  );
});
