/** Splits that others steer: shown from their own objects, and acted on by patches of these, with the user's own rights. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { splitCalls } from '../../testing/split-calls.ts';
import {
  basics,
  destinationRule,
  plain,
  service,
  splitWorld,
  users,
  virtualService,
} from '../../testing/split-world.ts';

const world = splitWorld();
const { act, live, plan } = splitCalls(world);

const rollouts = 'argoproj.io/rollouts';
const owned = destinationRule(['v1', 'v2'], {
  annotations: { 'argo-rollouts.argoproj.io/managed-by-rollouts': 'reviews' },
});
const rollout = (status: object, spec: object = {}): KubernetesObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'reviews', namespace: 'shop', resourceVersion: '40' },
  ...({
    spec: { strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } }, ...spec },
    status: { phase: 'Paused', currentPodHash: 'b', stableRS: 'a', currentStepIndex: 1, ...status },
  } as object),
});
const waiting = { pauseConditions: [{ reason: 'CanaryPauseStep' }] };

function grant(...more: string[]) {
  const { name, grants } = users.dev;
  world.harness.kubernetes.users.set('dev', { name, grants: [...grants, ...more] });
  world.harness.services.access.invalidate();
}

const all = [
  `get ${rollouts} shop`,
  `patch ${rollouts} shop`,
  `patch ${rollouts}/status shop`,
  'get flagger.app/canaries shop',
  'patch flagger.app/canaries shop',
  'list servicemesh.kubesphere.io/strategies shop',
];

beforeEach(async () => {
  grant(...all);
  await world.set([...basics(), owned, virtualService(plain)]);
});
afterEach(() => {
  for (const key of [rollouts, 'flagger.app/canaries', 'servicemesh.kubesphere.io/strategies'])
    world.harness.kubernetes.objects.delete(key);
});

const put = (key: string, ...objects: KubernetesObject[]) =>
  world.harness.kubernetes.objects.set(key, objects);
const patches = () =>
  world.harness.kubernetes.requests
    .filter(({ method }) => method === 'PATCH')
    .map(({ path, body, headers }) => [
      path.split('/namespaces/')[1],
      JSON.parse(body),
      headers['content-type'],
    ]);
const allowed = (answer: Awaited<ReturnType<typeof live>>) =>
  answer.actions.map((one) => [one.kind, one.allowed, one.refusal?.code ?? null]);

describe('Argo Rollouts', () => {
  test('is shown where it stands, with what it can be asked for', async () => {
    put(
      rollouts,
      rollout({ ...waiting, message: 'CanaryPauseStep', canary: { weights: { canary: { weight: 20 } } } }),
    );
    const answer = await live();
    expect(answer).toMatchObject({
      state: 'foreign',
      foreign: { read: 'ok', phase: 'Paused', message: 'CanaryPauseStep', step: 1, steps: 2, percent: 20 },
    });
    expect(allowed(answer)).toEqual([
      ['advance', true, null],
      ['promote', true, null],
      ['pause', true, null],
      ['resume', false, 'phase'],
      ['abort', true, null],
    ]);
  });

  test('gets the patches of its own kubectl plugin, and the routes are left alone', async () => {
    const since = world.harness.kubernetes.requests.length;
    put(rollouts, rollout(waiting, { paused: true }));
    expect(await act(null, { kind: 'advance' })).toMatchObject({
      outcome: 'done',
      written: 1,
      objects: [{ kind: 'rollouts.argoproj.io', name: 'reviews', state: 'written' }],
    });
    expect(await act(null, { kind: 'abort' })).toMatchObject({ outcome: 'done' });
    const json = 'application/merge-patch+json';
    expect(patches()).toEqual([
      ['shop/rollouts/reviews', { spec: { paused: false }, metadata: { resourceVersion: '40' } }, json],
      [
        'shop/rollouts/reviews/status',
        {
          status: { pauseConditions: null },
          metadata: { resourceVersion: expect.not.stringMatching(/^40$/) },
        },
        json,
      ],
      ['shop/rollouts/reviews/status', { status: { abort: true } }, json],
    ]);
    const tokens = world.harness.kubernetes.requests
      .slice(since)
      .filter(({ method }) => method === 'PATCH')
      .map(({ headers }) => headers.authorization);
    expect(new Set(tokens)).toEqual(new Set(['Bearer dev']));
    expect(world.virtualService().spec).toEqual(virtualService(plain).spec);
    expect((await act(null, { kind: 'abort' })).refusals).toMatchObject([{ code: 'phase' }]);
  });

  test('that its controller has moved meanwhile is read again before a step', async () => {
    put(rollouts, rollout({ currentStepIndex: 0 }));
    let faster = 1;
    world.fake.fault = ({ method, path }) => {
      if (method !== 'PATCH' || !path.includes('/rollouts/') || faster === 0) return false;
      faster -= 1;
      const moved = rollout({ currentStepIndex: 1 });
      put(rollouts, { ...moved, metadata: { ...moved.metadata, resourceVersion: '41' } });
      return false;
    };
    expect(await act(null, { kind: 'advance' })).toMatchObject({ outcome: 'done', attempts: 2 });
    expect(world.harness.kubernetes.objects.get(rollouts)?.[0]).toMatchObject({
      status: { currentStepIndex: 2 },
    });
  });

  test('whose kind has no status of its own is patched as a whole', async () => {
    put(rollouts, rollout(waiting));
    world.fake.fault = ({ method, path }, response) => {
      if (method !== 'PATCH' || !path.endsWith('/status')) return false;
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"kind":"Status","code":404}');
      return true;
    };
    expect(await act(null, { kind: 'promote' })).toMatchObject({ outcome: 'done' });
    expect(world.harness.kubernetes.objects.get(rollouts)?.[0]).toMatchObject({
      status: { promoteFull: true },
    });
  });

  test('without the rights is shown, and each action names what is missing; Kubernetes has the last word', async () => {
    put(rollouts, rollout(waiting));
    grant(`get ${rollouts} shop`, `patch ${rollouts} shop`);
    const answer = await live();
    expect(allowed(answer)).toMatchObject([
      ['advance', false, 'rights'],
      ['promote', false, 'rights'],
      ['pause', true, null],
      ['resume', false, 'phase'],
      ['abort', false, 'rights'],
    ]);
    expect(answer.actions[4]?.refusal?.about).toMatchObject({ verb: 'patch', resource: 'rollouts/status' });
    expect(await act(null, { kind: 'abort' })).toMatchObject({
      outcome: 'failed',
      refusals: [{ code: 'rights', about: { verb: 'patch', namespace: 'shop' } }],
    });
    grant();
    expect(await live()).toMatchObject({ foreign: { read: 'forbidden', phase: null }, actions: [] });
    expect((await act(null, { kind: 'abort' })).refusals).toMatchObject([
      { code: 'rights', about: { verb: 'get' } },
    ]);
    grant(...all);
    put(rollouts);
    expect(await live()).toMatchObject({ foreign: { read: 'missing' }, actions: [] });
  });
});

test('Flagger is suspended and resumed, and its gates are told', async () => {
  const byFlagger = virtualService(plain, {
    ownerReferences: [{ apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: 'reviews', uid: 'c' }],
  });
  await world.set([...basics(), destinationRule(['v1', 'v2']), byFlagger]);
  put('flagger.app/canaries', {
    apiVersion: 'flagger.app/v1beta1',
    kind: 'Canary',
    metadata: { name: 'reviews', namespace: 'shop', resourceVersion: '7' },
    ...({
      spec: { analysis: { webhooks: [{ type: 'confirm-promotion', url: 'http://load.shop/gate/check' }] } },
      status: { phase: 'Progressing', canaryWeight: 30 },
    } as object),
  });
  const answer = await live();
  expect(answer.foreign).toMatchObject({ owner: 'flagger', phase: 'Progressing', percent: 30 });
  expect(answer.foreign?.gates).toMatchObject([{ gate: 'confirm-promotion' }]);
  expect(allowed(answer)).toEqual([
    ['pause', true, null],
    ['resume', false, 'phase'],
  ]);
  expect(await act(null, { kind: 'pause' })).toMatchObject({ outcome: 'done' });
  expect(patches().at(-1)?.slice(0, 2)).toMatchObject(['shop/canaries/reviews', { spec: { suspend: true } }]);
  expect((await act(null, { kind: 'abort' })).refusals).toMatchObject([{ code: 'phase' }]);
});

test('KubeSphere is shown by the strategy that routes the service, and nothing is offered', async () => {
  const meshed = service({}, { annotations: { 'servicemesh.kubesphere.io/enabled': 'true' } });
  const others = basics().filter(({ kind }) => kind !== 'Service');
  await world.set([...others, meshed, destinationRule(['v1', 'v2']), virtualService(plain)]);
  put('servicemesh.kubesphere.io/strategies', {
    apiVersion: 'servicemesh.kubesphere.io/v1alpha2',
    kind: 'Strategy',
    metadata: { name: 'reviews-canary', namespace: 'shop' },
    ...({ spec: { type: 'Canary', template: { spec: { hosts: ['reviews'] } } } } as object),
  });
  expect(await live()).toMatchObject({
    foreign: { owner: 'kubesphere', object: { kind: 'Strategy', name: 'reviews-canary' }, phase: 'Canary' },
    actions: [],
  });
  expect((await plan()).refusals).toMatchObject([{ code: 'owned-by' }]);
});
