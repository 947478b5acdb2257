import { describe, expect, test } from 'vitest';
import { input, serviceOf, shopOnly, workloadOf } from './testing/shop.ts';

describe('whoever sees only shop', () => {
  const cart = serviceOf('shop/cart', input(shopOnly));

  test('learns nothing of payments, save that something there exchanges traffic', () => {
    const text = JSON.stringify([cart, workloadOf('shop/cart-v1', input(shopOnly))]);
    for (const word of ['payments', 'ledger', 'vault', 'secret-routes']) expect(text).not.toContain(word);
    const hidden = cart.inbound.peers.filter(({ kind }) => kind === 'restricted');
    expect(
      hidden.map(({ name, namespace, requestsPerSecond }) => [name, namespace, requestsPerSecond]),
    ).toEqual([['', '', 6]]);
  });

  test('is told what happened to what they may read, and of nothing else', () => {
    const revisions = (given?: typeof shopOnly) =>
      serviceOf('shop/cart', input(given)).changes.map(({ revision }) => revision);
    expect(revisions()).toEqual(['secret-1', 'cart-2', null]);
    expect(revisions(shopOnly)).toEqual(['cart-2', null]);
    expect(workloadOf('shop/cart-v1', input(shopOnly)).changes).toHaveLength(2);
  });

  test('sees the same sums as everybody', () => {
    expect(cart.inbound.total).toEqual(serviceOf('shop/cart').inbound.total);
  });

  test('without the right to read configuration sees no shares, rules, controllers or creation', () => {
    const given = input({ sees: (name) => name === 'shop', reads: () => false });
    const bare = serviceOf('shop/cart', given);
    expect(bare.configuration).toEqual([]);
    expect(bare.routes).toEqual([]);
    expect(bare.changes).toEqual([]);
    expect(bare.versions.map(({ configuredShare }) => configuredShare)).toEqual([null, null]);
    expect(bare.unreadable).toContain('VirtualService');
    const workload = workloadOf('shop/cart-v1', given);
    expect([workload.kind, workload.createdAt]).toEqual([null, null]);
    expect(workload.pods).toHaveLength(1);
  });
});
