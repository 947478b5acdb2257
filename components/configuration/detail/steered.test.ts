/** Which rows of the lists an object acts on. */
import { expect, test } from 'vitest';
import type { Relation } from '#lib/api/configuration/configuration.ts';
import type { ServiceRow } from '#lib/api/traffic/inventory.ts';
import { offsetOfLine } from './offset-of-line.ts';
import { requestHost } from './request-host.ts';
import { steered } from './steered.ts';

const service = (namespace: string, name: string): Relation => ({
  what: 'service',
  kind: 'Service',
  namespace,
  name,
  reason: 'host',
});
const workload = (namespace: string, name: string): Relation => ({
  ...service(namespace, name),
  what: 'workload',
  kind: 'Deployment',
});
const row = (namespace: string, name: string, hosts: string[] = []) =>
  ({ namespace, name, hosts }) as unknown as ServiceRow;
const base = {
  kind: 'virtualservices.networking.istio.io',
  namespace: 'shop',
  name: 'x',
  hosts: [],
  touches: [],
};

test('services before workloads, of their namespaces only', () => {
  const touches = [service('shop', 'cart'), service('edge', 'gw'), workload('far', 'cart-v1')];
  const { kind, namespaces, includes } = steered({ ...base, touches });
  expect({ kind, namespaces }).toEqual({ kind: 'services', namespaces: ['edge', 'shop'] });
  expect(includes(row('shop', 'cart'))).toBe(true);
  expect(includes(row('edge', 'cart'))).toBe(false);
});

test('workloads where it touches no service, nothing where it touches neither', () => {
  expect(steered({ ...base, touches: [workload('shop', 'cart-v1')] })).toMatchObject({
    kind: 'workloads',
    namespaces: ['shop'],
  });
  expect(steered(base).kind).toBeNull();
});

test('a ReferenceGrant steers nothing, though it names Services', () => {
  const grant = { ...base, kind: 'referencegrants.gateway.networking.k8s.io' };
  expect(steered({ ...grant, touches: [service('shop', 'cart')] }).kind).toBeNull();
});

test('a ServiceEntry is the service of its hosts', () => {
  const entry = { ...base, kind: 'serviceentries.networking.istio.io', hosts: ['maps.example'] };
  const { includes } = steered(entry);
  expect(includes(row('shop', 'maps.example', ['maps.example']))).toBe(true);
  expect(includes(row('bookinfo', 'maps.example', ['maps.example']))).toBe(false);
});

test.each([
  [1, 0],
  [2, 2],
  [3, 5],
  [9, 7],
])('line %i begins at %i', (line, offset) => {
  expect(offsetOfLine('a\nbb\nc\n', line)).toBe(offset);
});

test.each<[string[], string | undefined]>([
  [['reviews'], 'reviews.bookinfo'],
  [['reviews.bookinfo.svc.cluster.local'], 'reviews.bookinfo.svc.cluster.local'],
  [['*/shop.example'], 'shop.example'],
  [['*.example', 'a.example'], 'a.example'],
  [['*'], undefined],
  [[], undefined],
])('of %j a request may go to %s', (hosts, expected) => {
  expect(requestHost(hosts, 'bookinfo')).toBe(expected);
});
