import { describe, expect, test } from 'vitest';
import { buildGraph } from '../build/build.ts';
import { listServices } from '../inventory/services.ts';
import { listWorkloads } from '../inventory/workloads.ts';
import { graphInput } from '../testing/fixture.ts';
import { findService } from './service.ts';
import { everyone, input, samples, serviceOf, shop, workloadOf } from './testing/shop.ts';
import { findWorkload } from './workload.ts';

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
