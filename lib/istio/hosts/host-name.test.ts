import { describe, expect, test } from 'vitest';
import { hostsOverlap, intersectHosts, isIpAddress, isWithin, resolveShortName } from './host-name.ts';
import { HostTable } from './host-table.ts';

test.each([
  ['reviews', 'reviews.shop.svc.cluster.local'],
  ['reviews.prod', 'reviews.prod'],
  ['reviews.prod.svc.cluster.local', 'reviews.prod.svc.cluster.local'],
  ['*', '*'],
  ['*.example.com', '*.example.com'],
  ['10.0.0.1', '10.0.0.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['', ''],
])('short name %s means %s', (host, full) => {
  expect(resolveShortName(host, 'shop', 'cluster.local')).toBe(full);
});

test.each([
  ['10.0.0.1', true],
  ['::1', true],
  ['300.0.0.1', false],
  ['example.com', false],
])('%s is an IP address: %s', (text, expected) => {
  expect(isIpAddress(text)).toBe(expected);
});

describe('hosts and patterns', () => {
  test.each([
    ['a.com', 'a.com', true, true],
    ['a.com', 'b.com', false, false],
    ['x.a.com', '*.a.com', true, true],
    ['a.com', '*.a.com', false, false],
    ['*.x.a.com', '*.a.com', true, true],
    ['*.a.com', '*.x.a.com', false, true],
    ['*.a.com', 'x.a.com', false, true],
    ['foo-x.a.com', '*x.a.com', true, true],
    ['x.a.com', '*', true, true],
    ['*.a.com', '*.b.com', false, false],
  ])('%s within %s: %s; overlapping: %s', (host, pattern, within, overlapping) => {
    expect(isWithin(host, pattern)).toBe(within);
    expect(hostsOverlap(host, pattern)).toBe(overlapping);
  });

  test.each([
    [['*.a.com'], ['x.a.com', 'y.a.com', 'b.com'], ['x.a.com', 'y.a.com']],
    [['x.a.com', 'y.a.com'], ['*.a.com'], ['x.a.com', 'y.a.com']],
    [['*'], ['*.a.com'], ['*.a.com']],
    [['a.com'], ['b.com'], []],
    [['*', '*.a.com'], ['x.a.com'], ['x.a.com']],
  ])('%j and %j share %j', (a, b, common) => {
    expect(intersectHosts(a, b)).toEqual(common);
  });
});

test('the most specific entry wins', () => {
  const table = new HostTable<string>();
  for (const host of ['*', '*.com', '*.a.com', '*x.a.com', 'x.a.com']) table.set(host, host);
  const asked = ['x.a.com', 'fox.a.com', 'y.a.com', 'y.b.com', 'y.org', '*.a.com', '*.b.a.com', '*.org'];
  expect(asked.map((host) => table.mostSpecific(host))).toEqual([
    'x.a.com',
    '*x.a.com',
    '*.a.com',
    '*.com',
    '*',
    '*.a.com',
    '*.a.com',
    '*',
  ]);
  expect(table.wildcardsCovering('x.a.com').map(({ pattern }) => pattern)).toEqual([
    '*x.a.com',
    '*.a.com',
    '*.com',
    '*',
  ]);
});
