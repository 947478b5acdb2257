import { describe, expect, test } from 'vitest';
import { cluster, service, serviceEntry, withAnnotation } from '../routing/testing/objects.ts';
import { buildRegistry, expandRequestHost, pickServices } from './registry.ts';
import { isVisibleTo, parseExportTo } from './visibility.ts';

test.each<[string[] | undefined, string, boolean]>([
  [undefined, 'other', true],
  [[], 'other', true],
  [['*'], 'other', true],
  [['.'], 'own', true],
  [['.'], 'other', false],
  [['other'], 'other', true],
  [['other'], 'own', false],
  [['.', 'other'], 'third', false],
  [['~'], 'own', false],
])('exportTo %j is visible to %s: %s', (exportTo, namespace, visible) => {
  expect(isVisibleTo(parseExportTo(exportTo, 'own'), namespace)).toBe(visible);
});

test.each([
  ['reviews', ['reviews', 'reviews.app.svc.cluster.local']],
  ['Reviews.Prod', ['reviews.prod', 'reviews.prod.svc.cluster.local']],
  [
    'reviews.prod.svc',
    ['reviews.prod.svc', 'reviews.prod.svc.cluster.local', 'reviews.prod.svc.svc.cluster.local'],
  ],
  ['reviews.prod.svc.cluster.local.', ['reviews.prod.svc.cluster.local']],
])('a client in namespace app that asks for %s may mean %j', (host, names) => {
  expect(expandRequestHost(host, 'app', 'cluster.local')).toEqual(names);
});

describe('one host in several namespaces', () => {
  const entry = (namespace: string, age: number) =>
    serviceEntry(`${namespace}/e`, { hosts: ['web.shop.svc.cluster.local'] }, age);
  const choose = (client: string, ...objects: Parameters<typeof cluster>[0][number][]) =>
    pickServices(buildRegistry(cluster(objects)).byHost.get('web.shop.svc.cluster.local'), client)[0];

  test.each([
    ['the own namespace first', 'a', 'a'],
    ['a Kubernetes Service before older ServiceEntries', 'c', 'shop'],
  ])('%s', (_, client, chosen) => {
    const found = choose(client, entry('a', 9), entry('b', 8), service('shop/web', 'http:80'));
    expect(found?.namespace).toBe(chosen);
  });

  test('the oldest of ServiceEntries alone', () => {
    expect(choose('c', entry('a', 1), entry('b', 8))?.namespace).toBe('b');
  });

  test('hidden ones do not count', () => {
    const hidden = withAnnotation(service('shop/web', 'http:80'), 'networking.istio.io/exportTo', '.');
    expect(choose('c', hidden)).toBeUndefined();
    expect(choose('shop', hidden)?.kind).toBe('Service');
  });
});

test('what ServiceEntries and Services give to the registry', () => {
  const registry = buildRegistry(
    cluster([
      serviceEntry('ext', {
        hosts: ['API.example.com', '*.example.org'],
        ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
        addresses: ['240.0.0.1'],
        endpoints: [{ address: '1.2.3.4', labels: { v: '1' } }],
      }),
      serviceEntry('more', {
        hosts: ['api.example.com'],
        ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      }),
      service('db', 'tcp:5432', { clusterIP: 'None' }),
      service('alias', 'http:80', { type: 'ExternalName', externalName: 'API.example.com' }),
    ]),
  );
  const [api] = registry.byHost.get('api.example.com') ?? [];
  expect(api?.ports.map((port) => [port.number, port.protocol])).toEqual([
    [443, 'TLS'],
    [80, 'HTTP'],
  ]);
  expect(registry.byHost.get('api.example.com')).toHaveLength(1);
  expect(registry.byAddress.get('240.0.0.1')?.map((entry) => entry.host)).toContain('api.example.com');
  expect(registry.wildcards.mostSpecific('a.example.org')?.[0]?.host).toBe('*.example.org');
  const [db] = registry.byHost.get('db.app.svc.cluster.local') ?? [];
  expect([db?.headless, db?.addresses]).toEqual([true, []]);
  expect(registry.byHost.get('alias.app.svc.cluster.local')?.[0]?.aliasOf).toBe('api.example.com');
});
