/** The objects that a split writes, and what it refuses: the acceptance checks of the design, on configurations by hand. */
import { expect, test } from 'vitest';
import { changeValue } from '../../document/change.ts';
import type { Json } from '../../document/json.ts';
import { asJson, type ClusterObjects } from '../../istio/objects.ts';
import { cluster, destinationRule, service, virtualService } from '../../istio/routing/testing/objects.ts';
import { releaseAnnotation } from '../record/annotation.ts';
import type { Release } from '../record/record.ts';
import { pointsOf } from '../survey/points.ts';
import { act, busy, canary, host, intent, planned, refused, subsetsOf, world } from '../testing/plans.ts';
import { version } from '../testing/worlds.ts';
import type { MatchEntry } from '../types.ts';
import { planSplit } from './plan.ts';
import { restoreRule } from './restore.ts';

test('subsets are written before the routes that name them', () => {
  const objects = world(busy);
  const { plan } = planned(objects, canary(10));
  expect(plan.writes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'DestinationRule reviews',
    'VirtualService reviews',
  ]);
  expect(plan.writes[0]?.create).toMatchObject({
    spec: {
      host,
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
      ],
    },
  });
});

test('a canary changes the destinations of its rule and nothing else', () => {
  const { http } = planned(world(busy), canary(10));
  expect(http).toEqual([
    busy[0],
    {
      ...busy[1],
      route: [
        { destination: { host: 'reviews', subset: 'v1', port: { number: 9080 } }, weight: 90 },
        { destination: { host: 'reviews', subset: 'v2', port: { number: 9080 } }, weight: 10 },
      ],
    },
    busy[2],
    busy[3],
  ]);
});

test('after an abort and a restore the object is as it was, but for the record', () => {
  const objects = world(busy);
  const { release, after } = planned(objects, canary(50, true));
  const aborted = act(release, { kind: 'abort' }, after);
  expect(aborted.release?.phase).toBe('Aborted');
  expect(aborted.after.virtualServices[0]?.spec?.http?.[1]?.route).toEqual([
    { destination: { host: 'reviews', subset: 'v1', port: { number: 9080 } }, weight: 100 },
    { destination: { host: 'reviews', subset: 'v2', port: { number: 9080 } }, weight: 0 },
  ]);
  const finished = act(aborted.release as Release, { kind: 'finish' }, aborted.after);
  expect(finished.release).toBeNull();
  const [point] = release.points;
  const left = asJson(finished.after.virtualServices[0] ?? {});
  const restored = (
    restoreRule(left, point ?? { layer: 'http', key: '' }, (point?.base ?? {}) as never) ?? []
  ).reduce<Json>((value, change) => changeValue(value, change) ?? null, left);
  expect(restored).toEqual(objects.virtualServices[0]);
});

test('a third destination keeps its fifth through all steps, abort and promotion', () => {
  const http = [
    {
      route: [
        { destination: { host: 'reviews', subset: 'v1' }, weight: 80 },
        { destination: { host: 'reviews', subset: 'v3' }, weight: 20 },
      ],
    },
  ];
  const objects = world(http, subsetsOf('v1', 'v2', 'v3'));
  const begun = planned(objects, canary(5));
  let release: Release = begun.release;
  let after: ClusterObjects = begun.after;
  const weights = () => after.virtualServices[0]?.spec?.http?.[0]?.route?.map(({ weight }) => weight);
  expect(weights()).toEqual([76, 4, 20]);
  for (const wanted of [
    [60, 20, 20],
    [40, 40, 20],
    [0, 80, 20],
  ]) {
    const acted = act(release, { kind: 'advance' }, after);
    release = acted.release as Release;
    after = acted.after;
    expect(weights()).toEqual(wanted);
  }
  const back = act(release, { kind: 'abort' }, after).after;
  expect(back.virtualServices[0]?.spec?.http?.[0]?.route?.map(({ weight }) => weight)).toEqual([80, 0, 20]);
  const on = act(release, { kind: 'promote' }, after).after;
  expect(on.virtualServices[0]?.spec?.http?.[0]?.route?.map(({ weight }) => weight)).toEqual([0, 80, 20]);
});

test('weights that do not sum to 100 are scaled, and that is told', () => {
  const http = [
    {
      route: [
        { destination: { host: 'reviews', subset: 'v1' }, weight: 1 },
        { destination: { host: 'cart' }, weight: 3 },
      ],
    },
  ];
  const { plan, http: after } = planned(world(http, subsetsOf('v1', 'v2')), canary(20));
  expect(after?.[0]?.route?.map(({ weight }) => weight)).toEqual([20, 5, 75]);
  expect(plan.warnings).toContainEqual(
    expect.objectContaining({ code: 'rescaled', before: [1, 3], after: [25, 75] }),
  );
});

test('an A/B rule stands directly before its target, crossed with its matches', () => {
  const matches: MatchEntry[] = [
    { headers: { 'x-cohort': { exact: 'beta' } } },
    { queryParams: { beta: { exact: '1' } } },
  ];
  const { http } = planned(world(busy), { kind: 'ab', matches });
  expect(http).toHaveLength(5);
  expect(http?.[1]).toEqual({
    ...busy[1],
    name: 'sluice-reviews-ab-r7',
    match: [
      { uri: { prefix: '/reviews' }, headers: { 'x-cohort': { exact: 'beta' } } },
      { uri: { prefix: '/reviews' }, queryParams: { beta: { exact: '1' } } },
    ],
    route: [{ destination: { host: 'reviews', subset: 'v2', port: { number: 9080 } } }],
  });
  expect(http?.[2]?.route).toEqual([
    { destination: { host: 'reviews', port: { number: 9080 }, subset: 'v1' }, weight: 100 },
  ]);
});

test('what the target’s own match rules out is refused', () => {
  expect(refused(world(busy), { kind: 'ab', matches: [{ uri: { prefix: '/beta' } }] })).toEqual([
    'match-conflict',
  ]);
});

test('blue-green: a preview by header, the flip by weights alone, and back', () => {
  const start = planned(world(busy), {
    kind: 'blue-green',
    percent: 0,
    header: { name: 'X-Mesh-Preview', value: 'r7' },
  });
  expect(start.http?.[1]).toMatchObject({
    name: 'sluice-reviews-preview-r7',
    match: [{ uri: { prefix: '/reviews' }, headers: { 'x-mesh-preview': { exact: 'r7' } } }],
  });
  expect(start.http?.[2]?.route?.map(({ weight }) => weight)).toEqual([100, 0]);
  const flipped = act(start.release, { kind: 'set', percent: 100 }, start.after);
  expect(flipped.after.virtualServices[0]?.spec?.http?.[1]?.route?.map(({ weight }) => weight)).toEqual([
    0, 100,
  ]);
  const back = act(flipped.release as Release, { kind: 'abort' }, flipped.after);
  expect(back.after.virtualServices[0]?.spec?.http).toHaveLength(4);
});

test('a mirror copies, and stands beside what others copy', () => {
  const own = planned(world(busy), { kind: 'mirror', percent: 10 });
  expect(own.http?.[1]).toMatchObject({
    mirror: { host: 'reviews', subset: 'v2', port: { number: 9080 } },
    mirrorPercentage: { value: 10 },
  });
  expect(
    act(own.release, { kind: 'abort' }, own.after).after.virtualServices[0]?.spec?.http?.[1],
  ).not.toHaveProperty('mirror');
  const audit = { destination: { host: 'audit' }, percentage: { value: 3 } };
  const list = [{ mirrors: [audit], route: [{ destination: { host: 'reviews' } }] }];
  const beside = planned(world(list), { kind: 'mirror', percent: 10 });
  expect(beside.http?.[0]?.mirrors).toEqual([
    audit,
    { destination: { host: 'reviews', subset: 'v2' }, percentage: { value: 10 } },
  ]);
  const single = [{ mirror: { host: 'audit' }, route: [{ destination: { host: 'reviews' } }] }];
  expect(refused(world(single), { kind: 'mirror', percent: 10 })).toEqual(['mirror-in-use']);
});

test('a sticky canary gives its cookie with the candidate’s answers, by the release’s name', () => {
  const { http } = planned(world(busy), canary(10, true));
  expect(http?.[1]).toMatchObject({
    name: 'sluice-reviews-sticky-r7',
    match: [
      { uri: { prefix: '/reviews' }, headers: { cookie: { regex: '^(.*;\\s*)?sluice-rel=r7(;.*)?$' } } },
    ],
  });
  expect(http?.[2]?.route?.[1]?.headers?.response?.add).toEqual({
    'set-cookie': 'sluice-rel=r7; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax',
  });
});

test('without any VirtualService one is made for the mesh, and the policy that callers obey today is taken over', () => {
  const objects = cluster([
    service('shop/reviews', 'http:9080'),
    destinationRule('shop/broad', {
      host: '*.shop.svc.cluster.local',
      trafficPolicy: { connectionPool: { tcp: { maxConnections: 7 } } },
    }),
  ]);
  const plan = planSplit(intent(objects, canary(10)), objects);
  expect(plan.refusals).toEqual([]);
  expect(plan.writes[0]?.create).toMatchObject({
    spec: { trafficPolicy: { connectionPool: { tcp: { maxConnections: 7 } } } },
  });
  expect(plan.writes[1]?.create).toMatchObject({
    metadata: { name: 'reviews', namespace: 'shop', labels: { [releaseAnnotation]: 'r7' } },
    spec: {
      hosts: [host],
      http: [
        {
          name: 'sluice-reviews',
          route: [
            { destination: { host, subset: 'v1', port: { number: 9080 } }, weight: 90 },
            { destination: { host, subset: 'v2', port: { number: 9080 } }, weight: 10 },
          ],
        },
      ],
    },
  });
  expect(plan.warnings.map(({ code }) => code)).toEqual(['already-shared', 'inherited']);
});

test('of several ports each has its rule, with its condition, its layer and its destination’s port', () => {
  const objects = cluster([service('shop/reviews', 'http:9080 grpc-api:9090 tcp-admin:7000')]);
  const { writes, release } = planSplit(intent(objects, canary(10)), objects);
  const route = (number: number) =>
    [90, 10].map((weight, at) => ({
      destination: { host, subset: `v${at + 1}`, port: { number } },
      weight,
    }));
  expect(writes[1]?.create).toMatchObject({
    spec: {
      http: [
        { name: 'sluice-reviews-9080', match: [{ port: 9080 }], route: route(9080) },
        { name: 'sluice-reviews-9090', match: [{ port: 9090 }], route: route(9090) },
      ],
      tcp: [{ match: [{ port: 7000 }], route: route(7000) }],
    },
  });
  expect(release?.points).toHaveLength(3);
});

test('TCP: weights, and only weights', () => {
  const objects = cluster([
    service('shop/reviews', 'tcp:5432'),
    virtualService('shop/reviews', {
      hosts: ['reviews'],
      tcp: [{ match: [{ port: 5432 }], route: [{ destination: { host: 'reviews' } }] }],
    }),
  ]);
  const { plan } = planned(objects, canary(10));
  expect(plan.warnings.map(({ code }) => code)).toEqual(['connections-only']);
  expect(refused(objects, { kind: 'mirror', percent: 10 })).toEqual(['http-only']);
  expect(refused(objects, canary(10, true))).toEqual(['http-only']);
});

test('the same subset policy holds for both versions; versions that look alike get names of their own', () => {
  const pool = { connectionPool: { tcp: { maxConnections: 7 } } };
  const rule = destinationRule('shop/reviews', {
    host: 'reviews',
    subsets: [{ name: 'v1-2-3', labels: { version: 'v1.2.3' }, trafficPolicy: pool }],
  });
  const objects = world([{ route: [{ destination: { host: 'reviews' } }] }], rule);
  const versions = { stable: version('v1.2.3'), candidate: version('v1-2-3') };
  const { plan } = planned(objects, canary(10), versions);
  const [change] = plan.writes[0]?.changes ?? [];
  expect(change).toMatchObject({
    op: 'insert',
    index: 1,
    value: { labels: { version: 'v1-2-3' }, trafficPolicy: pool },
  });
  const name = change?.op === 'insert' ? (change.value as { name: string }).name : '';
  expect(name).toMatch(/^v1-2-3-[a-z0-9]{5}$/);
});

test.each<[string, ClusterObjects, string]>([
  [
    'a rule behind one that takes everything',
    world([
      { route: [{ destination: { host: 'cart' } }] },
      { route: [{ destination: { host: 'reviews' } }] },
    ]),
    'unreachable',
  ],
  [
    'a second VirtualService for the host on the mesh',
    cluster([
      service('shop/reviews', 'http:9080'),
      virtualService(
        'shop/first',
        { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'cart' } }] }] },
        9,
      ),
      virtualService(
        'shop/second',
        { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' } }] }] },
        1,
      ),
    ]),
    'several-owners',
  ],
  [
    'all weights zero',
    world([
      {
        route: [
          { destination: { host: 'reviews' }, weight: 0 },
          { destination: { host: 'cart' }, weight: 0 },
        ],
      },
    ]),
    'all-zero',
  ],
])('refused: %s', (_name, objects, code) => {
  expect(refused(objects, canary(10))).toContain(code);
});

test('callers with a DestinationRule of their own do not know the subset: refused, with its name', () => {
  const objects = {
    ...world(
      [{ route: [{ destination: { host: 'reviews' } }] }],
      destinationRule('web/own', { host, trafficPolicy: {} }),
    ),
    namespaces: ['shop', 'web'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  };
  const { refusals } = planSplit(intent(objects, canary(10)), objects);
  expect(refusals).toEqual([
    { code: 'shadowed-subset', about: { caller: 'web', namespace: 'web', name: 'own', subset: 'v1' } },
  ]);
});

test('no pods ready, or a share that is none', () => {
  const objects = world(busy);
  expect(refused(objects, canary(10), { candidate: version('v2', 0) })).toEqual(['no-ready-pods']);
  expect(refused(objects, canary(101))).toContain('percent');
});

test('a delegate is split in itself; its root is never written', () => {
  const objects = cluster([
    service('shop/reviews', 'http:9080'),
    virtualService('web/root', {
      hosts: ['shop.example'],
      gateways: ['istio-system/public'],
      http: [{ match: [{ uri: { prefix: '/r' } }], delegate: { name: 'reviews-split', namespace: 'shop' } }],
    }),
    virtualService('shop/reviews-split', { http: [{ route: [{ destination: { host: 'reviews' } }] }] }),
  ]);
  const [point] = pointsOf(new Set([host]), objects);
  expect(point).toMatchObject({
    virtualService: 'reviews-split',
    hosts: ['shop.example'],
    gateways: ['istio-system/public'],
    roots: [{ namespace: 'web', name: 'root' }],
  });
  const { writes } = planSplit(intent(objects, canary(10)), objects);
  expect(writes.map(({ name }) => name)).toEqual(['reviews', 'reviews-split']);
});
