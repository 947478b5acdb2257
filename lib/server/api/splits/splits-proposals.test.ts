/** Splits that one proposes and another starts: who may, what is kept, and that nobody can speak for somebody else. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type RunAnswer, runAnswerSchema } from '#lib/api/splits/split-plan.ts';
import { type ProposeAnswer, proposeAnswerSchema } from '#lib/api/splits/split-proposals.ts';
import { type Splits, splitsSchema } from '#lib/api/splits/splits-list.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { proposalSeconds } from '#lib/splits/record/proposal.ts';
import { splitCalls } from '../../testing/split-calls.ts';
import {
  basics,
  canary,
  destinationRule,
  plain,
  splitWorld,
  users,
  virtualService,
} from '../../testing/split-world.ts';

const world = splitWorld();
const { plan, live, weights } = splitCalls(world);

const approve = 'approve sluice.dev/trafficsplits shop';

beforeEach(async () => {
  const { kubernetes, services } = world.harness;
  kubernetes.users.set('other', {
    name: 'bob',
    grants: [...users.other.grants, 'get /configmaps shop', approve],
  });
  kubernetes.users.set('dev', { name: 'mara', grants: [...users.dev.grants, 'get /configmaps shop'] });
  services.access.invalidate();
  await world.set([...basics(), destinationRule(['v1', 'v2']), virtualService(plain)]);
});

async function propose(intent = canary(10), token: keyof typeof users = 'dev'): Promise<ProposeAnswer> {
  const { reviewed } = await plan(intent, token);
  const { status, body } = await world.ask(
    'splits/proposals',
    { intent, reviewed, reason: 'v2 is out' },
    token,
  );
  expect([status, status === 200 ? '' : JSON.stringify(body)]).toEqual([200, '']);
  return proposeAnswerSchema.parse(body);
}

async function decide(name: string, decision: string, token: keyof typeof users): Promise<RunAnswer> {
  const { status, body } = await world.ask(`splits/proposals/shop/${name}`, { decision }, token);
  expect([status, status === 200 ? '' : JSON.stringify(body)]).toEqual([200, '']);
  return runAnswerSchema.parse(body);
}

async function listed(token: keyof typeof users = 'dev') {
  return splitsSchema.parse((await world.ask<Splits>('splits', undefined, token)).body).proposals;
}

const stored = () => world.configMaps().find(({ metadata }) => metadata.name.startsWith('sluice-proposal-'));

describe('a proposed split', () => {
  test('is kept as it was reviewed, moves nothing, and is shown to all who see its namespace', async () => {
    const calls = await world.calls(async () => {
      expect(await propose()).toMatchObject({ outcome: 'done', refusals: [] });
    });
    expect(calls.filter((one) => /^(PUT|POST)/.test(one) && !one.endsWith('?dryRun'))).toEqual([
      'POST shop/configmaps',
    ]);
    expect(stored()).toMatchObject({ immutable: true, metadata: { namespace: 'shop' } });
    expect(world.virtualService().spec).toEqual(virtualService(plain).spec);
    expect(await listed()).toMatchObject([
      { service: 'reviews', by: 'mara', reason: 'v2 is out', refusal: { code: 'own-proposal' } },
    ]);
    expect(await listed('other')).toMatchObject([{ refusal: null, intent: { candidate: 'v2' } }]);
  });

  test('is started by somebody else, with their rights, and is gone then', async () => {
    const { name } = await propose();
    const since = world.harness.kubernetes.requests.length;
    const answer = await decide(name ?? '', 'approve', 'other');
    expect(answer).toMatchObject({ outcome: 'done', release: { by: 'bob', strategy: { percent: 10 } } });
    expect(weights()).toEqual([
      ['v1', 90],
      ['v2', 10],
    ]);
    const put = world.harness.kubernetes.requests
      .slice(since)
      .find(
        ({ method, path, query }) => method === 'PUT' && path.endsWith('/reviews') && !query.has('dryRun'),
      );
    expect(put?.headers.authorization).toBe('Bearer other');
    expect(stored()).toBeUndefined();
    const [entry] = (await live('other')).timeline;
    expect(entry).toMatchObject({ kind: 'start', by: 'bob', reason: 'v2 is out; proposed by mara' });
  });

  test('is not approved by who proposed it, nor without the right to; nothing is written', async () => {
    const { name } = await propose();
    const { kubernetes, services } = world.harness;
    const mine = kubernetes.users.get('dev')?.grants ?? [];
    kubernetes.users.set('dev', { name: 'mara', grants: [...mine, approve] });
    kubernetes.users.set('other', { name: 'bob', grants: [...users.other.grants, 'get /configmaps shop'] });
    services.access.invalidate();
    const calls = await world.calls(async () => {
      expect((await decide(name ?? '', 'approve', 'dev')).refusals).toMatchObject([{ code: 'own-proposal' }]);
      expect((await decide(name ?? '', 'approve', 'other')).refusals).toMatchObject([
        { code: 'rights', about: { verb: 'approve', resource: 'trafficsplits', namespace: 'shop' } },
      ]);
    });
    expect(calls.filter((one) => !one.startsWith('GET'))).toEqual([]);
  });

  test('of rules that were changed since is a conflict, with both weights', async () => {
    const { name } = await propose();
    const route = [
      { destination: { host: 'reviews', subset: 'v1' }, weight: 50 },
      { destination: { host: 'reviews', subset: 'v2' }, weight: 50 },
    ];
    await world.set([
      ...basics(),
      destinationRule(['v1', 'v2']),
      virtualService([{ ...plain[0], route }], { resourceVersion: '6' }),
    ]);
    expect(await decide(name ?? '', 'approve', 'other')).toMatchObject({ outcome: 'conflict', written: 0 });
    expect(stored()).toBeDefined();
  });

  test('that was written or changed by hand is none: the seal is the console’s', async () => {
    const { name = '' } = await propose();
    const kept = stored() as KubernetesObject & { data: { proposal: string; seal: string } };
    for (const data of [
      { ...kept.data, proposal: kept.data.proposal.replace('"by":"mara"', '"by":"eve"') },
      { ...kept.data, proposal: kept.data.proposal.replace('"percent":10', '"percent":100') },
      { proposal: kept.data.proposal, seal: '' },
    ]) {
      world.harness.kubernetes.objects.set('/configmaps', [{ ...kept, ...({ data } as object) }]);
      expect(await listed('other')).toEqual([]);
      expect(
        (await world.ask(`splits/proposals/shop/${name}`, { decision: 'approve' }, 'other')).status,
      ).toBe(404);
    }
    expect(world.virtualService().spec).toEqual(virtualService(plain).spec);
  });

  test('ends after a week: it is shown as ended, nobody approves it, and it can be taken off', async () => {
    const { name } = await propose();
    const { clock } = world.harness.services;
    const now = clock.now.bind(clock);
    const late = vi.spyOn(clock, 'now').mockImplementation(() => now() + (proposalSeconds - 60) * 1000);
    expect(await listed('other')).toMatchObject([{ refusal: null }]);
    late.mockImplementation(() => now() + (proposalSeconds + 1) * 1000);
    expect(await listed('other')).toMatchObject([{ refusal: { code: 'expired' } }]);
    const calls = await world.calls(async () => {
      expect(await decide(name ?? '', 'approve', 'other')).toMatchObject({
        outcome: 'refused',
        refusals: [{ code: 'expired' }],
      });
    });
    expect(calls.filter((one) => !one.startsWith('GET'))).toEqual([]);
    expect(await decide(name ?? '', 'withdraw', 'dev')).toMatchObject({ outcome: 'done' });
    late.mockRestore();
  });

  test('is taken off by whoever may; a viewer may neither propose nor decide', async () => {
    const { name } = await propose();
    expect(await propose(canary(10), 'viewer')).toMatchObject({
      outcome: 'refused',
      refusals: [{ code: 'rights', about: { verb: 'create', resource: 'configmaps' } }],
    });
    expect((await world.ask(`splits/proposals/shop/${name}`, { decision: 'approve' }, 'viewer')).status).toBe(
      403,
    );
    expect(await decide(name ?? '', 'withdraw', 'dev')).toMatchObject({ outcome: 'done' });
    expect(stored()).toBeUndefined();
  });
});

test('what cannot be planned is not proposed', async () => {
  const { reviewed } = await plan();
  const calls = await world.calls(async () => {
    const intent = canary(10, { candidate: 'v9' });
    const { body } = await world.ask('splits/proposals', { intent, reviewed, reason: '' });
    expect(proposeAnswerSchema.parse(body)).toMatchObject({
      outcome: 'refused',
      refusals: [{ code: 'gone' }],
    });
  });
  expect(calls).toEqual([]);
});
