/** Subsets where somebody else keeps the DestinationRule of the service: ours stand in one beside it, which Istio joins with theirs. */
import { describe, expect, test } from 'vitest';
import { cluster, destinationRule, service } from '../../istio/routing/testing/objects.ts';
import { host } from '../testing/plans.ts';
import { version } from '../testing/worlds.ts';
import { planSubsets } from './subset-plan.ts';

const pool = { connectionPool: { tcp: { maxConnections: 7 } } };
const reviews = service('shop/reviews', 'http:9080');
const git = destinationRule('shop/reviews', {
  host: 'reviews',
  exportTo: ['.', 'web'],
  trafficPolicy: { loadBalancer: { simple: 'RANDOM' } },
  subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy: pool }],
});

const plan = (companion: boolean, ...more: ReturnType<typeof destinationRule>[]) =>
  planSubsets(
    {
      service: { namespace: 'shop', name: 'reviews', host },
      versions: [version('v1'), version('v2')],
      companion,
    },
    cluster([reviews, git, ...more]),
  );

describe('a DestinationRule of Git', () => {
  test('is not written: beside it stands one for the same host and namespaces, with subsets alone, of names that are ours', () => {
    const { names, write, inherited } = plan(true);
    expect(Object.fromEntries(names)).toEqual({ v1: 'v1', v2: 'v2-sluice' });
    expect(write).toEqual({
      group: 'networking.istio.io',
      kind: 'DestinationRule',
      namespace: 'shop',
      name: 'reviews-sluice',
      create: {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: {
          name: 'reviews-sluice',
          namespace: 'shop',
          labels: { 'app.kubernetes.io/managed-by': 'sluice' },
        },
        spec: {
          host,
          exportTo: ['.', 'web'],
          subsets: [{ name: 'v2-sluice', labels: { version: 'v2' }, trafficPolicy: pool }],
        },
      },
    });
    // Istio takes the policy of the host from the first of the two: Git's stays.
    expect(inherited).toBeNull();
  });

  test('that has ours beside it already needs nothing more', () => {
    const ours = destinationRule('shop/reviews-sluice', {
      host,
      subsets: [{ name: 'v2-sluice', labels: { version: 'v2' } }],
    });
    expect(plan(true, ours)).toMatchObject({ write: null });
  });
});

test('a rule that nobody else keeps gets the subset itself', () => {
  expect(plan(false).write).toMatchObject({
    name: 'reviews',
    changes: [{ op: 'insert', path: ['spec', 'subsets'], index: 1, value: { name: 'v2' } }],
  });
});
