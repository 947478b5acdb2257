/** With `--clusters`: which workloads of the demo run in other clusters of the mesh too, and who keeps its copies in step. */
import type { Behaviour, Elsewhere } from '#demo/traffic/behaviour.ts';

export const otherClusterNames = ['west', 'south', 'north'] as const;

/** The versions of reviews behind their services, and the part of the shop that answers readers. */
const shared = [
  'bookinfo/details-v1',
  'bookinfo/reviews-v1',
  'bookinfo/reviews-v2',
  'bookinfo/reviews-v3',
  'bookinfo/ratings-v1',
  'shop/catalog-v1',
];

/** Tells its own copies of each change, so that it calls itself. */
const inStep = 'shop/catalog-v1';

export function otherClusters(count: number): Elsewhere {
  const names = otherClusterNames.slice(0, Math.max(0, count));
  return new Map(names.length === 0 ? [] : shared.map((key) => [key, names]));
}

export function withPeers(behaviours: Map<string, Behaviour>, elsewhere: Elsewhere): Map<string, Behaviour> {
  const behaviour = behaviours.get(inStep);
  if (!behaviour || !elsewhere.has(inStep)) return behaviours;
  const peers = {
    host: 'catalog',
    port: 3550,
    protocol: 'grpc',
    method: 'POST',
    path: '/shop.Catalog/Replicate',
    perRequest: 0.3,
    background: true,
    critical: 0,
  } as const;
  return new Map(behaviours).set(inStep, { ...behaviour, calls: [...(behaviour.calls ?? []), peers] });
}
