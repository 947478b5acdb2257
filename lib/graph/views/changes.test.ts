/** When an object was changed: what controllers write into its status is no change of it. */
import { expect, test } from 'vitest';
import type { ManagedFields } from '../../istio/objects.ts';
import { lastWrite } from './changes.ts';

const at = (time: string, subresource?: string): ManagedFields => ({ manager: 'x', time, subresource });
const created = '2026-01-01T00:00:00Z';

test.each<[what: string, managedFields: ManagedFields[] | undefined, last: string]>([
  ['nothing but its creation', undefined, created],
  ['a write', [at('2026-01-03T00:00:00Z'), at('2026-01-02T00:00:00Z')], '2026-01-03T00:00:00Z'],
  [
    'a write, then a status',
    [at('2026-01-02T00:00:00Z'), at('2026-02-01T00:00:00Z', 'status')],
    '2026-01-02T00:00:00Z',
  ],
  ['a time that is none', [at('soon')], created],
])('%s', (_, managedFields, last) => {
  const object = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'x', namespace: 'shop', creationTimestamp: created, managedFields },
  };
  expect(lastWrite(object)).toBe(Date.parse(last) / 1000);
});

test('an object that says nothing', () => {
  expect(lastWrite({ apiVersion: 'a/v1', kind: 'K', metadata: { name: 'x' } })).toBeNull();
});
