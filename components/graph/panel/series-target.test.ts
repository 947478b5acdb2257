import { expect, test } from 'vitest';
import { makeEdge, makeNode, makeTraffic } from '#components/mesh-drawing/testing/graph-builder.ts';
import { trendOfEdge, trendOfNodes, trendRange } from './series-target.ts';

const app = makeNode('reviews', { version: 'v2' });
const workload = makeNode('w', { kind: 'workload', workload: 'reviews-v2' });
const gateway = makeNode('gw', { kind: 'gateway', workload: 'public-gw', root: true, inbound: null });
const host = makeNode('x', { kind: 'external', namespace: '', hosts: ['paycard.example'] });
const restricted = makeNode('r', { kind: 'restricted', namespace: '', name: '', app: null });
const unknown = makeNode('u', { kind: 'unknown', namespace: '', name: '', root: true });

test.each([
  ['a version', [app], { subject: 'app', namespace: 'shop', name: 'reviews', version: 'v2' }, 'inbound'],
  [
    'all versions',
    [app, makeNode('reviews')],
    { subject: 'app', namespace: 'shop', name: 'reviews', version: null },
    'inbound',
  ],
  ['a workload', [workload], { subject: 'workload', namespace: 'shop', name: 'reviews-v2' }, 'inbound'],
  [
    'the start of traffic',
    [gateway],
    { subject: 'workload', namespace: 'shop', name: 'public-gw' },
    'outbound',
  ],
  [
    'a service',
    [makeNode('s', { kind: 'service', root: true, inbound: null })],
    { subject: 'service', namespace: 'shop', name: 's' },
    'inbound',
  ],
])('%s', (_, nodes, target, direction) => {
  expect(trendOfNodes(nodes)).toEqual({ target, direction });
});

test.each([host, restricted, unknown])('$kind has no history', (node) => {
  expect(trendOfNodes([node])).toBeNull();
});

const call = (source: typeof app, target: typeof app) =>
  trendOfEdge(makeEdge(source.id, target.id, makeTraffic(1)), source, target);

test('an edge is asked of its target', () => {
  expect(call(gateway, app)).toEqual({
    target: {
      subject: 'app',
      namespace: 'shop',
      name: 'reviews',
      version: 'v2',
      peer: { kind: 'workload', namespace: 'shop', name: 'public-gw', version: undefined },
    },
    direction: 'inbound',
  });
});

test('an edge out of the mesh is asked of its source', () => {
  expect(call(app, host)).toEqual({
    target: {
      subject: 'app',
      namespace: 'shop',
      name: 'reviews',
      version: 'v2',
      peer: { kind: 'host', namespace: null, name: 'paycard.example' },
    },
    direction: 'outbound',
  });
});

test.each([
  [restricted, app],
  [unknown, app],
  [app, restricted],
  [app, app],
])('no history from $kind to $kind', (source, target) => {
  expect(call(source, target)).toBeNull();
});

test.each([
  [60, '15m'],
  [300, '15m'],
  [900, '1h'],
  [3600, '6h'],
  [86_400, '7d'],
])('beside %i s stand %s', (windowSeconds, range) => expect(trendRange(windowSeconds)).toBe(range));
