import { expect, test } from 'vitest';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { Release } from '#lib/splits/record/record.ts';
import { actionsOf } from './actions.ts';
import type { StandingPoint } from './judge.ts';

const release: Release = {
  v: 1,
  id: 'r1',
  service: { namespace: 'shop', name: 'reviews', host: 'reviews.shop.svc.cluster.local' },
  stable: { version: 'v1', host: 'reviews.shop.svc.cluster.local', subset: 'v1' },
  candidate: { version: 'v2', host: 'reviews.shop.svc.cluster.local', subset: 'v2' },
  strategy: { kind: 'canary', percent: 5, sticky: false },
  points: [],
  plan: [],
  step: -1,
  phase: 'Progressing',
  guard: {
    mode: 'off',
    windowSeconds: 60,
    minimumRequests: 100,
    errorDelta: 1,
    latencyRatio: 1.3,
    armedBy: null,
  },
  by: 'mara',
  at: '2026-11-30T09:00:00Z',
  rev: 1,
};

const pointIn = (namespace: string, marked = true): StandingPoint => ({
  ref: { namespace, virtualService: 'reviews', layer: 'http', key: 'name:main', base: null, hash: 'h' },
  state: 'as-written',
  unwritten: false,
  marked,
  shares: [],
  conditional: false,
});

const lacks = (...namespaces: string[]): SplitLive['may'] => ({
  write: namespaces.length === 0,
  records: true,
  missing: namespaces.map((namespace) => ({
    verb: 'update',
    group: 'networking.istio.io',
    resource: 'virtualservices',
    namespace,
  })),
});

test.each<[missing: string[], abort: boolean, promote: boolean]>([
  [[], true, true],
  [['front'], true, false],
  [['shop', 'front'], false, false],
])('lacking the right in %j one may abort: %s, promote: %s', (missing, abort, promote) => {
  const actions = actionsOf({
    state: 'tracked',
    release,
    points: [pointIn('shop'), pointIn('front')],
    candidateReady: 1,
    unhanded: [],
    may: lacks(...missing),
    kept: [],
  });
  const allowed = new Map(actions.map((one) => [one.kind, one.allowed]));
  expect([allowed.get('abort'), allowed.get('promote')]).toEqual([abort, promote]);
});

test.each<[missing: string[], finish: boolean]>([
  [[], true],
  // The record was never written there: nothing has to be taken off.
  [['front'], true],
  [['shop'], false],
])(
  'an aborted split that never came to front: lacking the right in %j one may finish: %s',
  (missing, finish) => {
    const actions = actionsOf({
      state: 'tracked',
      release: { ...release, phase: 'Aborted' },
      points: [pointIn('shop'), pointIn('front', false)],
      candidateReady: 1,
      unhanded: [],
      may: lacks(...missing),
      kept: [],
    });
    expect(actions.find(({ kind }) => kind === 'finish')?.allowed).toBe(finish);
  },
);
