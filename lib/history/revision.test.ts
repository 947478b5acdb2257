/** What makes a revision and what does not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonObject, setOwn } from '../document/json.ts';
import { kindObjects } from '../document/testing/kind-objects.ts';
import { contentText, keptObject, lastApplied } from './revision.ts';

const base: JsonObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: {
    name: 'reviews',
    namespace: 'bookinfo',
    uid: 'u1',
    resourceVersion: '5',
    generation: 2,
    creationTimestamp: '2026-11-01T00:00:00Z',
    labels: { app: 'reviews' },
    annotations: { note: 'a', [lastApplied]: '{}' },
    managedFields: [{ manager: 'kubectl', operation: 'Update', time: '2026-11-01T00:00:00Z' }],
    ownerReferences: [],
  },
  spec: { hosts: ['reviews'] },
  status: { observedGeneration: 2 },
};

function changed(change: (object: JsonObject & { metadata: JsonObject; spec: JsonObject }) => void): string {
  const copy = structuredClone(base) as JsonObject & { metadata: JsonObject; spec: JsonObject };
  change(copy);
  return contentText(keptObject(copy));
}

const same = contentText(keptObject(base));

test.each<[string, Parameters<typeof changed>[0]]>([
  ['resourceVersion', (object) => setOwn(object.metadata, 'resourceVersion', '6')],
  ['generation', (object) => setOwn(object.metadata, 'generation', 3)],
  ['managedFields', (object) => setOwn(object.metadata, 'managedFields', [])],
  ['status', (object) => setOwn(object, 'status', { conditions: [{ type: 'Ready' }] })],
  ['an absent status', (object) => delete object.status],
  ['owners', (object) => setOwn(object.metadata, 'ownerReferences', [{ name: 'x' }])],
  [
    "kubectl's memory",
    (object) => setOwn(object.metadata, 'annotations', { note: 'a', [lastApplied]: '{"a":1}' }),
  ],
  ['the version of the API', (object) => setOwn(object, 'apiVersion', 'networking.istio.io/v1beta1')],
  [
    'the order of keys',
    (object) => setOwn(object.metadata, 'annotations', { [lastApplied]: '{}', note: 'a' }),
  ],
])('%s makes no revision', (_what, change) => {
  expect(changed(change)).toBe(same);
});

test.each<[string, Parameters<typeof changed>[0]]>([
  ['spec', (object) => setOwn(object.spec, 'hosts', ['reviews', 'ratings'])],
  ['the order of a list', (object) => setOwn(object.spec, 'hosts', ['b', 'a'])],
  ['a label', (object) => setOwn(object.metadata, 'labels', { app: 'ratings' })],
  ['a label that went', (object) => delete object.metadata.labels],
  ['an annotation', (object) => setOwn(object.metadata, 'annotations', { note: 'b' })],
  ['a key that nobody knows', (object) => setOwn(object, 'data', { a: '1' })],
  [
    'a label called __proto__',
    (object) => {
      const labels: JsonObject = { app: 'reviews' };
      setOwn(labels, '__proto__', 'x');
      setOwn(object.metadata, 'labels', labels);
    },
  ],
])('%s makes a revision', (_what, change) => {
  expect(changed(change)).not.toBe(same);
});

test('empty labels are no labels', () => {
  const without = changed((object) => delete object.metadata.labels);
  expect(changed((object) => setOwn(object.metadata, 'labels', {}))).toBe(without);
});

describe.each(kindObjects)('$kind', ({ objects }) => {
  test('what is kept is kept whole: keeping it again changes nothing, and nothing of spec is lost', () => {
    fc.assert(
      fc.property(objects, (object) => {
        const kept = keptObject(object);
        expect(keptObject(kept)).toEqual(kept);
        expect(kept.spec).toEqual(object.spec);
        expect(kept.status).toBeUndefined();
      }),
      { numRuns: 25 },
    );
  });
});
