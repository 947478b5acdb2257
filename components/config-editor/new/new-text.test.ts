/** A copy is nobody's: it has a name of its own, and no tool thinks that it owns it. */
import { expect, test } from 'vitest';
import { copyText, isObjectName } from './new-text.ts';

test('what belongs to the other object stays behind', () => {
  const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: bookinfo
  labels:
    team: a
    argocd.argoproj.io/instance: shop
  annotations:
    argocd.argoproj.io/tracking-id: shop:x
  uid: 1-2
  resourceVersion: "7"
  generation: 3
  creationTimestamp: "2026-01-01T00:00:00Z"
spec:
  hosts:
  - reviews
`;
  expect(copyText(text, 'shop')).toBe(`apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews-copy
  namespace: shop
  labels:
    team: a
spec:
  hosts:
  - reviews
`);
});

test('a text that is no object is left as it is', () => {
  expect(copyText('- a\n', 'shop')).toBe('- a\n');
  expect(copyText('a: [', 'shop')).toBe('a: [');
});

test.each<[name: string, good: boolean]>([
  ['reviews', true],
  ['a.b-c.d', true],
  ['Reviews', false],
  ['-a', false],
  ['a..b', false],
  ['a/b', false],
  ['', false],
  ['a'.repeat(254), false],
])('%j as a name: %j', (name, good) => {
  expect(isObjectName(name)).toBe(good);
});
