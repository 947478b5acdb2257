/**
 * Splits against the API server itself, by the API alone: what is written and taken back, who of two is faster, what is refused for what
 * stands there. Each on a service of its own; docs/split-checks.md tells which check of the design each shows.
 */
import { type APIRequestContext, expect } from '@playwright/test';
import type { SplitWorld } from '#lib/api/splits/split-world.ts';
import { test as base, type PersonaName } from './support/console-page.ts';
import { consoleUrl, kubernetes } from './support/demo.ts';
import {
  type OwnObject,
  type OwnService,
  type OwnServiceOptions,
  ownService,
} from './support/own-service.ts';
import { canaryOf, type SplitCalls, splitCalls } from './support/split-calls.ts';
import {
  httpRulesOf,
  pathOf,
  type Routes,
  type Rule,
  routesOf,
  weightsOf,
} from './support/written-routes.ts';

const networking = '/apis/networking.istio.io/v1/namespaces/shop';

const test = base.extend<{
  own(kind: string, options?: Partial<OwnServiceOptions>): Promise<OwnService>;
  signedIn(persona: PersonaName): Promise<APIRequestContext>;
}>({
  /** Gone again after the journey. */
  own: async ({ page }, use) => {
    const made: OwnService[] = [];
    await use(async (kind, options = {}) => {
      const own = await ownService(page, kind, { portName: 'http-web', ...options });
      made.push(own);
      return own;
    });
    for (const own of made) await own.remove();
  },
  signedIn: async ({ playwright }, use) => {
    const contexts: APIRequestContext[] = [];
    await use(async (persona) => {
      const context = await playwright.request.newContext();
      contexts.push(context);
      const data = { strategy: 'demo', persona };
      const headers = { origin: consoleUrl };
      expect((await context.post(`${consoleUrl}/api/v1/session`, { data, headers })).status()).toBe(200);
      return context;
    });
    for (const context of contexts) await context.dispose();
  },
});

test.beforeEach(() => test.setTimeout(90_000));

const routes = (name: string, http: readonly object[], more: object = {}): [string, OwnObject] => [
  `${networking}/virtualservices`,
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name },
    spec: { hosts: [name], http, ...more },
  },
];

const subsets = (name: string, ...versions: string[]): [string, OwnObject] => [
  `${networking}/destinationrules`,
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name },
    spec: { host: name, subsets: versions.map((version) => ({ name: version, labels: { version } })) },
  },
];

const to = (host: string, subset: string, weight: number) => ({ destination: { host, subset }, weight });

/** Past the console, as with kubectl. */
async function write(own: OwnService, change: (rules: Rule[]) => Rule[]): Promise<void> {
  const now = await routesOf(own);
  const spec = { ...now.spec, http: change(now.spec.http ?? []) };
  expect((await kubernetes('admin', 'PUT', pathOf(own.namespace, own.name), { ...now, spec })).status).toBe(
    200,
  );
}

/** What was made past the console comes to it a moment later; until then it knows of no such service. */
const soon = (check: () => Promise<void>) => expect(check).toPass({ timeout: 15_000 });

async function known(calls: SplitCalls): Promise<SplitWorld> {
  await soon(async () => {
    const { versions, points } = await calls.world();
    expect([versions.filter(({ ready }) => ready > 0).length, points.length]).toEqual([2, 1]);
  });
  return calls.world();
}

/** All but what Kubernetes counts with each write. */
function meaning({ metadata, ...rest }: Routes): object {
  const { resourceVersion: _version, ...kept } = metadata;
  const { generation: _generation, managedFields: _fields, ...own } = kept as Record<string, unknown>;
  return { ...rest, metadata: own };
}

test('an object with four rules, after a split, its abort and the restore of its base, is what it was; the abort alone pins a plain host', async ({
  own,
  signedIn,
}) => {
  // Two versions whose names would make one name of a subset.
  const [stable, candidate] = ['v1.2.3', 'v1-2-3'] as const;
  const service = await own('base', {
    versions: [stable, candidate],
    besides: (name) => [
      routes(name, [
        {
          name: 'admin',
          match: [{ uri: { prefix: '/admin' } }],
          route: [{ destination: { host: 'frontend' } }],
        },
        {
          match: [{ uri: { prefix: '/books' } }],
          timeout: '3s',
          retries: { attempts: 2, perTryTimeout: '1s', retryOn: '5xx' },
          corsPolicy: { allowOrigins: [{ exact: 'https://shop.example' }], allowMethods: ['GET'] },
          fault: { delay: { fixedDelay: '1s', percentage: { value: 5 } } },
          headers: { request: { set: { 'x-rule': 'books' } } },
          route: [{ destination: { host: name } }],
        },
        { name: 'old', match: [{ uri: { prefix: '/old' } }], redirect: { uri: '/books' } },
        { name: 'rest', route: [{ destination: { host: 'cart' } }] },
      ]),
    ],
  });
  const calls = splitCalls(await signedIn('developer'), service);
  const before = await routesOf(service);
  const { release } = await calls.begin({ stable, candidate, steps: [25, 50] });
  const { body: rule } = await kubernetes<{ spec: { subsets: { name: string; labels: object }[] } }>(
    'admin',
    'GET',
    `${networking}/destinationrules/${service.name}`,
  );
  const names = rule.spec.subsets.map(({ name }) => name);
  expect(new Set(names).size).toBe(2);
  expect(rule.spec.subsets.map(({ labels }) => labels)).toEqual([
    { version: stable },
    { version: candidate },
  ]);
  const [pinned = '', other = ''] = names;
  const rules = before.spec.http ?? [];
  const split = (weights: [number, number]) => [
    rules[0],
    {
      ...rules[1],
      route: [pinned, other].map((subset, index) => ({
        destination: { host: service.name, subset },
        weight: weights[index],
      })),
    },
    ...rules.slice(2),
  ];
  expect(await httpRulesOf(service)).toEqual(split([75, 25]));

  const id = release?.id ?? '';
  expect((await calls.act(id, { kind: 'abort' })).outcome).toBe('done');
  expect(await httpRulesOf(service)).toEqual(split([100, 0]));
  // The plain host sends to every pod: not while the candidate has one that is ready.
  expect(await calls.act(id, { kind: 'restore' })).toMatchObject({
    outcome: 'refused',
    refusals: [{ code: 'phase' }],
  });
  await service.setReady(candidate, false);
  await expect(async () => expect((await calls.act(id, { kind: 'restore' })).outcome).toBe('done')).toPass({
    timeout: 15_000,
  });
  expect(meaning(await routesOf(service))).toEqual(meaning(before));
});

test('weights of 1 and 3 are a quarter and three quarters; a third destination keeps its fifth to the end', async ({
  own,
  signedIn,
}) => {
  const service = await own('third', {
    besides: (name) => [
      subsets(name, 'v1', 'v2'),
      routes(name, [{ name: 'main', route: [to(name, 'v1', 1), to(name, 'v2', 3)] }]),
    ],
  });
  const { name } = service;
  const calls = splitCalls(await signedIn('developer'), service);
  await soon(async () => {
    const { versions } = await calls.live();
    expect(versions.map(({ version, configured }) => [version, configured])).toEqual([
      ['v1', 25],
      ['v2', 75],
    ]);
  });
  const { cautions } = await calls.plan(canaryOf(service, await known(calls), { steps: [80] }));
  expect(cautions).toContainEqual(
    expect.objectContaining({ code: 'rescaled', before: [1, 3], after: [25, 75] }),
  );

  const third = { destination: { host: 'cart' }, weight: 20 };
  const withThird = (rules: Rule[]) => rules.map((rule) => ({ ...rule, route: [to(name, 'v1', 80), third] }));
  const weights = async () => weightsOf((await httpRulesOf(service))[0]);
  const begin = async () => {
    await write(service, withThird);
    await expect
      .poll(async () => (await calls.world()).points[0]?.shares.map(({ percent }) => percent))
      .toEqual([80, 20]);
    const { release } = await calls.begin({ steps: [5, 25, 50, 100] });
    return release?.id ?? '';
  };
  const id = await begin();
  const seen = [await weights()];
  for (const kind of ['advance', 'advance', 'advance', 'abort']) {
    expect([kind, (await calls.act(id, { kind })).outcome]).toEqual([kind, 'done']);
    seen.push(await weights());
  }
  expect((await calls.act(id, { kind: 'finish' })).outcome).toBe('done');
  const again = await begin();
  expect((await calls.act(again, { kind: 'promote' })).outcome).toBe('done');
  seen.push(await weights());
  expect(seen).toEqual([
    { v1: 76, v2: 4, cart: 20 },
    { v1: 60, v2: 20, cart: 20 },
    { v1: 40, v2: 40, cart: 20 },
    { v1: 0, v2: 80, cart: 20 },
    { v1: 80, v2: 0, cart: 20 },
    { v1: 0, v2: 80, cart: 20 },
  ]);
});

test('two who start at once: one wins, the other is told who, when and both weights; what somebody wrote into another rule stays', async ({
  own,
  signedIn,
}) => {
  const side = {
    name: 'side',
    match: [{ uri: { prefix: '/side' } }],
    route: [{ destination: { host: 'cart' } }],
  };
  const service = await own('race', {
    besides: (name) => [routes(name, [side, { name: 'main', route: [{ destination: { host: name } }] }])],
  });
  const people = { developer: 10, admin: 50 };
  const [first, second] = [await signedIn('developer'), await signedIn('admin')].map((one) =>
    splitCalls(one, service),
  );
  if (first === undefined || second === undefined) throw new Error('Nobody is signed in.');
  const world = await known(first);
  const wish = (percent: number) => canaryOf(service, world, { steps: [percent] });
  const { reviewed } = await first.plan(wish(people.developer));
  await write(service, ([one, ...others]) => [{ ...one, timeout: '9s' }, ...others]);
  const since = Math.floor(Date.now() / 1000);
  const answers = await Promise.all([
    first.start(wish(people.developer), reviewed),
    second.start(wish(people.admin), reviewed),
  ]);
  const [won] = answers.filter(({ outcome }) => outcome === 'done');
  const by = won?.release?.by as keyof typeof people;
  const percent = people[by];
  expect(await httpRulesOf(service)).toMatchObject([
    { name: 'side', timeout: '9s' },
    { name: 'main', route: [{ weight: 100 - percent }, { weight: percent }] },
  ]);
  expect(answers.filter((one) => one !== won)).toMatchObject([
    {
      outcome: 'conflict',
      written: 0,
      leftovers: [],
      conflict: {
        by,
        at: expect.any(Number),
        points: [
          { reviewed: [{ subset: null, percent: 100 }], now: [{ percent: 100 - percent }, { percent }] },
        ],
      },
    },
  ]);
  const [lost] = answers.filter((one) => one !== won);
  expect(lost?.conflict?.at).toBeGreaterThanOrEqual(since - 1);
});

test('a headless service, an ExternalName and the younger of two VirtualServices for one host are refused with the reason', async ({
  own,
  signedIn,
}) => {
  const part = (name: string, spec: object): [string, OwnObject] => [
    '/api/v1/namespaces/shop/services',
    { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec },
  ];
  const ports = [{ name: 'http-web', port: 7001, protocol: 'TCP' }];
  const service = await own('dead', {
    besides: (name) => [
      part(`${name}-headless`, { clusterIP: 'None', selector: { app: name }, ports }),
      part(`${name}-away`, { type: 'ExternalName', externalName: 'away.example.com' }),
      routes(name, [{ name: 'main', route: [{ destination: { host: name } }] }]),
      routes(`${name}-late`, [{ name: 'main', route: [{ destination: { host: name } }] }], { hosts: [name] }),
    ],
  });
  const request = await signedIn('developer');
  const { namespace, name } = service;
  for (const [suffix, code] of [
    ['headless', 'headless'],
    ['away', 'external-name'],
  ] as const) {
    const calls = splitCalls(request, { namespace, name: `${name}-${suffix}` });
    await soon(async () => expect((await calls.world()).refusals.map((one) => one.code)).toContain(code));
    const world = await calls.world();
    const { refusals, drafts } = await calls.plan(
      canaryOf({ namespace, name: `${name}-${suffix}` }, world, { steps: [5] }),
    );
    expect([refusals.map((one) => one.code), drafts]).toEqual([expect.arrayContaining([code]), []]);
  }
  const calls = splitCalls(request, service);
  await soon(async () => {
    const { points } = await calls.world();
    expect(
      points.map(({ ref, refusals }) => [ref.name, refusals.map(({ code, about }) => [code, about.name])]),
    ).toEqual([
      [name, []],
      [`${name}-late`, [['several-owners', name]]],
    ]);
  });
});
