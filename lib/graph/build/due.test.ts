import { expect, test } from 'vitest';
import type { ClusterObjects, VirtualService } from '../../istio/objects.ts';
import { releaseAnnotation } from '../../splits/record/annotation.ts';
import { faultAnnotation } from '../../splits/record/fault-record.ts';
import { type Release, writeRelease } from '../../splits/record/record.ts';
import { deployment, graphInput, namespace, service, virtualService } from '../testing/fixture.ts';
import { scopeGraph } from '../views/scope.ts';
import { buildGraph } from './build.ts';

const began = Date.parse('2026-11-29T10:00:00Z') / 1000;
const mesh: Partial<ClusterObjects> = {
  namespaces: [namespace('shop')],
  services: [service('shop/page'), service('shop/cart')],
  workloads: [deployment('shop/page/v1'), deployment('shop/cart/v1')],
};

const marked = (annotations: Record<string, string>): VirtualService => {
  const made = virtualService('shop/cart', {
    hosts: ['cart'],
    http: [{ name: 'main', route: [{ destination: { host: 'cart' } }] }],
  });
  return { ...made, metadata: { ...made.metadata, annotations } };
};

const target = (version: string) => ({ version, host: 'cart.shop.svc.cluster.local', subset: version });
const release: Release = {
  v: 1,
  id: 'r7',
  service: { namespace: 'shop', name: 'cart', host: 'cart.shop.svc.cluster.local' },
  stable: target('v1'),
  candidate: target('v2'),
  strategy: { kind: 'canary', percent: 5, sticky: false },
  points: [
    { namespace: 'shop', virtualService: 'cart', layer: 'http', key: 'name:main', base: null, hash: '' },
  ],
  plan: [5, 25].map((percent) => ({ percent, waitSeconds: 600 })),
  step: 0,
  phase: 'Progressing',
  guard: {
    mode: 'auto-abort',
    windowSeconds: 60,
    minimumRequests: 100,
    errorDelta: 1,
    latencyRatio: 1.3,
    armedBy: 'dora',
  },
  by: 'dora',
  at: '2026-11-29T10:00:00Z',
  rev: 1,
};
const fault = (rules: string[], endsAt = '2026-11-29T10:04:00Z') =>
  JSON.stringify({ v: 1, endsAt, by: 'dora', rules });

const graphOf = (annotations: Record<string, string>) =>
  buildGraph(graphInput({}, { ...mesh, virtualServices: [marked(annotations)] }));
const dueIn = ({ nodes }: ReturnType<typeof graphOf>, name = 'cart') =>
  nodes.find((node) => node.name === name)?.due?.map(({ what, at }) => [what, at - began]);

test.each<[string, Record<string, string>, [string, number][] | undefined]>([
  ['nothing', {}, undefined],
  ['a fault with an end', { [faultAnnotation]: fault(['name:main']) }, [['fault', 240]]],
  ['a fault on a rule that is gone', { [faultAnnotation]: fault(['name:other']) }, undefined],
  ['a fault without a time', { [faultAnnotation]: fault(['name:main'], 'soon') }, undefined],
  ['a step that the guard takes', { [releaseAnnotation]: writeRelease(release) }, [['step', 600]]],
  [
    'a step that waits for somebody',
    { [releaseAnnotation]: writeRelease({ ...release, guard: { ...release.guard, mode: 'advise' } }) },
    undefined,
  ],
  ['a split that pauses', { [releaseAnnotation]: writeRelease({ ...release, phase: 'Paused' }) }, undefined],
  [
    'both, soonest first',
    { [releaseAnnotation]: writeRelease(release), [faultAnnotation]: fault(['name:main']) },
    [
      ['fault', 240],
      ['step', 600],
    ],
  ],
  ['what cannot be read', { [releaseAnnotation]: '{', [faultAnnotation]: '{' }, undefined],
])('%s', (_, annotations, told) => {
  const graph = graphOf(annotations);
  expect(dueIn(graph)).toEqual(told);
  expect(dueIn(graph, 'page')).toBeUndefined();
});

test('told to those who may read the VirtualService', () => {
  const graph = graphOf({ [faultAnnotation]: fault(['name:main']) });
  const seenBy = (mayRead: (namespace: string, kind: string) => boolean) =>
    dueIn(scopeGraph(graph, { visible: null, requested: null, mayRead, mask: (name) => name }));
  expect(seenBy((name, kind) => name === 'shop' && kind === 'VirtualService')).toEqual([['fault', 240]]);
  expect(seenBy((_, kind) => kind !== 'VirtualService')).toBeUndefined();
});
