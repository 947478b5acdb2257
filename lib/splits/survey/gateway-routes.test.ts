/** Routes of the Gateway API planned on as VirtualServices, and written back as themselves. */
import { describe, expect, test } from 'vitest';
import { changeValue } from '../../document/change.ts';
import type { Json } from '../../document/json.ts';
import type { KubernetesObject } from '../../istio/objects.ts';
import { cluster, service } from '../../istio/routing/testing/objects.ts';
import { actOn } from '../plan/act.ts';
import { planSplit } from '../plan/plan.ts';
import { version } from '../testing/worlds.ts';
import type { Write } from '../types.ts';
import { changeOfRoute, realName, routeAsVirtualService, storedName } from './gateway-routes.ts';
import { pointsOf } from './points.ts';
import { recordsIn } from './survey.ts';

const domain = 'cluster.local';
const host = (name: string) => `${name}.shop.svc.cluster.local`;

const route = (rules: object[], kind = 'HTTPRoute'): KubernetesObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind,
  metadata: { name: 'reviews', namespace: 'shop', resourceVersion: '4' },
  spec: { parentRefs: [{ group: '', kind: 'Service', name: 'reviews' }], rules },
});

const world = (object: KubernetesObject) => {
  const objects = cluster([
    service('shop/reviews', 'http:9080'),
    service('shop/reviews-v1', 'http:9080'),
    service('shop/reviews-v2', 'http:9080'),
  ]);
  return { ...objects, virtualServices: [routeAsVirtualService(object, domain)] };
};

const made = (object: KubernetesObject, write: Write | undefined): KubernetesObject =>
  (write?.changes ?? []).reduce<Json>(
    (value, change) => changeValue(value, changeOfRoute(change, 'shop')) ?? value,
    object as unknown as Json,
  ) as unknown as KubernetesObject;

const intent = (percent: number, key: string) => ({
  release: 'r1',
  service: { namespace: 'shop', name: 'reviews' },
  stable: { ...version('v1'), host: host('reviews-v1') },
  candidate: { ...version('v2'), host: host('reviews-v2') },
  points: [
    { namespace: 'shop', virtualService: storedName('HTTPRoute', 'reviews'), layer: 'http' as const, key },
  ],
  strategy: { kind: 'canary' as const, percent, sticky: false },
  plan: [],
  guard: {
    mode: 'off' as const,
    windowSeconds: 60,
    minimumRequests: 1,
    errorDelta: 1,
    latencyRatio: 2,
    armedBy: null,
  },
  by: 'mara',
  at: '2026-01-01T00:00:00Z',
});

describe('a canary between two backends', () => {
  const filters = [
    { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'a', value: 'b' }] } },
  ];
  const rules = [
    {
      matches: [{ path: { type: 'PathPrefix', value: '/' } }],
      timeouts: { request: '3s' },
      backendRefs: [{ name: 'reviews-v1', port: 9080, filters }],
    },
  ];
  const object = route(rules);
  const [point] = pointsOf(new Set([host('reviews-v1')]), world(object));
  const plan = planSplit(intent(10, point?.key ?? ''), world(object));

  test('the rule is found, takes everything, and is on the mesh', () => {
    expect(point).toMatchObject({
      conditional: false,
      gateways: ['mesh'],
      hosts: [host('reviews')],
      refusals: [],
    });
    expect(plan.refusals).toEqual([]);
  });

  test('the candidate stands beside it with its share; all else is as it was, and no subset is made', () => {
    expect(plan.writes.map(({ kind }) => kind)).toEqual(['VirtualService']);
    const after = made(object, plan.writes[0]);
    expect(Object(after.spec).rules).toEqual([
      {
        ...rules[0],
        backendRefs: [
          { name: 'reviews-v1', port: 9080, filters, weight: 90 },
          { name: 'reviews-v2', port: 9080, filters, weight: 10 },
        ],
      },
    ]);
    expect(after.metadata.name).toBe('reviews');
    expect(after.metadata.labels).toEqual({ 'sluice.dev/release': 'r1' });
  });

  test('and back: an abort leaves the candidate nothing', () => {
    const after = made(object, plan.writes[0]);
    const objects = world(after);
    const release = recordsIn(objects.virtualServices).byService.get('shop/reviews')?.release;
    if (release === undefined) throw new Error('no record');
    const acted = actOn(release, { kind: 'abort' }, { by: 'bob', at: '2026-01-02T00:00:00Z' }, objects);
    if (!acted.ok) throw new Error(acted.error.code);
    const back = Object(made(after, acted.value.writes[0]).spec).rules[0].backendRefs;
    expect(back.map(({ name, weight }: { name: string; weight: number }) => [name, weight])).toEqual([
      ['reviews-v1', 100],
      ['reviews-v2', 0],
    ]);
  });
});

test('a weight that is not written is 1, and a third backend keeps its part', () => {
  const object = route([
    {
      name: 'all',
      backendRefs: [
        { name: 'reviews-v1', port: 1, weight: 3 },
        { name: 'audit', port: 1 },
      ],
    },
  ]);
  const plan = planSplit(intent(50, 'name:all'), world(object));
  const refs = Object(made(object, plan.writes[0]).spec).rules[0].backendRefs;
  expect(refs.map(({ name, weight }: { name: string; weight: number }) => [name, weight])).toEqual([
    ['reviews-v1', 37],
    ['reviews-v2', 38],
    ['audit', 25],
  ]);
});

test('a rule with conditions is one, whatever stands before it', () => {
  const object = route([
    { backendRefs: [{ name: 'reviews-v1', port: 1 }] },
    { matches: [{ headers: [{ name: 'a', value: 'b' }] }], backendRefs: [{ name: 'reviews-v1', port: 1 }] },
  ]);
  const points = pointsOf(new Set([host('reviews-v1')]), world(object));
  expect(points.map(({ conditional, refusals }) => [conditional, refusals])).toEqual([
    [false, []],
    [true, []],
  ]);
});

test.each([
  ['GRPCRoute', 'reviews', 'GRPCRoute:reviews'],
  ['VirtualService', 'reviews', 'reviews'],
])('%s %s is stored as %s', (kind, name, stored) => {
  expect(storedName(kind, name)).toBe(stored);
  expect(realName(stored)).toEqual({ kind, name });
});

test('what a route has no place for is an error of ours', () => {
  expect(() => changeOfRoute({ op: 'remove', path: ['spec', 'http', 0, 'mirror'] }, 'shop')).toThrow(
    'no spec.http.0.mirror',
  );
});
