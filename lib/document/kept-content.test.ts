import { expect, test } from 'vitest';
import type { JsonObject } from './json.ts';
import { isKept } from './kept-content.ts';

const object = (spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'HTTPRoute',
  metadata: { name: 'a', ...metadata },
  spec,
});
const before = object({ hostnames: ['old'], timeout: '3s' });
const written = object({ hostnames: ['new'], rules: [{ backendRefs: [{ name: 'x' }] }] });

test.each<[string, JsonObject, boolean]>([
  ['the same', written, true],
  [
    'with a version of its own',
    object(written.spec as JsonObject, { resourceVersion: '9', uid: 'u', managedFields: [] }),
    true,
  ],
  [
    'with defaults in the items of a list',
    object({ hostnames: ['new'], rules: [{ backendRefs: [{ name: 'x', weight: 1 }] }] }),
    true,
  ],
  ['with a status', { ...written, status: { observedGeneration: 1 } }, true],
  ['as it was before', before, false],
  ['with what was taken out', object({ ...(written.spec as JsonObject), timeout: '3s' }), false],
  [
    'with another item',
    object({ hostnames: ['new', 'more'], rules: [{ backendRefs: [{ name: 'x' }] }] }),
    false,
  ],
  ['without a part', object({ hostnames: ['new'] }), false],
])('read again %s', (_, live, kept) => {
  expect(isKept(written, live, before)).toBe(kept);
});

test('labels and annotations count, those that somebody else put there too', () => {
  const mine = object({}, { annotations: { owner: 'a' } });
  expect(isKept(mine, object({}, { annotations: { owner: 'b' } }), object({}))).toBe(false);
  expect(isKept(mine, object({}), object({}))).toBe(false);
  expect(isKept(object({}, { labels: {} }), object({}), object({}))).toBe(true);
  expect(
    isKept(object({}), object({}, { labels: { was: 'there' } }), object({}, { labels: { was: 'there' } })),
  ).toBe(false);
});
