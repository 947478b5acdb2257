import { expect, test } from 'vitest';
import type { Permission } from '#lib/access/permissions.ts';
import { combineRights } from '#lib/access/rights.ts';
import { configurationKey, mayReadConfiguration } from './configuration-rights.ts';

const may = (meshWide: readonly Permission[], shop: readonly Permission[]) =>
  combineRights(new Set(meshWide), new Map([['shop', new Set<Permission>(['seeTraffic', ...shop])]]));

test.each([
  ['VirtualService', 'readConfiguration'],
  ['AuthorizationPolicy', 'readPolicies'],
  ['PeerAuthentication', 'readPolicies'],
  ['RequestAuthentication', 'readPolicies'],
  ['Sidecar', 'readProxySettings'],
  ['Telemetry', 'readProxySettings'],
  ['HTTPRoute', 'readHttpRoutes'],
] as const)(
  '%s is counted for whoever may list it in its namespace, and for nobody else',
  (kind, permission) => {
    expect(mayReadConfiguration(may([], [permission]))('shop', kind)).toBe(true);
    expect(mayReadConfiguration(may([], [permission]))('bookinfo', kind)).toBe(false);
    const others: Permission[] = ['readConfiguration', 'readPolicies', 'readProxySettings', 'readHttpRoutes'];
    expect(
      mayReadConfiguration(
        may(
          [],
          others.filter((other) => other !== permission),
        ),
      )('shop', kind),
    ).toBe(false);
  },
);

test('a kind that no permission speaks of is told to administrators only', () => {
  expect(mayReadConfiguration(may([], ['readConfiguration']))('shop', 'WasmPlugin')).toBe(false);
  expect(mayReadConfiguration(may(['administer'], []))('shop', 'WasmPlugin')).toBe(true);
});

test('answers are shared only by those who may read the same', () => {
  const key = (...shop: Permission[]) => configurationKey(may([], shop));
  expect(key('readConfiguration')).toBe(key('readConfiguration', 'editRouting'));
  expect(key('readConfiguration')).not.toBe(key('readConfiguration', 'readPolicies'));
});
