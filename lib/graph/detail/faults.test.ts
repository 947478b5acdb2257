import { describe, expect, test } from 'vitest';
import type { DetailViewer } from './input.ts';
import { input, serviceOf, shop } from './testing/shop.ts';

describe('injected faults', () => {
  const told = (rules: string[], endsAt = '2026-11-29T10:00:00Z') => ({
    'sluice.dev/fault': JSON.stringify({ v: 1, endsAt, by: 'mara', rules }),
  });
  const carrying = (annotations: Record<string, string>, path = 'shop/cart') => ({
    ...shop,
    virtualServices: shop.virtualServices.map((one) =>
      `${one.metadata.namespace}/${one.metadata.name}` === path
        ? { ...one, metadata: { ...one.metadata, annotations } }
        : one,
    ),
  });
  const faultsOf = (objects: typeof shop, viewer?: DetailViewer) =>
    serviceOf('shop/cart', input(viewer, objects)).faults;

  test('are told with their end, by whom, and whether the guard keeps it', () => {
    expect(faultsOf(carrying(told(['name:beta'])))).toEqual([
      { namespace: 'shop', virtualService: 'cart', endsAt: 1_795_946_400, by: 'mara', kept: true },
    ]);
  });

  test.each([
    ['of a rule that is gone', carrying(told(['name:none']))],
    ['that cannot be read', carrying({ 'sluice.dev/fault': 'soon' })],
    ['of a rule that sends elsewhere', carrying(told(['match:[]']), 'payments/secret-routes')],
  ])('%s are none', (_, objects) => {
    expect(faultsOf(objects)).toEqual([]);
  });

  test('of a VirtualService that may not be read are not told', () => {
    const viewer = { sees: () => true, reads: () => false };
    expect(faultsOf(carrying(told(['name:beta'])), viewer)).toEqual([]);
  });
});
