/** The list's filters: what a text finds, what choices leave, and what each choice would leave. */
import { describe, expect, test } from 'vitest';
import type { ConfigurationRow } from '#lib/api/configuration/configuration.ts';
import { countObjects, filterObjects, type ObjectFilter } from './list-filter.ts';

const nothing: ObjectFilter = { text: '', kinds: [], checks: [], managers: [] };
const clean = { errors: 0, warnings: 0, infos: 0, worst: null };

function row(path: string, more: Partial<ConfigurationRow> = {}): ConfigurationRow {
  const [namespace = '', name = ''] = path.split('/');
  return {
    kind: 'virtualservices.networking.istio.io',
    namespace,
    name,
    hosts: [],
    createdAt: null,
    changedAt: null,
    managedBy: { manager: 'kubectl', name: null, reverts: false },
    checks: clean,
    resourceVersion: '1',
    labels: {},
    ...more,
  };
}

const rows = [
  row('shop/cart', { hosts: ['cart'], checks: { errors: 1, warnings: 2, infos: 0, worst: 'error' } }),
  row('shop/cart-rule', {
    kind: 'destinationrules.networking.istio.io',
    managedBy: { manager: 'argocd', name: 'shop-prod', reverts: true },
    checks: { errors: 0, warnings: 1, infos: 0, worst: 'warning' },
  }),
  row('bookinfo/reviews', { hosts: ['reviews.example'], labels: { team: 'books' }, checks: null }),
  row('bookinfo/public', { kind: 'gateways.networking.istio.io' }),
];
const names = (filter: Partial<ObjectFilter>): string[] =>
  filterObjects(rows, { ...nothing, ...filter }).map(({ name }) => name);

describe('objects are found', () => {
  test.each<[string, Partial<ObjectFilter>, string[]]>([
    ['all without a filter', {}, ['cart', 'cart-rule', 'reviews', 'public']],
    ['by name', { text: 'CART' }, ['cart', 'cart-rule']],
    ['by every word', { text: 'cart destination' }, ['cart-rule']],
    ['by the short name of the kind', { text: 'bookinfo/ gw' }, ['public']],
    ['by host', { text: 'reviews.example' }, ['reviews']],
    ['by label', { text: 'team=books' }, ['reviews']],
    ['by the application that keeps it', { text: 'shop-prod' }, ['cart-rule']],
    ['by kind', { kinds: ['gateways.networking.istio.io'] }, ['public']],
    ['with errors', { checks: ['error'] }, ['cart']],
    ['with warnings, also beside errors', { checks: ['warning'] }, ['cart', 'cart-rule']],
    ['clean, not those that are being checked', { checks: ['clean'] }, ['public']],
    ['in either state', { checks: ['error', 'clean'] }, ['cart', 'public']],
    ['by manager', { managers: ['argocd'] }, ['cart-rule']],
    ['by all of it', { text: 'shop', managers: ['kubectl'], checks: ['warning'] }, ['cart']],
  ])('%s', (_, filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });
});

test('a choice counts what it would leave beside the other filters, its own left out', () => {
  const counts = countObjects(rows, { ...nothing, text: 'shop', kinds: ['gateways.networking.istio.io'] });
  expect(Object.fromEntries(counts.kinds)).toEqual({
    'virtualservices.networking.istio.io': 1,
    'destinationrules.networking.istio.io': 1,
  });
  expect(counts.checks).toEqual({ error: 0, warning: 0, info: 0, clean: 0 });
  expect(Object.fromEntries(countObjects(rows, nothing).managers)).toEqual({ kubectl: 3, argocd: 1 });
});
