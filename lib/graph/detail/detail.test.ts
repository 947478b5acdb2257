import { describe, expect, test } from 'vitest';
import { serviceDetailSchema, workloadDetailSchema } from '../../api/details.ts';
import type { ClusterObjects, Pod, ServiceEntry } from '../../istio/objects.ts';
import { noObjects } from '../../istio/objects.ts';
import { buildGraph } from '../build.ts';
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
} from '../fixture.ts';
import { listServices } from '../inventory-services.ts';
import { listWorkloads } from '../inventory-workloads.ts';
import type { DetailInput, DetailViewer } from './input.ts';
import { findService, serviceDetail } from './service.ts';
import { findWorkload, workloadDetail } from './workload.ts';

const page = 'shop/page/v1';
const cart1 = 'shop/cart/v1';
const cart2 = 'shop/cart/v2';
const ledger = 'payments/ledger/v1';
const withProxy = ['app', 'istio-proxy'];

const maps: ServiceEntry = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { namespace: 'shop', name: 'maps' },
  spec: {
    hosts: ['maps.example'],
    location: 'MESH_EXTERNAL',
    resolution: 'STATIC',
    ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
    endpoints: [{ address: '203.0.113.7', ports: { tls: 8443 }, locality: 'eu/eu-1/a' }],
  },
};

const shop: ClusterObjects = {
  ...noObjects,
  namespaces: [namespace('shop'), namespace('payments'), namespace('outside', {})],
  services: [
    service('shop/page'),
    service('shop/cart', undefined, 'grpc-api'),
    service('shop/quiet'),
    service('payments/ledger'),
    service('outside/plain'),
  ],
  workloads: [
    deployment(page),
    deployment(cart1, { wanted: 2, ready: 1 }),
    deployment(cart2),
    deployment(ledger),
    deployment('outside/plain/v1', { ready: 0 }),
  ],
  pods: [pod(page, withProxy), pod(cart1, withProxy), pod(cart2, ['app']), pod(ledger, withProxy)],
  serviceEntries: [
    maps,
    // What somebody may write who may write in `shop`.
    {
      ...maps,
      metadata: { namespace: 'shop', name: 'claim' },
      spec: { ...maps.spec, hosts: ['ledger.payments.svc.cluster.local'] },
    },
  ],
  virtualServices: [
    virtualService('shop/cart', {
      hosts: ['cart'],
      http: [
        {
          name: 'beta',
          match: [{ headers: { beta: { exact: '1' } } }],
          route: [{ destination: { host: 'cart', subset: 'v2' } }],
        },
        {
          route: [
            { destination: { host: 'cart', subset: 'v1' }, weight: 80 },
            { destination: { host: 'cart', subset: 'v2' }, weight: 20 },
          ],
        },
      ],
    }),
    virtualService('payments/secret-routes', {
      hosts: ['cart.shop.svc.cluster.local'],
      http: [{ route: [{ destination: { host: 'ledger' } }] }],
    }),
  ],
  destinationRules: [
    destinationRule('shop/cart', {
      host: 'cart',
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
        { name: 'v3', labels: { version: 'v3' } },
      ],
    }),
  ],
};

const samples: Samples = {
  requests: [
    requests({ from: page, to: cart1 }, 9),
    requests({ from: page, to: cart2, code: '503' }, 1),
    requests({ from: ledger, to: cart1 }, 4),
    requests({ from: 'payments/vault/v1', to: cart1 }, 2),
    requests({ from: 'unknown', to: cart1, policy: 'none' }, 1),
    requests({ from: cart1, to: ledger }, 3),
    requests({ from: page, to: 'unknown', host: 'maps.example', reporter: 'source' }, 2),
  ],
  tcp: [bytes({ from: cart1, to: 'shop/redis/v1' }, 'received', 500)],
};

const everyone: DetailViewer = { sees: () => true, reads: () => true };
const shopOnly: DetailViewer = {
  sees: (name) => name === 'shop',
  reads: (_, name) => name === 'shop',
};

function input(viewer: DetailViewer = everyone, objects = shop, given = samples): DetailInput {
  const { telemetry, cluster, windowSeconds, at, metricsAt } = graphInput(given);
  return {
    telemetry,
    objects,
    cluster,
    windowSeconds,
    at,
    metricsAt,
    warnings: [],
    controlPlanes: [{ revision: 'default', version: '1.31.1', namespace: 'istio-system' }],
    guarded: new Set(['shop']),
    viewer,
  };
}

function serviceOf(name: string, given = input()) {
  const [namespace = '', own = ''] = name.split('/');
  const subject = findService(given, { namespace, name: own });
  if (subject === null) throw new Error(`no ${name}`);
  return serviceDetailSchema.parse(serviceDetail(subject, given));
}

function workloadOf(name: string, given = input()) {
  const [namespace = '', own = ''] = name.split('/');
  const subject = findWorkload(given, { namespace, name: own });
  if (subject === null) throw new Error(`no ${name}`);
  return workloadDetailSchema.parse(workloadDetail(subject, given));
}

describe('a service', () => {
  const cart = serviceOf('shop/cart');

  test('tells host, ports with what decides their protocol, and its nodes', () => {
    expect(cart).toMatchObject({
      kind: 'Service',
      hosts: ['cart.shop.svc.cluster.local'],
      ports: [{ number: 80, name: 'grpc-api', targetPort: '80', protocol: 'GRPC', detectedBy: 'port-name' }],
      nodes: ['version/Kubernetes/shop/cart/v1', 'version/Kubernetes/shop/cart/v2'],
    });
  });

  test('has its callers one by one, and what its workloads call', () => {
    expect(
      cart.inbound.peers.map(({ kind, namespace, name, requestsPerSecond }) => [
        kind,
        `${namespace}/${name}`,
        requestsPerSecond,
      ]),
    ).toEqual([
      ['workload', 'shop/page-v1', 10],
      ['workload', 'payments/ledger-v1', 4],
      ['workload', 'payments/vault-v1', 2],
      ['unknown', '/', 1],
    ]);
    expect(cart.inbound.mtlsRatio).toBeCloseTo(16 / 17, 3);
    expect(cart.outbound.peers.map(({ kind, name, protocol }) => [kind, name, protocol])).toEqual([
      ['service', 'ledger', 'http'],
      ['service', 'redis', 'tcp'],
    ]);
  });

  test('shows observed beside configured shares; conditional rules do not count as configured', () => {
    expect(
      cart.versions.map(({ version, observedShare, configuredShare, pods }) => [
        version,
        observedShare,
        configuredShare,
        pods,
      ]),
    ).toEqual([
      ['v1', 0.9412, 0.8, { ready: 1, wanted: 2 }],
      ['v2', 0.05882, 0.2, { ready: 1, wanted: 1 }],
    ]);
    expect(cart.routes.map(({ name, conditional }) => [name, conditional])).toEqual([
      ['beta', true],
      [null, false],
    ]);
  });

  test('lists the configuration with why it touches, and how many pods each subset has', () => {
    expect(
      cart.configuration.map(({ kind, namespace, name, reason }) => [kind, `${namespace}/${name}`, reason]),
    ).toEqual([
      ['VirtualService', 'payments/secret-routes', 'host'],
      ['VirtualService', 'shop/cart', 'host'],
      ['DestinationRule', 'shop/cart', 'host'],
    ]);
    expect(cart.configuration[2]?.subsets.map(({ name, pods }) => [name, pods])).toEqual([
      ['v1', 1],
      ['v2', 1],
      ['v3', 0],
    ]);
  });

  test('of a ServiceEntry is found by its name and by its host', () => {
    const byName = serviceOf('shop/maps');
    expect(serviceOf('shop/maps.example')).toEqual(byName);
    expect(byName).toMatchObject({
      kind: 'ServiceEntry',
      type: 'MESH_EXTERNAL',
      resolution: 'STATIC',
      hosts: ['maps.example'],
      ports: [{ number: 443, protocol: 'TLS', detectedBy: 'declared' }],
      endpoints: [{ address: '203.0.113.7', ports: [8443], zone: 'eu-1' }],
      nodes: ['host/maps.example'],
    });
    expect(byName.inbound.peers).toHaveLength(1);
  });

  test('of a ServiceEntry that names a service of another namespace tells nothing of that one', () => {
    const claim = serviceOf('shop/claim');
    expect(claim.inbound).toEqual({ total: null, mtlsRatio: null, peers: [] });
    expect(claim).toMatchObject({ hosts: ['ledger.payments.svc.cluster.local'], nodes: [] });
    expect(serviceOf('payments/ledger').inbound.peers).toHaveLength(1);
  });

  test('that nobody calls says so, and has no numbers', () => {
    const quiet = serviceOf('shop/quiet');
    expect(quiet.health.state).toBe('idle');
    expect(quiet.inbound).toEqual({ total: null, mtlsRatio: null, peers: [] });
  });
});

describe('a workload', () => {
  test('has pods with their proxies, its services, and both directions', () => {
    const cart = workloadOf('shop/cart-v2');
    expect(cart).toMatchObject({
      kind: 'Deployment',
      app: 'cart',
      version: 'v2',
      services: [{ name: 'cart', host: 'cart.shop.svc.cluster.local' }],
      pods: [{ proxy: { mode: 'none', missing: true, optedOut: false, version: null } }],
    });
    expect(workloadOf('shop/page-v1').outbound.peers.map(({ name }) => name)).toEqual([
      'cart',
      'maps.example',
    ]);
  });
});

describe('what only the metrics speak of', () => {
  test('is told of by them', () => {
    expect(serviceOf('shop/redis')).toMatchObject({
      exists: false,
      ports: [],
      hosts: ['redis.shop.svc.cluster.local'],
      inbound: { peers: [{ name: 'cart-v1', protocol: 'tcp' }] },
    });
    expect(workloadOf('payments/vault-v1')).toMatchObject({
      exists: false,
      kind: null,
      app: 'vault',
      version: 'v1',
      pods: [],
      outbound: { peers: [{ name: 'cart' }] },
    });
  });

  test('and what nobody speaks of is not there', () => {
    expect(findService(input(), { namespace: 'shop', name: 'nothing' })).toBeNull();
    expect(findWorkload(input(), { namespace: 'shop', name: 'cart' })).toBeNull();
  });
});

describe('page, list and graph agree', () => {
  test.each(['', 'no metrics'])('about health and numbers, %s', (variant) => {
    const given = variant === '' ? samples : { requests: null, tcp: null };
    const reading = input(everyone, shop, given);
    const mesh = { ...graphInput(given), objects: shop };
    for (const row of listServices(mesh)) {
      const detail = serviceOf(`${row.namespace}/${row.name}`, reading);
      expect([row.name, detail.exists, detail.health, detail.inbound.total]).toEqual([
        row.name,
        row.exists,
        row.health,
        row.inbound,
      ]);
      if (!row.exists) continue;
      expect(detail.versions.map(({ version, observedShare }) => [version, observedShare])).toEqual(
        row.versions.map(({ name, share }) => [name, share]),
      );
    }
    for (const row of listWorkloads(mesh)) {
      const detail = workloadOf(`${row.namespace}/${row.name}`, reading);
      expect([row.name, detail.exists, detail.health, detail.inbound.total, detail.outbound.total]).toEqual([
        row.name,
        row.exists,
        row.health,
        row.inbound,
        row.outbound,
      ]);
    }
  });

  test('a page points to nodes that the graph has', () => {
    const ids = new Set(buildGraph({ ...graphInput(samples), objects: shop }).nodes.map(({ id }) => id));
    for (const name of ['shop/cart', 'shop/page', 'shop/quiet', 'shop/maps']) {
      for (const id of serviceOf(name).nodes) expect(ids).toContain(id);
    }
  });
});

describe('injected faults', () => {
  const told = (rules: string[], endsAt = '2026-11-29T10:00:00Z') => ({
    'sluice.dev/fault': JSON.stringify({ v: 1, endsAt, by: 'mara', rules }),
  });
  const carrying = (annotations: Record<string, string>, path = 'shop/cart') => ({
    ...shop,
    virtualServices: shop.virtualServices.map((one) =>
      `${one.metadata.namespace}/${one.metadata.name}` === path
        ? { ...one, metadata: { ...one.metadata, annotations } }
        : one,
    ),
  });
  const faultsOf = (objects: typeof shop, viewer?: DetailViewer) =>
    serviceOf('shop/cart', input(viewer, objects)).faults;

  test('are told with their end, by whom, and whether the guard keeps it', () => {
    expect(faultsOf(carrying(told(['name:beta'])))).toEqual([
      { namespace: 'shop', virtualService: 'cart', endsAt: 1_795_946_400, by: 'mara', kept: true },
    ]);
  });

  test.each([
    ['of a rule that is gone', carrying(told(['name:none']))],
    ['that cannot be read', carrying({ 'sluice.dev/fault': 'soon' })],
    ['of a rule that sends elsewhere', carrying(told(['match:[]']), 'payments/secret-routes')],
  ])('%s are none', (_, objects) => {
    expect(faultsOf(objects)).toEqual([]);
  });

  test('of a VirtualService that may not be read are not told', () => {
    const viewer = { sees: () => true, reads: () => false };
    expect(faultsOf(carrying(told(['name:beta'])), viewer)).toEqual([]);
  });
});

describe('whoever sees only shop', () => {
  const cart = serviceOf('shop/cart', input(shopOnly));

  test('learns nothing of payments, save that something there exchanges traffic', () => {
    const text = JSON.stringify([cart, workloadOf('shop/cart-v1', input(shopOnly))]);
    for (const word of ['payments', 'ledger', 'vault', 'secret-routes']) expect(text).not.toContain(word);
    const hidden = cart.inbound.peers.filter(({ kind }) => kind === 'restricted');
    expect(
      hidden.map(({ name, namespace, requestsPerSecond }) => [name, namespace, requestsPerSecond]),
    ).toEqual([['', '', 6]]);
  });

  test('sees the same sums as everybody', () => {
    expect(cart.inbound.total).toEqual(serviceOf('shop/cart').inbound.total);
  });

  test('without the right to read configuration sees no shares, rules, controllers or creation', () => {
    const given = input({ sees: (name) => name === 'shop', reads: () => false });
    const bare = serviceOf('shop/cart', given);
    expect(bare.configuration).toEqual([]);
    expect(bare.routes).toEqual([]);
    expect(bare.changes).toEqual([]);
    expect(bare.versions.map(({ configuredShare }) => configuredShare)).toEqual([null, null]);
    expect(bare.unreadable).toContain('VirtualService');
    const workload = workloadOf('shop/cart-v1', given);
    expect([workload.kind, workload.createdAt]).toEqual([null, null]);
    expect(workload.pods).toHaveLength(1);
  });
});

describe('pods', () => {
  const proxied = (image: string, more: Partial<Pod> = {}): Pod => ({
    ...pod(page, []),
    ...more,
    spec: { containers: [{ name: 'app' }, { name: 'istio-proxy', image }] },
  });
  const proxyIn = (one: Pod) => workloadOf('shop/page-v1', input(everyone, { ...shop, pods: [one] })).pods[0];

  test.each([
    ['docker.io/istio/proxyv2:1.31.1', '1.31.1', false],
    ['docker.io/istio/proxyv2:1.31.1-distroless', '1.31.1', false],
    ['docker.io/istio/proxyv2:1.29.0', '1.29.0', true],
    ['mirror:5000/istio/proxyv2@sha256:0123', null, false],
    ['istio/proxyv2:latest', null, false],
  ])('%s: version %s, restart %s', (image, version, restartNeeded) => {
    expect(proxyIn(proxied(image))?.proxy).toMatchObject({ mode: 'sidecar', version, restartNeeded });
  });

  test('of a revision whose tag was moved on are to be restarted', () => {
    const tagged = namespace('shop', { 'istio.io/rev': 'prod' });
    const one = proxied('istio/proxyv2:1.30.3');
    one.metadata.annotations = { 'sidecar.istio.io/status': '{"revision":"1-30"}' };
    const tag = {
      ...service('shop/istiod-revision-tag-prod'),
      metadata: {
        name: 'tag',
        namespace: 'istio-system',
        labels: { 'istio.io/tag': 'prod', 'istio.io/rev': '1-31' },
      },
    };
    const objects = { ...shop, namespaces: [tagged], pods: [one], services: [...(shop.services ?? []), tag] };
    const detail = workloadOf('shop/page-v1', input(everyone, objects));
    expect(detail.pods[0]?.proxy).toMatchObject({
      revision: '1-30',
      nextRevision: '1-31',
      restartNeeded: true,
    });
  });

  test('say what holds them up, and count only containers that keep running', () => {
    const shown = proxyIn({
      ...proxied('istio/proxyv2:1.31.1'),
      status: {
        phase: 'Running',
        containerStatuses: [
          { name: 'app', ready: false, restartCount: 7, state: { waiting: { reason: 'CrashLoopBackOff' } } },
          { name: 'istio-proxy', ready: true, restartCount: 0 },
        ],
        initContainerStatuses: [{ name: 'istio-init', ready: true, restartCount: 0 }],
      },
    });
    expect(shown).toMatchObject({
      status: 'CrashLoopBackOff',
      ready: false,
      readyContainers: 1,
      containers: 2,
      restarts: 7,
      proxy: { ready: true },
    });
  });
});
