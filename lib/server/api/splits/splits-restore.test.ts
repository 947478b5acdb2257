/** What a running split goes back to: a former revision of its record, or what stood there before it; looked at first, as it will be. */
import { expect, test } from 'vitest';
import type { PlanAnswer } from '#lib/api/splits/split-plan.ts';
import { splitCalls } from '../../testing/split-calls.ts';
import {
  basics,
  canary,
  destinationRule,
  namespace,
  service,
  splitWorld,
  versionPods,
  virtualService,
} from '../../testing/split-world.ts';

const world = splitWorld();
const { start, act, live, weights, plan } = splitCalls(world);

const looked = (release: string, rev: number | null): Promise<PlanAnswer> =>
  plan({ kind: 'restore', namespace: 'shop', service: 'reviews', release, rev });

const percents = () => weights()?.map(([, weight]) => weight);

test('a revision: the shares of then on the rule as it is now, shown before, and the split waits there', async () => {
  const { release } = await start(canary(5));
  const id = release?.id ?? '';
  await act(id, { kind: 'advance' });
  await act(id, { kind: 'set', percent: 60 });
  expect(percents()).toEqual([40, 60]);
  const before = world.virtualService().metadata.resourceVersion;
  const seen = await looked(id, 2);
  expect(seen).toMatchObject({
    refusals: [],
    release: { strategy: { percent: 25 }, step: 1, phase: 'Paused', rev: 4 },
    dryRun: [{ accepted: true }],
    restores: {
      rules: [
        {
          before: [
            { subset: 'v1', percent: 40 },
            { subset: 'v2', percent: 60 },
          ],
          after: [
            { subset: 'v1', percent: 75 },
            { subset: 'v2', percent: 25 },
          ],
        },
      ],
      kept: [],
    },
  });
  // To look at it writes nothing.
  expect(world.virtualService().metadata.resourceVersion).toBe(before);
  expect(await act(id, { kind: 'restore', rev: 2 }, { rev: 3 })).toMatchObject({
    outcome: 'done',
    release: { strategy: { percent: 25 }, step: 1, phase: 'Paused', rev: 4 },
  });
  expect(percents()).toEqual([75, 25]);
  const [newest] = (await live()).timeline;
  expect(newest).toMatchObject({ kind: 'restore', from: 60, to: 25, text: '2', rev: 4 });
  // Also out of an abort, and into one.
  await act(id, { kind: 'abort' });
  expect(percents()).toEqual([100, 0]);
  await act(id, { kind: 'restore', rev: 1 });
  expect(percents()).toEqual([95, 5]);
  await act(id, { kind: 'restore', rev: 5 });
  expect([percents(), (await live()).release?.phase]).toEqual([[100, 0], 'Aborted']);
});

test('a rule that others changed since stays as they have it, and is named; the others go back', async () => {
  const two = ['a', 'b'].map((name) => ({
    name,
    match: [{ uri: { prefix: `/${name}` } }],
    route: [{ destination: { host: 'reviews', subset: 'v1' } }],
  }));
  await world.set([...basics(), destinationRule(['v1', 'v2']), virtualService(two)]);
  const points = ['a', 'b'].map((name) => ({
    kind: 'VirtualService' as const,
    namespace: 'shop',
    name: 'reviews',
    layer: 'http' as const,
    key: `name:${name}`,
  }));
  const { release } = await start(canary(5, { points }));
  const id = release?.id ?? '';
  await act(id, { kind: 'advance' });
  const live = world.virtualService();
  const http = (live.spec as { http: { timeout?: string }[] }).http.map((rule, index) =>
    index === 1 ? { ...rule, timeout: '9s' } : rule,
  );
  await world.set([
    ...basics(),
    destinationRule(['v1', 'v2']),
    { ...live, spec: { ...(live.spec as object), http } },
  ]);
  expect(await looked(id, 1)).toMatchObject({
    restores: { rules: [{ point: { key: 'name:a' } }], kept: [{ key: 'name:b' }] },
  });
  expect((await act(id, { kind: 'restore', rev: 1 })).outcome).toBe('done');
  const after = (world.virtualService().spec as { http: { timeout?: string; route: { weight: number }[] }[] })
    .http;
  expect(after.map(({ timeout, route }) => [timeout, route.map(({ weight }) => weight)])).toEqual([
    [undefined, [95, 5]],
    ['9s', [75, 25]],
  ]);
  // Then nothing is left that is the split's own to take back.
  const [first] = http;
  await world.set([
    ...basics(),
    destinationRule(['v1', 'v2']),
    {
      ...world.virtualService(),
      spec: { ...(live.spec as object), http: [{ ...first, timeout: '8s' }, http[1]] },
    },
  ]);
  expect((await looked(id, 1)).refusals).toMatchObject([{ code: 'changed' }]);
});

test('what is refused is refused when it is looked at, too', async () => {
  const { release } = await start(canary(25));
  const id = release?.id ?? '';
  await act(id, { kind: 'set', percent: 10 });
  expect((await looked(id, 7)).refusals).toMatchObject([{ code: 'gone' }]);
  expect((await act(id, { kind: 'restore', rev: 7 })).refusals).toMatchObject([{ code: 'gone' }]);
  expect((await looked('other', 1)).refusals).toMatchObject([{ code: 'gone' }]);
  // A plain host would give the candidate traffic by its pods.
  expect((await looked(id, null)).refusals).toMatchObject([{ code: 'phase', about: { ready: 2 } }]);
  await world.set([
    namespace('shop'),
    service(),
    ...versionPods('v1'),
    ...versionPods('v2', false),
    destinationRule(['v1', 'v2']),
    world.virtualService(),
  ]);
  expect((await looked(id, 1)).refusals).toMatchObject([{ code: 'no-ready-pods' }]);
  expect((await looked(id, null)).restores?.rules).toMatchObject([
    { after: [{ host: 'reviews.shop.svc.cluster.local', subset: null, percent: 100 }] },
  ]);
});

test('before the split: where the record had no room for it, the record of the start has it', async () => {
  const { release } = await start(canary(25));
  const id = release?.id ?? '';
  const now = world.virtualService();
  const text = now.metadata.annotations?.['sluice.dev/release'] ?? '{}';
  const record = JSON.parse(text) as { points: object[] };
  const slim = JSON.stringify({ ...record, points: record.points.map((one) => ({ ...one, base: null })) });
  await world.set([
    namespace('shop'),
    service(),
    ...versionPods('v1'),
    ...versionPods('v2', false),
    destinationRule(['v1', 'v2']),
    { ...now, metadata: { ...now.metadata, annotations: { 'sluice.dev/release': slim } } },
  ]);
  expect((await live()).actions.find(({ kind }) => kind === 'restore')?.allowed).toBe(true);
  expect((await act(id, { kind: 'restore', rev: null })).outcome).toBe('done');
  expect(world.virtualService().spec).toMatchObject({
    http: [{ timeout: '3s', route: [{ destination: { host: 'reviews' } }] }],
  });
});
