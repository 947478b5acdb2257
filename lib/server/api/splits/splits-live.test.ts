/** The live view of a split, by what a Prometheus tells. Numbers are those of the design's checks. */
import { describe, expect, test } from 'vitest';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { type Splits, splitsSchema } from '#lib/api/splits/splits-list.ts';
import { splitCalls } from '../../testing/split-calls.ts';
import {
  basics,
  canary,
  destinationRule,
  plain,
  splitWorld,
  virtualService,
} from '../../testing/split-world.ts';

const world = splitWorld();
const { plan, start, live, row } = splitCalls(world);

describe('the live view', () => {
  const rows = (version: string, value: number, code = '200') => ({
    metric: {
      destination_workload_namespace: 'shop',
      destination_workload: `reviews-${version}`,
      request_protocol: 'http',
      response_code: code,
    },
    value,
  });
  const requests = 'sum by (destination_workload_namespace, destination_workload, request_protocol';
  const callerRows = (workload: string, space: string, version: string, value: number) => ({
    metric: {
      source_workload_namespace: space,
      source_workload: workload,
      destination_workload_namespace: 'shop',
      destination_workload: `reviews-${version}`,
    },
    value,
  });
  const callers = 'sum by (source_workload_namespace, source_workload, destination_workload_namespace, ';
  /** Windows before the last write say nothing of the share. */
  const age = async () => {
    const now = world.virtualService();
    const text = (now.metadata.annotations?.['sluice.dev/release'] ?? '').replace(
      /"at":"[^"]*"/,
      '"at":"2026-01-01T00:00:00.000Z"',
    );
    await world.set([
      ...basics(),
      destinationRule(['v1', 'v2']),
      {
        ...now,
        metadata: { ...now.metadata, resourceVersion: '90', annotations: { 'sluice.dev/release': text } },
      },
    ]);
  };

  test('configured beside observed, rates and success of each version, by what the destination reports', async () => {
    await start(canary(25));
    await age();
    world.told = [{ holds: requests, rows: [rows('v1', 30), rows('v2', 9), rows('v2', 1, '500')] }];
    const answer = await live('dev', '?window=41s');
    expect(answer.state).toBe('tracked');
    expect(
      answer.versions.map(({ version, role, configured, observed, requestsPerSecond }) => [
        version,
        role,
        configured,
        observed,
        requestsPerSecond,
      ]),
    ).toEqual([
      ['v1', 'stable', 75, 75, 30],
      ['v2', 'candidate', 25, 25, 10],
    ]);
    expect(answer.versions[1]?.successRatio).toBeCloseTo(0.9);
    expect(answer.verdict).toMatchObject({ word: 'failing', reasons: [{ code: 'errors' }] });
    expect(answer.metrics).toBe('ok');
  });

  test('11: a quiet service is no verdict', async () => {
    await start(canary(25));
    await age();
    world.told = [{ holds: requests, rows: [rows('v1', 0.1), rows('v2', 0.03)] }];
    expect((await live('dev', '?window=42s')).verdict?.word).toBe('insufficient-data');
  });

  test('10: the subset is missing: failing by what callers report, although the destination is silent', async () => {
    await start(canary(25));
    await age();
    world.told = [
      { holds: requests, rows: [rows('v1', 30)] },
      {
        holds: 'response_flags',
        rows: [
          {
            metric: { source_workload_namespace: 'shop', source_workload: 'page', response_flags: 'NC' },
            value: 10,
          },
        ],
      },
    ];
    const answer = await live('dev', '?window=43s');
    expect(answer.verdict).toMatchObject({ word: 'failing', reasons: [{ code: 'unreachable' }] });
    expect(answer.versions[1]?.unreachablePerSecond).toBe(10);
  });

  test('12: a caller without a proxy takes a third: not obeyed, and named', async () => {
    await start(canary(5));
    await age();
    world.told = [
      { holds: requests, rows: [rows('v1', 80), rows('v2', 20)] },
      {
        holds: callers,
        rows: [
          callerRows('unknown', 'unknown', 'v1', 15),
          callerRows('unknown', 'unknown', 'v2', 15),
          callerRows('page', 'shop', 'v1', 65),
          callerRows('page', 'shop', 'v2', 5),
        ],
      },
    ];
    const answer = await live('dev', '?window=44s');
    expect(answer.verdict).toMatchObject({
      word: 'not-obeyed',
      reasons: [{ code: 'share', callers: ['unknown'] }],
    });
    expect(answer.callers.map(({ caller, bypass }) => [caller?.workload, bypass])).toEqual([
      ['page', null],
      ['', 'no-proxy'],
    ]);
  });

  test.each([
    ['another rule, which sends all of it there', [{ subset: 'v2' }], 'other-route'],
    ['nothing that is known', [{ subset: 'v1' }], 'not-obeyed'],
  ])('a caller with a proxy gets much more of the candidate by %s', async (_, [to], bypass) => {
    const beta = { name: 'beta', match: [{ headers: { beta: { exact: 'yes' } } }] };
    await world.set([
      ...basics(),
      destinationRule(['v1', 'v2']),
      virtualService([{ ...beta, route: [{ destination: { host: 'reviews', ...to } }] }, ...plain]),
    ]);
    await start(canary(10));
    world.told = [
      {
        holds: callers,
        rows: [callerRows('page', 'shop', 'v1', 50), callerRows('page', 'shop', 'v2', 50)],
      },
    ];
    const told = async (seconds: number) =>
      (await live('dev', `?window=${seconds}s`)).callers.map((one) => one.bypass);
    // The window holds what followed the rule as it was before.
    expect(await told(bypass === 'other-route' ? 54 : 55)).toEqual([null]);
    await age();
    expect(await told(bypass === 'other-route' ? 56 : 57)).toEqual([bypass]);
  });

  test('each caller has its success, and a version a row for each cluster that answers for it', async () => {
    await start(canary(25));
    const { metric, value } = callerRows('page', 'shop', 'v2', 5);
    const failing = { metric: { ...metric, response_code: '503' }, value };
    const inCluster = (row: ReturnType<typeof rows>, cluster: string) => ({
      ...row,
      metric: { ...row.metric, destination_cluster: cluster },
    });
    world.told = [
      {
        holds: requests,
        rows: [
          inCluster(rows('v1', 60), 'north'),
          inCluster(rows('v1', 15), 'south'),
          inCluster(rows('v2', 25), 'north'),
        ],
      },
      { holds: callers, rows: [callerRows('page', 'shop', 'v1', 15), failing] },
    ];
    const answer = await live('dev', '?window=53s');
    expect(answer.callers.map(({ successRatio }) => successRatio)).toEqual([0.75]);
    expect(
      answer.versions.map(({ clusters }) => clusters.map((one) => [one.cluster, one.requestsPerSecond])),
    ).toEqual([
      [
        ['north', 60],
        ['south', 15],
      ],
      [['north', 25]],
    ]);
  });

  test('callers in hidden namespaces are counted and have no name', async () => {
    await start(canary(25));
    world.told = [{ holds: callers, rows: [callerRows('secret-job', 'payroll', 'v1', 5)] }];
    const { body, reply } = await world.ask<SplitLive>('splits/shop/reviews?window=39s');
    expect(body.callers).toMatchObject([{ caller: null, requestsPerSecond: 5 }]);
    expect(reply.text).not.toContain('payroll');
  });

  test('13: copies are no part of shares', async () => {
    await start(canary(0, { strategy: { kind: 'mirror', percent: 50 }, plan: [] }));
    world.told = [
      { holds: callers, rows: [callerRows('page', 'shop', 'v1', 10), callerRows('page', 'shop', 'v2', 5)] },
      { holds: requests, rows: [rows('v1', 10), rows('v2', 5)] },
    ];
    const { versions, callers: calling } = await live('dev', '?window=45s');
    expect(calling).toMatchObject([{ requestsPerSecond: 10, candidate: null, bypass: null }]);
    expect(versions.map(({ version, observed, mirrored }) => [version, observed, mirrored])).toEqual([
      ['v1', 100, false],
      ['v2', null, true],
    ]);
    const { body } = await world.ask<Splits>('splits?namespaces=shop');
    expect(body.splits[0]?.parts.map(({ version, configured }) => [version, configured])).toEqual([
      ['v1', 100],
      ['v2', null],
    ]);
  });

  test('whoever watches a split and nothing else is told of each reading; of one that is over nobody has to be', async () => {
    const { telemetry } = world.harness.services.splits.services;
    const { live: read } = telemetry;
    const asked: [number, unknown][] = [];
    telemetry.live = (window, scope) => {
      asked.push([window, scope]);
      return read(window, scope);
    };
    try {
      await start(canary(25));
      asked.length = 0;
      await live('dev', '?window=31s');
      expect(asked).toEqual([[60, null]]);
      await world.set([...basics(), destinationRule(['v1', 'v2'])]);
      expect((await live()).state).toBe('past');
      expect(asked).toHaveLength(1);
    } finally {
      telemetry.live = read;
    }
  });

  test('without Prometheus everything else is there', async () => {
    await start(canary(25));
    world.prometheusDown = true;
    const answer = await live('dev', '?window=30s');
    expect(answer).toMatchObject({ state: 'tracked', verdict: null, metrics: 'unreachable' });
    expect(answer.points[0]?.shares.map(({ version, percent }) => [version, percent])).toEqual([
      ['v1', 75],
      ['v2', 25],
    ]);
    expect(answer.actions.find(({ kind }) => kind === 'abort')?.allowed).toBe(true);
  });

  test('16: what Argo Rollouts steers is shown with its weights, and nothing is offered', async () => {
    const rule = destinationRule(['v1', 'v2'], {
      annotations: { 'argo-rollouts.argoproj.io/managed-by-rollouts': 'reviews' },
    });
    const http = [
      {
        name: 'main',
        route: [
          { destination: { host: 'reviews', subset: 'v1' }, weight: 80 },
          { destination: { host: 'reviews', subset: 'v2' }, weight: 20 },
        ],
      },
    ];
    await world.set([...basics(), rule, virtualService(http)]);
    const answer = await live('dev', '?window=46s');
    expect(answer).toMatchObject({
      state: 'foreign',
      foreign: { owner: 'argo-rollouts', object: { kind: 'Rollout', name: 'reviews' } },
      actions: [],
    });
    expect(answer.versions.map(({ configured }) => configured)).toEqual([80, 20]);
    expect((await plan()).refusals).toMatchObject([{ code: 'owned-by' }]);
  });

  test('configured is what the rule for all requests says, not one before it for some', async () => {
    const http = [
      {
        name: 'beta',
        match: [{ headers: { 'x-beta': { exact: 'true' } } }],
        route: [{ destination: { host: 'reviews', subset: 'v2' } }],
      },
      {
        name: 'main',
        route: [
          { destination: { host: 'reviews', subset: 'v1' }, weight: 80 },
          { destination: { host: 'reviews', subset: 'v2' }, weight: 20 },
        ],
      },
    ];
    await world.set([...basics(), destinationRule(['v1', 'v2']), virtualService(http)]);
    const answer = await live('dev', '?window=48s');
    expect(answer.state).toBe('untracked');
    expect(answer.points.map(({ conditional }) => conditional)).toEqual([true, false]);
    expect(answer.versions.map(({ version, configured }) => [version, configured])).toEqual([
      ['v1', 80],
      ['v2', 20],
    ]);
  });

  test('the list tells of the rule that is split, and of no other of the service', async () => {
    const http = [{ name: 'main', route: [{ destination: { host: 'reviews', subset: 'v1' } }] }];
    const elsewhere = { name: 'public', hosts: ['www.example'], gateways: ['istio-system/public'] };
    await world.set([
      ...basics(),
      destinationRule(['v1', 'v2']),
      virtualService(http),
      virtualService(http, elsewhere),
    ]);
    const [main] = canary(10).points;
    expect(
      (await start(canary(10, { points: main === undefined ? [] : [{ ...main, name: 'public' }] }))).outcome,
    ).toBe('done');
    expect((await row())?.parts.map(({ version, configured }) => [version, configured])).toEqual([
      ['v1', 90],
      ['v2', 10],
    ]);
  });

  test('3: weights that do not sum to 100 are shown as shares, and the first write says so', async () => {
    const http = [
      {
        name: 'main',
        route: [
          { destination: { host: 'reviews', subset: 'v1' }, weight: 3 },
          { destination: { host: 'reviews', subset: 'v2' }, weight: 1 },
        ],
      },
    ];
    await world.set([...basics(), destinationRule(['v1', 'v2']), virtualService(http)]);
    const { body } = await world.ask<Splits>('splits');
    const [row] = splitsSchema.parse(body).splits;
    expect([row?.state, row?.parts.map(({ configured }) => configured)]).toEqual(['untracked', [75, 25]]);
    expect((await plan()).cautions).toContainEqual(
      expect.objectContaining({ code: 'rescaled', before: [3, 1], after: [75, 25] }),
    );
  });
});
