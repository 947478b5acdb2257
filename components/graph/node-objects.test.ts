import { expect, test } from 'vitest';
import { makeNode } from '#components/mesh-drawing/testing/graph-builder.ts';
import { objectsOf } from './node-objects.ts';

test('each object once, and none of what is not in the cluster', () => {
  const nodes = [
    makeNode('v1', { service: 'reviews', workload: 'reviews-v1' }),
    makeNode('v2', { service: 'reviews', workload: 'reviews-v2' }),
    makeNode('entry', { kind: 'service-entry', service: 'paycard', workload: null }),
    makeNode('hidden', { kind: 'restricted', service: 'secret', workload: 'secret' }),
    makeNode('other', { namespace: 'bank', service: 'reviews', workload: null }),
  ];
  expect(objectsOf(nodes, 'service')).toEqual([
    { namespace: 'shop', name: 'reviews' },
    { namespace: 'bank', name: 'reviews' },
  ]);
  expect(objectsOf(nodes, 'workload')).toEqual([
    { namespace: 'shop', name: 'reviews-v1' },
    { namespace: 'shop', name: 'reviews-v2' },
  ]);
});
