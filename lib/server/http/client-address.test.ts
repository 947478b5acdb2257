import { expect, test } from 'vitest';
import { createAddressOf, isAddressRange } from './client-address.ts';

const addressOf = createAddressOf(['10.1.0.0/16', '192.0.2.7', 'fd00::/8']);

test.each([
  ['nobody between', '198.51.100.1', undefined, '198.51.100.1'],
  ['a peer that is not trusted says nothing', '198.51.100.1', '203.0.113.9', '198.51.100.1'],
  ['one proxy', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
  ['two proxies', '10.1.2.3', '203.0.113.9, 192.0.2.7', '203.0.113.9'],
  ['what the client invented is left of its address', '10.1.2.3', '10.1.9.9, 203.0.113.9', '203.0.113.9'],
  ['only proxies', '10.1.2.3', '10.1.0.4', '10.1.0.4'],
  ['a proxy that says nothing', '10.1.2.3', undefined, '10.1.2.3'],
  ['a proxy that says nonsense', '10.1.2.3', 'unknown', '10.1.2.3'],
  ['a range ends where it ends', '10.2.0.1', '203.0.113.9', '10.2.0.1'],
  ['IPv4 on a socket for both', '::ffff:10.1.2.3', '203.0.113.9', '203.0.113.9'],
  ['IPv6', 'fd00::1', '2001:db8::9', '2001:db8::9'],
])('%s', (_, peer, forwardedFor, expected) => {
  expect(addressOf(peer, forwardedFor)).toBe(expected);
});

test('without trusted proxies the header counts for nothing', () => {
  expect(createAddressOf([])('127.0.0.1', '203.0.113.9')).toBe('127.0.0.1');
});

test.each([
  ['10.0.0.0/8', true],
  ['10.0.0.1', true],
  ['::1/128', true],
  ['10.0.0.0/33', false],
  ['10.0.0/8', false],
  ['proxy.example.com', false],
  ['10.0.0.0/', false],
  ['', false],
])('%j is an address or range: %s', (text, expected) => {
  expect(isAddressRange(text)).toBe(expected);
});
