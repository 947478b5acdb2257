/** What is kept of a split, and what can go again: its records, and the subsets that it made. */
import { expect, test } from 'vitest';
import { splitCalls } from '../../testing/split-calls.ts';
import {
  basics,
  canary,
  destinationRule,
  guardOff,
  splitWorld,
  virtualService,
} from '../../testing/split-world.ts';

const world = splitWorld();
const { start, act, live } = splitCalls(world);

/** As if all of it had been an hour ago. */
function ageRecords(): void {
  const then = new Date(Date.now() - 3_600_000).toISOString();
  const maps = world.configMaps().map((one) => {
    const { entry } = (one as unknown as { data: { entry: string } }).data;
    return { ...one, data: { entry: JSON.stringify({ ...JSON.parse(entry), at: then }) } };
  });
  world.harness.kubernetes.objects.set('/configmaps', maps);
}

test('the subsets that were made go when nothing names them, not before', async () => {
  const { release } = await start(canary(25));
  const id = release?.id ?? '';
  await act(id, { kind: 'abort' });
  expect((await act(id, { kind: 'cleanup' })).refusals).toMatchObject([
    { code: 'too-soon', about: { seconds: expect.any(Number) } },
  ]);
  // The route still names both.
  ageRecords();
  expect((await act(id, { kind: 'cleanup' })).refusals).toMatchObject([
    { code: 'subset-in-use', about: { subsets: 'v1, v2' } },
  ]);
  // The split is gone, and with it whatever named v2.
  const http = [{ name: 'main', route: [{ destination: { host: 'reviews', subset: 'v1' } }] }];
  await world.set([...basics(), destinationRule(['v1', 'v2']), virtualService(http)]);
  const past = await live('dev', `?release=${id}`);
  expect([past.state, past.actions.map(({ kind, allowed }) => [kind, allowed])]).toEqual([
    'past',
    [['cleanup', true]],
  ]);
  expect((await act(id, { kind: 'cleanup' })).outcome).toBe('done');
  const rule = world.fake.object('destinationrules', 'shop', 'reviews');
  expect(rule?.spec).toMatchObject({ subsets: [{ name: 'v1' }] });
});

test('a record tells how the candidate did then, to whoever may read it; no action waits for that', async () => {
  // Answers of Prometheus are kept for a moment, by the window.
  const { release } = await start(canary(5, { guard: { ...guardOff, windowSeconds: 47 } }));
  const id = release?.id ?? '';
  const now = world.virtualService();
  const text = now.metadata.annotations?.['sluice.dev/release'] ?? '';
  const annotations = {
    'sluice.dev/release': text.replace(/"at":"[^"]*"/, '"at":"2026-01-01T00:00:00.000Z"'),
  };
  await world.set([
    ...basics(),
    destinationRule(['v1', 'v2']),
    { ...now, metadata: { ...now.metadata, resourceVersion: '90', annotations } },
  ]);
  const rows = (version: string, value: number) => ({
    metric: {
      destination_workload_namespace: 'shop',
      destination_workload: `reviews-${version}`,
      request_protocol: 'http',
      response_code: '200',
    },
    value,
  });
  world.told = [{ holds: 'response_code', rows: [rows('v1', 95), rows('v2', 5)] }];
  await act(id, { kind: 'advance' });
  expect((await live()).timeline[0]).toMatchObject({ kind: 'advance', verdict: { word: 'healthy' } });
  world.prometheusDown = true;
  const { outcome, recorded } = await act(id, { kind: 'abort' });
  expect([outcome, recorded]).toEqual(['done', true]);
});

test.each([
  ['mirror', { kind: 'mirror', percent: 10 }, [10, null]],
  ['A/B', { kind: 'ab', matches: [{ headers: { 'x-beta': { exact: 'yes' } } }] }, [null, null]],
] as const)('the timeline of a %s speaks of no share that is none', async (_, strategy, told) => {
  const { release } = await start(canary(0, { strategy: { ...strategy }, plan: [] } as never));
  const id = release?.id ?? '';
  expect((await live()).timeline.map(({ to }) => to)).toEqual([told[0]]);
  await act(id, { kind: 'abort' });
  const { timeline, versions } = await live();
  expect(timeline[0]).toMatchObject({ kind: 'abort', to: strategy.kind === 'mirror' ? 0 : null });
  // Nothing is copied and nothing matches any more: shares are shares again.
  expect(versions.map(({ configured, mirrored }) => [configured ?? 0, mirrored])).toEqual([
    [100, false],
    [0, false],
  ]);
});

test('what was done first here is no start where the record of the start is gone', async () => {
  const { release } = await start(canary(25));
  const id = release?.id ?? '';
  expect((await live()).startedBy).not.toBeNull();
  world.harness.kubernetes.objects.set('/configmaps', []);
  await act(id, { kind: 'abort' });
  const { timeline, startedAt, startedBy } = await live();
  expect([timeline.map(({ kind }) => kind), startedAt, startedBy]).toEqual([['abort'], null, null]);
});
