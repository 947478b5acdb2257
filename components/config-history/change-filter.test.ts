import { expect, test } from 'vitest';
import type { RevisionEntry } from '#lib/api/configuration/history.ts';
import { headOf } from '#lib/history/testing/heads.ts';
import { type ChangeFilter, daysOf, filterChanges } from './change-filter.ts';

const entry = (parts: Partial<RevisionEntry>): RevisionEntry => ({
  ...headOf(parts),
  stored: true,
  present: false,
  good: false,
});

const changes = [
  entry({ id: 'a', name: 'reviews', user: 'Mara', manager: 'sluice', reason: 'v2 gets a tenth' }),
  entry({ id: 'b', name: 'cart', namespace: 'shop', operation: 'deleted', manager: null }),
  entry({
    id: 'c',
    name: 'cart',
    namespace: 'shop',
    kind: 'destinationrules.networking.istio.io',
    manager: 'argocd',
  }),
];

test.each<[Partial<ChangeFilter>, string]>([
  [{}, 'abc'],
  [{ q: 'CART' }, 'bc'],
  [{ q: 'shop/cart argocd' }, 'c'],
  [{ q: 'tenth' }, 'a'],
  [{ q: 'mara  ' }, 'a'],
  [{ q: 'null' }, ''],
  [{ kind: 'destinationrules.networking.istio.io' }, 'c'],
  [{ operation: 'deleted' }, 'b'],
  [{ operation: 'deleted', q: 'reviews' }, ''],
])('%j leaves %s', (filter, ids) => {
  const left = filterChanges(changes, { q: '', kind: null, operation: null, ...filter });
  expect(left.map(({ id }) => id).join('')).toBe(ids);
});

test('days in their order, each with its changes', () => {
  const days = daysOf([entry({ at: 250 }), entry({ at: 201 }), entry({ at: 199 })], (at) =>
    String(Math.floor(at / 100)),
  );
  expect(days.map(({ at, changes: list }) => [at, list.length])).toEqual([
    [250, 2],
    [199, 1],
  ]);
});
