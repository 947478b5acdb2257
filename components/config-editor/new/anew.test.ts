/** What somebody deleted is made anew as it was written, under its own name, and no draft of another object is lost for it. */
import { expect, test } from 'vitest';
import type { Draft } from '#lib/client/drafts/drafts.ts';
import { anewDraft, anewText } from './anew.ts';

const text = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: checkout # the one of the shop
  namespace: shop
  labels:
    team: a
  creationTimestamp: "2026-01-01T00:00:00Z"
  generation: 3
  ownerReferences:
  - kind: App
    uid: 9
  resourceVersion: "7"
  uid: 4a3e9b6e
spec:
  hosts: [checkout] # one
  http:
  - timeout: 2s
`;
const kept = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: checkout # the one of the shop
  namespace: shop
  labels:
    team: a
spec:
  hosts: [checkout] # one
  http:
  - timeout: 2s
`;

test('only what the API server gave the old object goes', () => {
  expect(anewText(text)).toBe(kept);
});

test('a text that cannot be read stays one that the reader can mend', () => {
  expect(anewText(text.replace('timeout: 2s', 'timeout: ['))).toContain('timeout: [');
  expect(anewText(text.replace('timeout: 2s', 'timeout: ['))).not.toContain('uid: 4a3e9b6e');
});

test('its draft is one of a new object, beside others that are begun', () => {
  const draft: Draft = {
    op: 'update',
    kind: 'virtualservices.networking.istio.io',
    namespace: 'shop',
    name: 'checkout',
    base: text,
    resourceVersion: '7',
    text,
    companions: ['live/destinationrules.networking.istio.io/shop/checkout'],
    changedAtMs: 0,
  };
  expect(anewDraft(draft, (mark) => mark === 'checkout', 9)).toEqual({
    ...draft,
    op: 'create',
    name: '',
    mark: 'checkout-2',
    base: '',
    resourceVersion: null,
    text: kept,
    changedAtMs: 9,
  });
});
