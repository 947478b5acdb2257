import { expect, test } from 'vitest';
import { makeNode } from '#components/mesh-drawing/testing/graph-builder.ts';
import { entryHostOf, objectsOf } from './node-objects.ts';

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

test.each([
  [
    { kind: 'service-entry', hosts: ['*.pay.example', 'pay.example'] },
    { namespace: 'shop', name: 'pay.example' },
  ],
  [{ kind: 'service-entry', hosts: ['*.pay.example'] }, null],
  [{ kind: 'external', hosts: ['pay.example'] }, null],
  [{ kind: 'app', hosts: ['reviews.shop.svc.cluster.local'] }, null],
] as const)('a ServiceEntry is split by a host: %j', (more, told) => {
  const { kind, hosts } = more;
  expect(entryHostOf(makeNode('n', { kind, hosts: [...hosts] }))).toEqual(told);
});
