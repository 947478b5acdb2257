import { describe, expect, it } from 'vitest';
import { carriedTarget } from './carried-ports.ts';
import { demoTopology } from './testing/demo-topology.ts';

const { topology, call } = demoTopology();

function target(workload: string, host: string) {
  return carriedTarget(topology, call(workload, host));
}

describe('what is carried', () => {
  it('are requests to HTTP and gRPC ports of services', () => {
    expect(target('productpage-v1', 'reviews')).toBe('reviews.bookinfo.svc.cluster.local:9080');
    expect(target('frontend-v1', 'cart')).toBe('cart.shop.svc.cluster.local:7070');
    expect(target('checkout-v1', 'payments.payments')).toBe('payments.payments.svc.cluster.local:8080');
    expect(target('stock-sync-v1', 'inventory')).toBe('inventory.shop.svc.cluster.local:9090');
  });

  it.each([
    ['TCP', 'cart-v1', 'redis-cart'],
    ['hosts outside of the cluster', 'checkout-v1', 'paycard.example'],
    ['what only a gateway knows', 'public-gw', 'bookinfo.example'],
    ['clients without a proxy', 'price-import-v1', 'catalog'],
    ['a balance that the client does not know', 'payments-v3', 'ledger'],
  ])('is not: %s', (_, workload, host) => {
    expect(target(workload, host)).toBeNull();
  });
});
