import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalJson, isJsonObject, type JsonObject } from '../document/json.ts';
import { kindObjects } from '../document/testing/kind-objects.ts';
import { revertTo } from './revert.ts';
import { contentText, keptObject, lastApplied } from './revision.ts';

const live: JsonObject = {
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'VirtualService',
  metadata: {
    name: 'reviews',
    namespace: 'bookinfo',
    uid: 'u1',
    resourceVersion: '9',
    labels: { app: 'reviews', fresh: 'yes' },
    annotations: { [lastApplied]: '{"spec":{}}', note: 'new' },
    finalizers: ['keep'],
    managedFields: [{ manager: 'argocd' }],
  },
  spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' }, weight: 100 }] }] },
  status: { observedGeneration: 4 },
};

test('brings back spec, labels and annotations, and leaves what is the live object’s', () => {
  const former = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'reviews', namespace: 'bookinfo', labels: { app: 'reviews' } },
    spec: { hosts: ['reviews'], tcp: [] },
  };
  expect(revertTo(live, former)).toEqual({
    ok: true,
    value: {
      ...live,
      metadata: {
        name: 'reviews',
        namespace: 'bookinfo',
        uid: 'u1',
        resourceVersion: '9',
        labels: { app: 'reviews' },
        annotations: { [lastApplied]: '{"spec":{}}' },
        finalizers: ['keep'],
        managedFields: [{ manager: 'argocd' }],
      },
      spec: { hosts: ['reviews'], tcp: [] },
    },
  });
});

test.each([
  ['name', { ...live, metadata: { name: 'ratings', namespace: 'bookinfo' } }],
  ['namespace', { ...live, metadata: { name: 'reviews', namespace: 'shop' } }],
  ['kind', { ...live, kind: 'DestinationRule' }],
])('never onto another object: %s', (_what, former) => {
  expect(revertTo(live, former)).toEqual({ ok: false, error: 'another-object' });
});

describe.each(kindObjects)('$kind', ({ objects }) => {
  test('back and forth: what is written has the former content and the live identity, and the last state is its own revert', () => {
    fc.assert(
      fc.property(objects, objects, (a, b) => {
        const metadata = isJsonObject(a.metadata) ? a.metadata : {};
        const other = isJsonObject(b.metadata) ? b.metadata : {};
        const { name = null, namespace = null } = metadata;
        const then: JsonObject = { ...b, kind: a.kind ?? null, metadata: { ...other, name, namespace } };
        const reverted = revertTo(a, then);
        if (!reverted.ok) throw new Error(reverted.error);
        expect(contentText(keptObject(reverted.value))).toBe(contentText(keptObject(then)));
        const written = isJsonObject(reverted.value.metadata) ? reverted.value.metadata : {};
        for (const key of ['uid', 'resourceVersion', 'managedFields', 'finalizers'])
          expect(written[key]).toEqual(metadata[key]);
        const none = revertTo(a, keptObject(a));
        expect(none.ok && contentText(keptObject(none.value))).toBe(contentText(keptObject(a)));
        const back = revertTo(reverted.value, a);
        expect(back.ok && equalJson(back.value.spec, a.spec)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
