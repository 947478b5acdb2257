import { describe, expect, it } from 'vitest';
import { acrossClusters, inCluster } from './clusters.ts';
import type { Target } from './targets.ts';
import type { WorkloadNode } from './topology.ts';

const node = (name: string): WorkloadNode => ({
  key: `shop/${name}`,
  namespace: 'shop',
  name,
  cluster: 'Kubernetes',
  labels: {},
  serviceAccount: 'default',
  hasProxy: true,
  pods: [],
});
const to = (name: string, share: number): Target => ({
  kind: 'workload',
  node: node(name),
  service: { host: `${name}.shop.svc.cluster.local`, name },
  port: 80,
  tls: true,
  maxInFlight: Number.POSITIVE_INFINITY,
  share,
});
const shares = (targets: readonly Target[]) =>
  targets.map((target) => [target.kind === 'workload' ? target.node.key : target.kind, target.share]);

describe('acrossClusters', () => {
  const elsewhere = new Map([['shop/cart', ['west', 'south']]]);
  const targets: Target[] = [
    to('cart', 0.8),
    to('tax', 0.1),
    { kind: 'local', share: 0.1, status: 503, flags: 'NC', service: null },
  ];

  it('sends most requests to what runs here, and keeps all of them', () => {
    const found = acrossClusters(targets, node('web'), elsewhere);
    expect(shares(found)).toEqual([
      ['shop/cart', expect.closeTo(0.6, 9)],
      ['west/shop/cart', expect.closeTo(0.1, 9)],
      ['south/shop/cart', expect.closeTo(0.1, 9)],
      ['shop/tax', 0.1],
      ['local', 0.1],
    ]);
    expect(found.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it('keeps most calls of a copy in its own cluster', () => {
    const found = acrossClusters(targets, inCluster(node('web'), 'west'), elsewhere);
    expect(shares(found)[1]).toEqual(['west/shop/cart', expect.closeTo(0.64, 9)]);
    expect(found.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });
});
