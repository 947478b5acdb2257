import { expect, test } from 'vitest';
import type { ConfigurationChange } from '../api/configuration/change.ts';
import { headOf } from './testing/heads.ts';
import { mergeChanges } from './timeline.ts';

const written = (at: number, manager = 'helm', name = 'reviews'): ConfigurationChange => ({
  at,
  kind: 'VirtualService',
  kindId: 'virtualservices.networking.istio.io',
  namespace: 'bookinfo',
  name,
  operation: 'changed',
  manager,
  user: null,
  revision: null,
});
const told = (changes: readonly ConfigurationChange[]) =>
  changes.map(({ at, manager, revision }) => [at, manager, revision]);
const first = headOf({ id: 'a-1', operation: 'first-seen', at: 100, manager: 'helm' });

test('what objects tell, where there is no history', () => {
  expect(told(mergeChanges([written(5), written(9)], []))).toEqual([
    [9, 'helm', null],
    [5, 'helm', null],
  ]);
});

test('before the history what objects tell, from then on the revisions; the beginning is no change', () => {
  const second = headOf({ id: 'a-2', at: 200, manager: 'kubectl', user: 'mara' });
  const changes = mergeChanges(
    [written(50, 'argocd'), written(100), written(200, 'kubectl')],
    [first, second],
  );
  expect(told(changes)).toEqual([
    [200, 'kubectl', 'a-2'],
    [100, 'helm', null],
    [50, 'argocd', null],
  ]);
  expect(changes[0]).toMatchObject({ kind: 'VirtualService', user: 'mara', operation: 'changed' });
});

test('a write that changed nothing is none where history would know', () => {
  expect(told(mergeChanges([written(300)], [first]))).toEqual([]);
});

test('of a created object its creation is told once', () => {
  const created = headOf({ id: 'a-3', operation: 'created', at: 100, manager: 'kubectl' });
  expect(told(mergeChanges([written(100, 'kubectl')], [created]))).toEqual([[100, 'kubectl', 'a-3']]);
});

test('what is deleted is told although no object tells it; other objects are not touched', () => {
  const gone = headOf({ id: 'b-1', name: 'ratings', operation: 'deleted', at: 70, manager: null });
  expect(told(mergeChanges([written(60), written(80, 'x', 'details')], [gone]))).toEqual([
    [80, 'x', null],
    [70, '', 'b-1'],
    [60, 'helm', null],
  ]);
});

test('a kind that the console does not know any more is left out', () => {
  expect(mergeChanges([], [headOf({ kind: 'gone.istio.io' })])).toEqual([]);
});

test('of one second the later version stands first', () => {
  const heads = ['9', '11', '10'].map((resourceVersion) =>
    headOf({ id: `a-${resourceVersion}`, resourceVersion }),
  );
  expect(mergeChanges([], heads).map(({ revision }) => revision)).toEqual(['a-11', 'a-10', 'a-9']);
});
