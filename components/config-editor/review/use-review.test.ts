/** A draft against the object as it is now: what changes, who else changed it, and which version is written. */
import { expect, test } from 'vitest';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import type { Draft } from '#lib/client/drafts/drafts.ts';
import { reviewItem } from './use-review.ts';

const base = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: checkout
  namespace: shop
  resourceVersion: "7"
  uid: 4a3e9b6e
spec:
  hosts:
  - checkout
  http:
  - name: a
    timeout: 1s
  - name: b
    timeout: 1s
`;
const draft: Draft = {
  op: 'update',
  kind: 'virtualservices.networking.istio.io',
  namespace: 'shop',
  name: 'checkout',
  base,
  resourceVersion: '7',
  text: base.replace('- name: a\n    timeout: 1s', '- name: a\n    timeout: 2s'),
  companions: [],
  changedAtMs: 0,
};

function live(text: string, resourceVersion: string, allowed = true): ConfigurationObject {
  const missing = {
    verb: 'update',
    group: 'networking.istio.io',
    resource: 'virtualservices',
    namespace: 'shop',
  };
  const may = { allowed, missing: allowed ? null : missing };
  return {
    kind: draft.kind,
    namespace: 'shop',
    name: 'checkout',
    object: {},
    text,
    resourceVersion,
    createdAt: null,
    changedAt: null,
    changedBy: null,
    hosts: [],
    managedBy: { manager: 'kubectl', name: null, reverts: false },
    findings: [],
    touches: [],
    touchedBy: [],
    may: { create: may, update: may, delete: may },
    warnings: [],
  };
}

test('nobody else: the draft is written at the version that it began from', () => {
  const item = reviewItem('x', draft, live(base, '7'), false);
  expect(item?.change).toMatchObject({ op: 'update', resourceVersion: '7', text: draft.text, base });
  expect(item).toMatchObject({ before: base, merge: null, missing: null, gone: false, sentences: 1 });
  expect(item?.fields.map(({ field, after }) => [field, after])).toEqual([['timeout', '2s']]);
  expect(item?.untouched).toEqual([{ list: 'http', words: ['VirtualService', 'http'], count: 1 }]);
});

test('a newer version of the same content is no conflict, and is the one that is written', () => {
  const item = reviewItem('x', draft, live(base.replace('"7"', '"9"'), '9'), false);
  expect(item?.merge).toBeNull();
  expect(item?.change).toMatchObject({ resourceVersion: '9' });
  // Nobody reads of versions in what the draft changes.
  expect(item?.before).toBe(base);
  expect(item?.fields.map(({ field }) => field)).toEqual(['timeout']);
});

test('somebody else changed it: both sides, and the draft’s own version until that is settled', () => {
  const theirs = base.replace('- name: b\n    timeout: 1s', '- name: b\n    timeout: 5s');
  const item = reviewItem('x', draft, live(theirs, '9'), false);
  expect(item?.merge?.merged.conflicts).toEqual([]);
  expect(item?.merge?.textOf([])).toContain('timeout: 5s');
  expect(item?.change).toMatchObject({ resourceVersion: '7' });
  expect(item?.fields).toHaveLength(1);
});

test('rights that are missing; a new object; a kind that nobody knows', () => {
  expect(reviewItem('x', draft, live(base, '7', false), false)?.missing).toMatchObject({ verb: 'update' });
  const created = reviewItem(
    'x',
    { ...draft, op: 'create', name: '', base: '', resourceVersion: null },
    null,
    false,
  );
  expect(created).toMatchObject({ name: 'checkout', before: '', beforeValue: null, merge: null });
  expect(created?.change).toEqual({
    op: 'create',
    kind: draft.kind,
    namespace: 'shop',
    name: 'checkout',
    text: draft.text,
  });
  expect(reviewItem('x', { ...draft, kind: 'secrets' }, null, false)).toBeNull();
});

test('somebody deleted it: what was last known of it is nothing to merge with', () => {
  const other = base.replace('- name: b\n    timeout: 1s', '- name: b\n    timeout: 5s');
  const item = reviewItem('a', draft, live(other.replace('"7"', '"8"'), '8'), true);
  expect({ gone: item?.gone, merge: item?.merge }).toEqual({ gone: true, merge: null });
});
