import { describe, expect, it, test } from 'vitest';
import { countFacets, type FacetName, filterRows } from './list-filter.ts';
import { serviceRow, workloadRow } from './testing/inventory-rows.ts';

const sidecars = { state: 'all', pods: 2, uncovered: 0, waypoint: false, restart: false } as const;
const rows = [
  serviceRow({ name: 'cart', health: { state: 'failing', reasons: [] }, injection: sidecars }),
  serviceRow({
    name: 'page',
    health: { state: 'degraded', reasons: [] },
    versions: [{ name: 'v2-rc', share: 1, readyPods: 1 }],
  }),
  serviceRow({
    name: 'quiet',
    namespace: 'media',
    health: { state: 'idle', reasons: [] },
    injection: { ...sidecars, state: 'some', uncovered: 1, restart: true },
  }),
  workloadRow({ name: 'cart-v1', app: 'basket', services: ['cart'] }),
];
const names = (text: string, facets: readonly FacetName[] = []) =>
  filterRows(rows, { text, facets }).map(({ name }) => name);

describe('filterRows', () => {
  test.each<[string, FacetName[], string[]]>([
    ['', [], ['cart', 'page', 'quiet', 'cart-v1']],
    ['CART', [], ['cart', 'cart-v1']],
    ['media', [], ['quiet']],
    ['shop/ca svc', [], []],
    ['cart.shop.svc', [], ['cart']],
    ['cluster', [], []],
    ['v2-rc', [], ['page']],
    ['basket', [], ['cart-v1']],
    ['deployment', [], ['cart-v1']],
    ['shop media', [], []],
    ['', ['failing', 'degraded'], ['cart', 'page']],
    ['page', ['failing', 'degraded'], ['page']],
    ['', ['uncovered'], ['quiet']],
    ['', ['restart'], ['quiet']],
    ['', ['idle'], ['quiet']],
  ])('%j with %j', (text, facets, expected) => {
    expect(names(text, facets)).toEqual(expected);
  });
});

it('counts the facets of what the text leaves', () => {
  expect(countFacets(rows, '')).toEqual({ failing: 1, degraded: 1, idle: 1, uncovered: 1, restart: 1 });
  expect(countFacets(rows, 'cart')).toMatchObject({ failing: 1, degraded: 0, uncovered: 0 });
});
