import { expect, test } from 'vitest';
import type { KindState } from './reflector.ts';
import type { ResourceId } from './resources.ts';
import { clusterState, clusterWarnings } from './source-state.ts';

type States = Partial<Record<ResourceId, KindState['state']>>;

function condition(states: States, failingSinceMs: number | null = null) {
  const kinds = new Map(
    Object.entries(states).map(([id, state]) => [
      id as ResourceId,
      { state, sinceMs: 5000, lastGoodMs: state === 'ok' ? 9000 : null, garbage: 0 },
    ]),
  );
  return { kinds, failingSinceMs, lastAnswerMs: null, startedAtMs: 1000 };
}

test.each<[string, States]>([
  ['starting', { pods: 'starting', services: 'starting' }],
  ['starting', { pods: 'forbidden', services: 'starting' }],
  ['ok', { pods: 'ok', services: 'forbidden', httpRoutes: 'absent' }],
  ['ok', { pods: 'ok', services: 'unreachable' }],
  ['unreachable', { pods: 'unreachable', services: 'absent' }],
  ['unreachable', { pods: 'unreachable', services: 'starting' }],
  ['forbidden', { pods: 'forbidden', services: 'forbidden', httpRoutes: 'absent' }],
])('%s: %j', (state, states) => {
  expect(clusterState(condition(states)).state).toBe(state);
});

test('a probe without answer outweighs watches that are open', () => {
  const all = condition({ pods: 'ok' }, 7000);
  expect(clusterState(all)).toMatchObject({ state: 'unreachable', since: 7, lastGood: 9 });
  expect(clusterWarnings(all).map(({ code }) => code)).toEqual(['kubernetes-stale']);
});

test('what is missing is named; what is not served or only watched for changes is not', () => {
  const states: States = {
    pods: 'ok',
    gateways: 'forbidden',
    services: 'unreachable',
    httpRoutes: 'absent',
    roles: 'forbidden',
  };
  expect(clusterWarnings(condition(states)).map(({ code, detail }) => [code, detail])).toEqual([
    ['kind-forbidden', 'gateways.networking.istio.io'],
    ['kind-stale', 'services'],
  ]);
});
