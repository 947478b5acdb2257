/** Running splits acted on: steps, conflicts, aborts, what others wrote meanwhile. Numbers are those of the design's checks. */
import { describe, expect, test } from 'vitest';
import { type Splits, splitsSchema } from '#lib/api/splits/splits-list.ts';
import { until } from '../../testing/harness.ts';
import { splitCalls } from '../../testing/split-calls.ts';
import {
  basics,
  canary,
  destinationRule,
  namespace,
  plain,
  service,
  splitWorld,
  versionPods,
  virtualService,
} from '../../testing/split-world.ts';

const world = splitWorld();
const { start, act, live, weights } = splitCalls(world);

describe('acting', () => {
  test('advance takes the next step; promote, then finish leave the annotation of nobody', async () => {
    const { release } = await start(canary(5));
    const id = release?.id ?? '';
    const advanced = await act(id, { kind: 'advance' });
    expect(advanced).toMatchObject({ outcome: 'done', release: { step: 1, strategy: { percent: 25 } } });
    expect(weights()).toEqual([
      ['v1', 75],
      ['v2', 25],
    ]);
    await act(id, { kind: 'promote' });
    expect(weights()).toEqual([
      ['v1', 0],
      ['v2', 100],
    ]);
    const finished = await act(id, { kind: 'finish' });
    expect(finished).toMatchObject({ outcome: 'done', release: null });
    expect(world.virtualService().metadata.annotations?.['sluice.dev/release']).toBeUndefined();
    await until(async () => ((await live()).state === 'past' ? true : null));
    const { splits } = splitsSchema.parse((await world.ask<Splits>('splits')).body);
    expect(splits.map(({ state, end }) => [state, end])).toEqual([['past', 'finished']]);
    const { timeline } = await live('dev', `?release=${id}`);
    expect(timeline.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['finish', 100, null],
      ['promote', 25, 100],
      ['advance', 5, 25],
      ['start', null, 5],
    ]);
  });

  test('5: somebody acted on it meanwhile: a conflict that names who, when, and both weights', async () => {
    const { release } = await start(canary(5));
    const id = release?.id ?? '';
    await act(id, { kind: 'set', percent: 50 }, { rev: 1 }, 'other');
    const late = await act(id, { kind: 'set', percent: 30 }, { rev: 1 });
    expect(late).toMatchObject({
      outcome: 'conflict',
      conflict: {
        by: 'bob',
        at: expect.any(Number),
        points: [{ reviewed: [{ percent: 95 }, { percent: 5 }], now: [{ percent: 50 }, { percent: 50 }] }],
      },
    });
    expect(weights()).toEqual([
      ['v1', 50],
      ['v2', 50],
    ]);
  });

  test('6: an abort amid a storm of other edits succeeds, with Prometheus down', async () => {
    const { release } = await start(canary(25));
    world.prometheusDown = true;
    let storms = 0;
    world.fake.fault = ({ method, path, query }) => {
      if (
        method !== 'PUT' ||
        !path.endsWith('/virtualservices/reviews') ||
        query.has('dryRun') ||
        storms >= 4
      )
        return false;
      storms += 1;
      const { kubernetes } = world.harness;
      const key = 'networking.istio.io/virtualservices';
      const edited = (kubernetes.objects.get(key) ?? []).map((one) => ({
        ...one,
        metadata: {
          ...one.metadata,
          resourceVersion: `storm-${storms}`,
          labels: { ...one.metadata.labels, storm: String(storms) },
        },
      }));
      kubernetes.objects.set(key, edited);
      return false;
    };
    const answer = await act(release?.id ?? '', { kind: 'abort' });
    expect(answer).toMatchObject({ outcome: 'done', attempts: 5, release: { phase: 'Aborted' } });
    expect(weights()?.map(([, weight]) => weight)).toEqual([100, 0]);
    expect(world.virtualService().metadata.labels?.storm).toBe('4');
  });

  test('1: after an abort the candidate has nothing although the base was a plain host; a restore is refused while it is ready', async () => {
    const { release } = await start(canary(25));
    await act(release?.id ?? '', { kind: 'abort' });
    expect(weights()?.[0]).toEqual(['v1', 100]);
    expect((await act(release?.id ?? '', { kind: 'restore' })).refusals).toMatchObject([
      { code: 'phase', about: { ready: 2 } },
    ]);
    const now = world.virtualService();
    await world.set([
      namespace('shop'),
      service(),
      ...versionPods('v1'),
      ...versionPods('v2', false),
      destinationRule(['v1', 'v2']),
      now,
    ]);
    const restored = await act(release?.id ?? '', { kind: 'restore' });
    expect(restored).toMatchObject({ outcome: 'done', release: null });
    expect(world.virtualService().spec).toEqual(virtualService(plain).spec);
  });

  test('9: without a ready pod the candidate gets no more, the page says so, and the abort is there', async () => {
    const { release } = await start(canary(25));
    const now = world.virtualService();
    await world.set([
      namespace('shop'),
      service(),
      ...versionPods('v1'),
      ...versionPods('v2', false),
      destinationRule(['v1', 'v2']),
      now,
    ]);
    const answer = await live();
    expect(answer.candidateDown).toBe(true);
    const allowed = Object.fromEntries(answer.actions.map((one) => [one.kind, one.allowed]));
    expect(allowed).toMatchObject({ advance: false, promote: false, abort: true });
    expect((await act(release?.id ?? '', { kind: 'set', percent: 60 })).refusals).toMatchObject([
      { code: 'no-ready-pods' },
    ]);
    expect((await act(release?.id ?? '', { kind: 'set', percent: 10 })).outcome).toBe('done');
  });

  test('14: somebody puts the old weights back: the page names them; adopt or reapply, never by itself', async () => {
    const { release } = await start(canary(25));
    const now = world.virtualService();
    const reverted = {
      ...now,
      metadata: {
        ...now.metadata,
        resourceVersion: '77',
        annotations: {
          ...now.metadata.annotations,
          'argocd.argoproj.io/tracking-id': 'books:networking.istio.io/VirtualService:shop/reviews',
        },
        managedFields: [
          { manager: 'argocd-controller', operation: 'Update' as const, time: new Date().toISOString() },
        ],
      },
      spec: {
        ...now.spec,
        http: [
          {
            ...plain[0],
            route: [
              { destination: { host: 'reviews', subset: 'v1' }, weight: 100 },
              { destination: { host: 'reviews', subset: 'v2' }, weight: 0 },
            ],
          },
        ],
      },
    };
    await world.set([...basics(), destinationRule(['v1', 'v2']), reverted]);
    const calls = await world.calls(async () => {
      const answer = await live();
      expect(answer.drift).toMatchObject({
        manager: 'argocd',
        reverts: true,
        points: [{ recorded: 25, now: 0 }],
      });
    });
    expect(calls.filter((one) => /^(PUT|DELETE)/.test(one))).toEqual([]);
    // What was looked at was theirs already; the split's own shares are those of its record.
    expect(await act(release?.id ?? '', { kind: 'set', percent: 50 })).toMatchObject({
      outcome: 'conflict',
      conflict: {
        points: [{ reviewed: [{ percent: 75 }, { percent: 25 }], now: [{ percent: 100 }, { percent: 0 }] }],
      },
    });
    const adopted = await act(release?.id ?? '', { kind: 'adopt' });
    expect(adopted).toMatchObject({ outcome: 'done', release: { strategy: { percent: 0 } } });
    expect((await live()).drift).toBeNull();
  });

  test.each([
    ['cannot be read', { 'sluice.dev/release': '{broken' }, 'it is no JSON'],
    ['was deleted', {}, null],
  ])('20: a split whose record %s is untracked, and can be adopted', async (_, annotations, problem) => {
    await start(canary(25));
    const now = world.virtualService();
    const broken = { ...now, metadata: { ...now.metadata, resourceVersion: '78', annotations } };
    await world.set([...basics(), destinationRule(['v1', 'v2']), broken]);
    const answer = await live();
    expect(answer).toMatchObject({ state: 'untracked', recordProblem: problem, release: null });
    expect(answer.actions).toMatchObject([{ kind: 'adopt', allowed: true }]);
    const adopted = await act(null, { kind: 'adopt', stable: 'v1', candidate: 'v2' });
    expect(adopted).toMatchObject({
      outcome: 'done',
      release: { strategy: { kind: 'canary', percent: 25 }, phase: 'Paused' },
    });
    expect((await live()).state).toBe('tracked');
  });

  test('21: the VirtualService is deleted in the middle: the timeline is kept', async () => {
    const { release } = await start(canary(25));
    await world.set([...basics(), destinationRule(['v1', 'v2'])]);
    const answer = await live('dev', `?release=${release?.id ?? ''}`);
    expect(answer.state).toBe('past');
    expect(answer.timeline.map(({ kind }) => kind)).toContain('start');
    const { body } = await world.ask<Splits>('splits');
    expect(splitsSchema.parse(body).splits.map(({ state, end }) => [state, end])).toEqual([
      ['past', 'broken-off'],
    ]);
  });

  test('who asks next sees what was done, although the watch tells of it later', async () => {
    const { release } = await start(canary(5));
    world.fake.announces = false;
    const { kubernetes } = world.harness;
    const key = 'networking.istio.io/virtualservices';
    const late = setInterval(() => {
      for (const object of kubernetes.objects.get(key) ?? [])
        kubernetes.emit(key, JSON.stringify({ type: 'MODIFIED', object }));
    }, 200);
    try {
      const body = { release: release?.id, action: { kind: 'abort' } };
      await world.ask('splits/shop/reviews/act', body);
      expect((await live()).release?.phase).toBe('Aborted');
    } finally {
      clearInterval(late);
      world.fake.announces = true;
    }
  });

  test('a note stands in the timeline, and a guard that cannot be armed is refused', async () => {
    const { release } = await start(canary(25));
    const id = release?.id ?? '';
    expect((await act(id, { kind: 'note', text: 'looks slow' })).recorded).toBe(true);
    expect((await live()).timeline[0]).toMatchObject({ kind: 'note', text: 'looks slow', by: 'mara' });
  });

  test.each([
    ['of whom a part is sticky', { kind: 'canary', percent: 25, sticky: true }, true],
    ['who are told by a match', { kind: 'ab', matches: [{ headers: { 'x-beta': { exact: 'yes' } } }] }, true],
    [
      'with the header of a preview',
      { kind: 'blue-green', percent: 0, header: { name: 'x-p', value: '1' } },
      true,
    ],
    ['of whom none is sent to it before the flip', { kind: 'blue-green', percent: 0, header: null }, false],
    ['whose requests are only copied', { kind: 'mirror', percent: 25 }, false],
  ] as const)('9: the candidate is down for users %s', async (_, strategy, down) => {
    await start(canary(0, { strategy: { ...strategy }, plan: [] } as never));
    const now = world.virtualService();
    await world.set([
      namespace('shop'),
      service(),
      ...versionPods('v1'),
      ...versionPods('v2', false),
      destinationRule(['v1', 'v2']),
      now,
    ]);
    expect((await live()).candidateDown).toBe(down);
  });

  test('another release, an unknown service, a foreign one: nothing is written', async () => {
    await start(canary(25));
    const calls = await world.calls(async () => {
      expect((await act('0123456789', { kind: 'abort' })).refusals).toMatchObject([{ code: 'gone' }]);
      expect((await world.ask('splits/hidden/reviews')).status).toBe(404);
      expect((await world.ask('splits/shop/none')).status).toBe(404);
    });
    expect(calls.filter((one) => /^(PUT|POST|DELETE)/.test(one))).toEqual([]);
  });

  test('2: a third destination keeps its share through every step, abort and promote', async () => {
    const to = (subset: string, weight: number) => ({ destination: { host: 'reviews', subset }, weight });
    const http = [{ name: 'main', route: [to('v1', 80), { destination: { host: 'audit' }, weight: 20 }] }];
    const begin = async () => {
      await world.set([...basics(), destinationRule(['v1', 'v2']), virtualService(http)]);
      return (await start(canary(5))).release?.id ?? '';
    };
    const third = () =>
      world.virtualService().spec?.http[0]?.route.find(({ destination }) => destination.host === 'audit')
        ?.weight;
    const id = await begin();
    for (const percent of [25, 50, 100]) {
      expect((await act(id, { kind: 'advance' })).release?.strategy).toMatchObject({ percent });
      expect(third()).toBe(20);
    }
    await act(id, { kind: 'abort' });
    expect([third(), weights()?.find(([subset]) => subset === 'v1')?.[1]]).toEqual([20, 80]);
    await act(await begin(), { kind: 'promote' });
    expect([third(), weights()?.find(([subset]) => subset === 'v2')?.[1]]).toEqual([20, 80]);
  });

  test('15: of a delegate the root is never written, whatever is done', async () => {
    const git = { 'argocd.argoproj.io/tracking-id': 'books:networking.istio.io/VirtualService:shop/root' };
    const root = virtualService(
      [{ match: [{ uri: { prefix: '/reviews' } }], delegate: { name: 'reviews', namespace: 'shop' } }],
      {
        name: 'root',
        hosts: ['shop.example'],
        gateways: ['istio-system/public'],
        annotations: git,
      },
    );
    await world.set([...basics(), destinationRule(['v1', 'v2']), root, virtualService(plain, { hosts: [] })]);
    const calls = await world.calls(async () => {
      const planned = await world.ask<{ gitops: { mode: string } }>('splits/plan', { intent: canary(5) });
      expect(planned.body.gitops.mode).toBe('delegate');
      const { release } = await start(canary(5));
      const id = release?.id ?? '';
      for (const kind of ['advance', 'pause', 'resume', 'promote', 'abort', 'finish']) {
        expect([kind, (await act(id, { kind })).outcome]).toEqual([kind, 'done']);
      }
    });
    expect(calls.filter((one) => one.includes('/root') && !one.startsWith('GET'))).toEqual([]);
    expect(calls.filter((one) => one === 'PUT shop/virtualservices/reviews').length).toBeGreaterThan(5);
    expect(world.virtualService('root')).toEqual(root);
  });
});
