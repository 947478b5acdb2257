import { expect, test } from 'vitest';
import type { KubernetesObject, ManagedFields } from '../istio/objects.ts';
import { type Authorship, lastAuthor } from './authorship.ts';

const time = (second: number) => new Date(second * 1000).toISOString().replace('.000', '');
const entry = (manager: string, second: number, more: Partial<ManagedFields> = {}): ManagedFields => ({
  manager,
  operation: 'Update',
  time: time(second),
  ...more,
});
const object = (...managedFields: ManagedFields[]): KubernetesObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'reviews', managedFields },
});

test.each<[string, KubernetesObject, KubernetesObject | null, Authorship]>([
  ['the newest', object(entry('helm', 5), entry('kubectl', 9)), null, { manager: 'kubectl', at: 9 }],
  [
    'the one that is new, although another wrote in the same second',
    object(entry('sluice', 9), entry('kubectl', 9)),
    object(entry('kubectl', 9)),
    { manager: 'sluice', at: 9 },
  ],
  [
    'a manager that wrote again',
    object(entry('helm', 12), entry('kubectl', 9)),
    object(entry('helm', 5), entry('kubectl', 9)),
    { manager: 'helm', at: 12 },
  ],
  [
    'not who wrote the status',
    object(entry('helm', 5), entry('istiod', 9, { subresource: 'status' })),
    null,
    { manager: 'helm', at: 5 },
  ],
  ['nobody', object(), null, { manager: null, at: null }],
  ['no time', object({ manager: 'x' }), null, { manager: null, at: null }],
  ['a time that is none', object({ manager: 'x', time: 'yesterday' }), null, { manager: null, at: null }],
  ['no name', object(entry('', 3)), null, { manager: null, at: 3 }],
])('%s', (_what, now, before, expected) => {
  expect(lastAuthor(now, before)).toEqual(expected);
});
