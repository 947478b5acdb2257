/** The guard: several consoles before one Kubernetes, one of them acts; only where the Role is bound, and never on silence. */
import { describe, expect, test } from 'vitest';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { PlanAnswer, RunAnswer, SplitIntent } from '#lib/api/splits/split-plan.ts';
import { consoleToken } from '../../testing/fake-kubernetes.ts';
import { until } from '../../testing/harness.ts';
import { basics, canary, destinationRule, guardGrants, splitWorld } from '../../testing/split-world.ts';
import { createGuardBook } from './guard-book.ts';
import { leaseSeconds } from './lease.ts';

const world = splitWorld();

let windowSeconds = 20;
const armed = (more: Partial<SplitIntent> = {}) => {
  // Answers of Prometheus are kept for a moment, by the window.
  windowSeconds += 1;
  return canary(25, {
    guard: { mode: 'auto-abort', windowSeconds, minimumRequests: 50, errorDelta: 2, latencyRatio: 1.3 },
    ...more,
  });
};

async function start(intent: SplitIntent): Promise<RunAnswer> {
  const { body: plan } = await world.ask<PlanAnswer>('splits/plan', { intent });
  const { body } = await world.ask<RunAnswer>('splits/start', {
    intent,
    reviewed: plan.reviewed,
    reason: '',
  });
  if (body.written > 0)
    await seen(({ metadata }) => metadata.annotations?.['sluice.dev/release'] !== undefined);
  return body;
}

type Seen = (object: { metadata: { annotations?: Readonly<Record<string, string>> } }) => boolean;
const seen = (is: Seen) =>
  until(() => (world.harness.services.snapshot.objects().virtualServices.some(is) ? true : null));

/** Long ago: windows since then are judged. */
async function age(change: (text: string) => string = (text) => text): Promise<void> {
  const now = world.virtualService();
  const record = now.metadata.annotations?.['sluice.dev/release'] ?? '';
  const text = change(record.replace(/"at":"[^"]*"/, '"at":"2026-01-01T00:00:00.000Z"'));
  const annotations = { ...now.metadata.annotations, 'sluice.dev/release': text };
  await world.set([
    ...basics(),
    destinationRule(['v1', 'v2']),
    { ...now, metadata: { ...now.metadata, resourceVersion: '90', annotations } },
  ]);
}

const rows = (version: string, value: number, code = '200') => ({
  metric: {
    destination_workload_namespace: 'shop',
    destination_workload: `reviews-${version}`,
    request_protocol: 'http',
    response_code: code,
  },
  value,
});
const failing = [{ holds: 'response_code', rows: [rows('v1', 30), rows('v2', 5), rows('v2', 5, '500')] }];
const healthy = [{ holds: 'response_code', rows: [rows('v1', 30), rows('v2', 10)] }];

const guard = (name: string) => createGuardBook(world.harness.services.splits, { instance: name });
const writes = (calls: readonly string[]) =>
  calls.filter((one) => one === 'PUT shop/virtualservices/reviews');
const percents = () => world.virtualService().spec?.http[0]?.route.map(({ weight }) => weight);

describe('aborting', () => {
  test('a failing split is aborted once, by one of three consoles, with the account of the console', async () => {
    await start(armed());
    await age();
    world.told = failing;
    const since = world.harness.kubernetes.requests.length;
    const calls = await world.calls(() => Promise.all(['a', 'b', 'c'].map((name) => guard(name).tick())));
    expect(writes(calls)).toHaveLength(1);
    expect(percents()).toEqual([100, 0]);
    const put = world.harness.kubernetes.requests
      .slice(since)
      .find(
        ({ method, path, query }) =>
          method === 'PUT' && path.endsWith('/virtualservices/reviews') && !query.has('dryRun'),
      );
    expect(put?.headers.authorization).toBe(`Bearer ${consoleToken}`);
    const record = JSON.parse(world.virtualService().metadata.annotations?.['sluice.dev/release'] ?? '{}');
    expect(record).toMatchObject({ phase: 'Aborted', by: 'sluice-guard', guard: { armedBy: 'mara' } });
    expect(world.events().at(-1)).toMatchObject({ reason: 'TrafficSplitAborted', type: 'Warning' });
    const event = world.harness.kubernetes.requests
      .slice(since)
      .find(({ method, path }) => method === 'POST' && path.endsWith('/events'));
    expect(event?.headers.authorization).toBe(`Bearer ${consoleToken}`);
    const entry = world
      .configMaps()
      .map((one) => JSON.parse((one as unknown as { data: { entry: string } }).data.entry));
    expect(entry.find(({ kind }) => kind === 'guard-abort')).toMatchObject({
      by: 'sluice-guard',
      reason: expect.stringContaining('armed by mara'),
      verdict: { word: 'failing', reasons: [{ code: 'errors' }] },
    });
  });

  test.each([
    ['promoted it', { kind: 'promote' }],
    ['disarmed the guard', { kind: 'guard', guard: { ...armed().guard, mode: 'advise' } }],
  ])('somebody %s a moment ago, which the watch has not told yet: it is left alone', async (_, action) => {
    const { release } = await start(armed());
    await age();
    world.told = failing;
    world.fake.announces = false;
    try {
      const { body } = await world.ask<RunAnswer>('splits/shop/reviews/act', {
        release: release?.id,
        action,
      });
      expect(body.outcome).toBe('done');
      const before = percents();
      expect(writes(await world.calls(() => guard('a').tick()))).toEqual([]);
      expect(percents()).toEqual(before);
    } finally {
      world.fake.announces = true;
    }
  });

  test('another holds the Lease: this one waits, and takes over when it is no longer renewed', async () => {
    await start(armed());
    await age();
    world.told = healthy;
    await guard('first').tick();
    world.told = failing;
    const second = guard('second');
    expect(writes(await world.calls(() => second.tick()))).toEqual([]);
    const [release] = world.harness.services.snapshot
      .objects()
      .virtualServices.map(({ metadata }) =>
        JSON.parse(metadata.annotations?.['sluice.dev/release'] ?? '{}'),
      );
    expect(second.stateOf(release)).toMatchObject({ state: 'elsewhere', holder: 'first' });
    const key = 'coordination.k8s.io/leases';
    const leases = world.harness.kubernetes.objects.get(key) ?? [];
    const old = new Date(Date.now() - (leaseSeconds + 1) * 1000).toISOString();
    world.harness.kubernetes.objects.set(
      key,
      leases.map((one) => ({ ...one, spec: { ...Object(one.spec), renewTime: old } })),
    );
    // A console that has just started knows nothing but what stands in Kubernetes.
    await age((text) => text.replace(/"windowSeconds":\d+/, '"windowSeconds":77'));
    expect(writes(await world.calls(() => guard('third').tick()))).toHaveLength(1);
    const [lease] = world.harness.kubernetes.objects.get(key) ?? [];
    expect(lease?.spec).toMatchObject({ holderIdentity: 'third', leaseTransitions: 1 });
  });

  test.each([
    ['11: a quiet service', [{ holds: 'response_code', rows: [rows('v1', 0.2), rows('v2', 0.1, '500')] }]],
    ['no answer at all', []],
  ])('%s holds the guard', async (_, told) => {
    await start(armed());
    await age();
    world.told = told;
    const book = guard('a');
    expect(writes(await world.calls(() => book.tick()))).toEqual([]);
    expect(percents()).toEqual([75, 25]);
  });

  test('a split whose guard only advises is never touched, nor one that is over', async () => {
    await start(armed({ guard: { ...armed().guard, mode: 'advise' } }));
    await age();
    world.told = failing;
    expect(await world.calls(() => guard('a').tick())).toEqual([]);
    const { body } = await world.ask<SplitLive>(`splits/shop/reviews?window=${windowSeconds}s`);
    expect(body).toMatchObject({ verdict: { word: 'failing' }, guard: { mode: 'advise' } });
  });
});

describe('the right to abort', () => {
  test('without the Role auto-abort is neither offered nor taken, and says what is missing', async () => {
    const { kubernetes, services } = world.harness;
    kubernetes.users.set(consoleToken, { name: 'console', grants: [] });
    const rights = await import('./guard-rights.ts');
    const fresh = rights.createGuardRights(services.kubernetes, services.clock, true);
    expect(await fresh.in('shop')).toMatchObject({
      obstacle: 'no-role',
      missing: expect.arrayContaining([
        { verb: 'update', group: 'networking.istio.io', resource: 'virtualservices', namespace: 'shop' },
      ]),
    });
    kubernetes.users.set(consoleToken, { name: 'console', grants: guardGrants });
    expect(
      await rights.createGuardRights(services.kubernetes, services.clock, true).in('shop'),
    ).toMatchObject({ obstacle: null });
    expect(
      await rights.createGuardRights(services.kubernetes, services.clock, true).in('hidden'),
    ).toMatchObject({ obstacle: 'no-role' });
    expect(
      await rights.createGuardRights(services.kubernetes, services.clock, false).in('shop'),
    ).toMatchObject({ obstacle: 'no-metrics' });
  });
});

describe('what was asked for besides', () => {
  test('the next step at its time, when it is healthy; not without a time, not when it is failing', async () => {
    const plan = [25, 50, 100].map((percent) => ({ percent, waitSeconds: percent === 25 ? 60 : null }));
    await start(armed({ plan }));
    await age();
    world.told = healthy;
    expect(writes(await world.calls(() => guard('a').tick()))).toHaveLength(1);
    expect(percents()).toEqual([50, 50]);
    const record = JSON.parse(world.virtualService().metadata.annotations?.['sluice.dev/release'] ?? '{}');
    expect(record).toMatchObject({ step: 1, by: 'sluice-guard', phase: 'Progressing' });
    await age();
    expect(writes(await world.calls(() => guard('a').tick()))).toEqual([]);
  });

  test('a fault is ended when its time is over, and nothing else of the rule is touched', async () => {
    const intent = {
      kind: 'fault',
      namespace: 'shop',
      service: 'reviews',
      points: canary(1).points,
      delay: { fixedDelay: '2s', percent: 50 },
      abort: null,
      endsInSeconds: 600,
    };
    const { body: plan } = await world.ask<PlanAnswer>('splits/plan', { intent });
    expect(plan).toMatchObject({
      refusals: [],
      effects: [{ code: 'fault', about: { delay: '2s', seconds: 600 } }, { code: 'nothing-else' }],
    });
    const { body } = await world.ask<RunAnswer>('splits/start', {
      intent,
      reviewed: plan.reviewed,
      reason: '',
    });
    expect(body.outcome).toBe('done');
    expect(world.virtualService().spec?.http[0]).toMatchObject({
      fault: { delay: { fixedDelay: '2s', percentage: { value: 50 } } },
      timeout: '3s',
    });
    await seen(({ metadata }) => metadata.annotations?.['sluice.dev/fault'] !== undefined);
    expect(writes(await world.calls(() => guard('a').tick()))).toEqual([]);
    const now = world.virtualService();
    const annotations = {
      'sluice.dev/fault': (now.metadata.annotations?.['sluice.dev/fault'] ?? '').replace(
        /"endsAt":"[^"]*"/,
        '"endsAt":"2026-01-01T00:00:00.000Z"',
      ),
    };
    await world.set([
      ...basics(),
      { ...now, metadata: { ...now.metadata, resourceVersion: '91', annotations } },
    ]);
    expect(writes(await world.calls(() => guard('a').tick()))).toHaveLength(1);
    expect(world.virtualService().spec?.http[0]).toEqual({
      name: 'main',
      timeout: '3s',
      route: [{ destination: { host: 'reviews' } }],
    });
    expect(world.virtualService().metadata.annotations).toBeUndefined();
  });
});

// Last: the console goes on to spare a Prometheus that was away.
test('Prometheus is down: it holds', async () => {
  const { release } = await start(armed());
  await age();
  world.prometheusDown = true;
  const book = guard('a');
  expect(writes(await world.calls(() => book.tick()))).toEqual([]);
  expect(release && book.stateOf(release)?.state).toBe('held');
});
