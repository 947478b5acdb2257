import { expect, test } from 'vitest';
import { appText, readApp } from './use-traces-url.ts';

test.each<[string, { namespace: string; app: string } | null]>([
  ['shop/cart', { namespace: 'shop', app: 'cart' }],
  ['shop/Cart_v1.2', { namespace: 'shop', app: 'Cart_v1.2' }],
  ['shop/api.example.com', { namespace: 'shop', app: 'api.example.com' }],
  ['shop', null],
  ['shop/', null],
  ['shop/a/b', null],
  ['Shop/cart', null],
  ['shop/ca"rt', null],
  ['shop/-cart', null],
])('%s', (text, expected) => {
  expect(readApp(text)).toEqual(expected);
  if (expected !== null) expect(appText(expected)).toBe(text);
});
