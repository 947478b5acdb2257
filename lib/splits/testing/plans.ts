/** A service `shop/reviews` whose split is planned and acted on, as the tables of cases do it. */
import { expect } from 'vitest';
import { changeValue } from '../../document/change.ts';
import type { Json } from '../../document/json.ts';
import type { VirtualServiceSpec } from '../../istio/generated/types.ts';
import {
  asJson,
  asVirtualService,
  type ClusterObjects,
  type KubernetesObject,
  type VirtualService,
} from '../../istio/objects.ts';
import { cluster, destinationRule, service, virtualService } from '../../istio/routing/testing/objects.ts';
import { type Action, actOn } from '../plan/act.ts';
import { type Intent, planSplit } from '../plan/plan.ts';
import type { Release } from '../record/record.ts';
import { pointsOf } from '../survey/points.ts';
import type { Strategy, Write } from '../types.ts';
import { version } from './worlds.ts';

export const host = 'reviews.shop.svc.cluster.local';
export const canary = (percent: number, sticky = false): Strategy => ({ kind: 'canary', percent, sticky });
export const subsetsOf = (...names: string[]) =>
  destinationRule('shop/reviews', {
    host: 'reviews',
    subsets: names.map((name) => ({ name, labels: { version: name } })),
  });

export function world(http: VirtualServiceSpec['http'], ...more: KubernetesObject[]): ClusterObjects {
  return cluster([
    service('shop/reviews', 'http:9080'),
    virtualService('shop/reviews', { hosts: ['reviews'], http }),
    ...more,
  ]);
}

export function intent(objects: ClusterObjects, strategy: Strategy, more: Partial<Intent> = {}): Intent {
  return {
    release: 'r7',
    service: { namespace: 'shop', name: 'reviews' },
    stable: version('v1'),
    candidate: version('v2'),
    points: pointsOf(new Set([host]), objects),
    strategy,
    plan: [5, 25, 50, 100].map((percent) => ({ percent, waitSeconds: null })),
    guard: {
      mode: 'off',
      windowSeconds: 60,
      minimumRequests: 100,
      errorDelta: 1,
      latencyRatio: 1.3,
      armedBy: null,
    },
    by: 'dora',
    at: '2026-11-29T10:00:00Z',
    ...more,
  };
}

export const reach = (objects: ClusterObjects, { changes = [] }: Write): VirtualService =>
  asVirtualService(
    changes.reduce<Json>(
      (value, change) => changeValue(value, change) ?? null,
      asJson(objects.virtualServices[0] ?? {}),
    ),
  );

export function planned(objects: ClusterObjects, strategy: Strategy, more: Partial<Intent> = {}) {
  const plan = planSplit(intent(objects, strategy, more), objects);
  expect(plan.refusals).toEqual([]);
  const release = plan.release as Release;
  const steered = plan.writes
    .filter(({ kind }) => kind === 'VirtualService')
    .map((write) => reach(objects, write));
  return { plan, release, after: { ...objects, virtualServices: steered }, http: steered[0]?.spec?.http };
}

export function act(release: Release, action: Action, objects: ClusterObjects) {
  const acted = actOn(release, action, { by: 'dora', at: '2026-11-29T11:00:00Z' }, objects);
  if (!acted.ok) throw new Error(acted.error.code);
  const [write] = acted.value.writes;
  return {
    ...acted.value,
    after: write === undefined ? objects : { ...objects, virtualServices: [reach(objects, write)] },
  };
}

export const refused = (objects: ClusterObjects, strategy: Strategy, more: Partial<Intent> = {}) =>
  planSplit(intent(objects, strategy, more), objects).refusals.map(({ code }) => code);

/** Four rules, of which the second is split: with a match, a timeout, retries, CORS and a fault. */
export const busy: NonNullable<VirtualServiceSpec['http']> = [
  { name: 'admin', match: [{ uri: { prefix: '/admin' } }], route: [{ destination: { host: 'admin' } }] },
  {
    match: [{ uri: { prefix: '/reviews' } }],
    timeout: '3s',
    retries: { attempts: 2, perTryTimeout: '1s' },
    corsPolicy: { allowOrigins: [{ exact: 'https://shop.example' }] },
    fault: { delay: { fixedDelay: '1s', percentage: { value: 5 } } },
    route: [{ destination: { host: 'reviews', port: { number: 9080 } } }],
  },
  { name: 'old', match: [{ uri: { prefix: '/old' } }], redirect: { uri: '/reviews' } },
  { name: 'rest', route: [{ destination: { host: 'cart' } }] },
];
