import { expect, test } from 'vitest';
import { listPermission, type Permission } from '#lib/access/permissions.ts';
import { combineRights } from '#lib/access/rights.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';
import { configurationKey, mayReadConfiguration } from './configuration-rights.ts';

const may = (meshWide: readonly Permission[], shop: readonly Permission[]) =>
  combineRights(new Set(meshWide), new Map([['shop', new Set<Permission>(['seeTraffic', ...shop])]]));

const unambiguous = Object.values(kinds).filter((kind) => kind !== kinds.kubernetesGateways);

test.each(unambiguous)(
  '$kind is counted for whoever may list it in its namespace, and for nobody else',
  (kind) => {
    const permission = listPermission(kind);
    expect(mayReadConfiguration(may([], [permission]))('shop', kind.kind)).toBe(true);
    expect(mayReadConfiguration(may([], [permission]))('bookinfo', kind.kind)).toBe(false);
    const others = Object.values(kinds)
      .map(listPermission)
      .filter((other) => other !== permission);
    expect(mayReadConfiguration(may([], others))('shop', kind.kind)).toBe(false);
  },
);

test('a kind that no permission speaks of is told to administrators only', () => {
  const everything = Object.values(kinds).map(listPermission);
  expect(mayReadConfiguration(may([], everything))('shop', 'TrafficExtension')).toBe(false);
  expect(mayReadConfiguration(may(['administer'], []))('shop', 'TrafficExtension')).toBe(true);
});

test('answers are shared only by those who may read the same', () => {
  const key = (...shop: Permission[]) => configurationKey(may([], shop));
  const routes = listPermission(kinds.virtualServices);
  expect(key(routes)).toBe(key(routes, 'editRouting'));
  expect(key(routes)).not.toBe(key(routes, listPermission(kinds.peerAuthentications)));
});
