import { expect, test } from 'vitest';
import { createUrlOrder } from './url-order.ts';

const origin = 'http://console';
const newOrder = () => createUrlOrder((url) => new URL(url, origin).href);
const router = { __NA: true };
const nuqs = '__nuqs__';
const at = (find: string) => `${origin}/graph?find=${find}`;

test('a late commit of the router writes the newest address, not its own', () => {
  const { order } = newOrder();
  for (const text of ['r', 're', 'rev']) expect(order(null, nuqs, at(text))).toBe(at(text));
  expect(order(router, '', '/graph?find=r')).toBe(at('rev'));
  expect(order(router, '', '/graph?find=re')).toBe(at('rev'));
  expect(order(router, '', '/graph?find=rev')).toBe(at('rev'));
  // All have arrived: the router is free again.
  expect(order(router, '', '/graph?find=r')).toBe('/graph?find=r');
});

test('commits that were skipped are not waited for', () => {
  const { order } = newOrder();
  for (const text of ['r', 're', 'rev']) order(null, nuqs, at(text));
  expect(order(router, '', '/graph?find=re')).toBe(at('rev'));
  expect(order(router, '', '/graph?find=r')).toBe('/graph?find=r');
});

test('another navigation wins over what was typed before', () => {
  const { order } = newOrder();
  order(null, nuqs, at('rev'));
  expect(order(router, '', '/services')).toBe('/services');
  expect(order(router, '', '/graph?find=rev')).toBe('/graph?find=rev');
});

test('going back forgets what was waiting', () => {
  const { order, forget } = newOrder();
  order(null, nuqs, at('r'));
  order(null, nuqs, at('re'));
  forget();
  expect(order(router, '', '/graph?find=r')).toBe('/graph?find=r');
});

test('state without an address stays without', () => {
  expect(newOrder().order(router, '', undefined)).toBeUndefined();
});
