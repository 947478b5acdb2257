/** Splits through the API: what is refused, what is written and in which order, what the answers say. Numbers are those of the design's checks. */
import { describe, expect, test } from 'vitest';
import { type SplitLive, splitLiveSchema } from '#lib/api/split-live.ts';
import {
  type ActBody,
  type PlanAnswer,
  planAnswerSchema,
  type RunAnswer,
  runAnswerSchema,
} from '#lib/api/split-plan.ts';
import { type SplitWorld, splitWorldSchema } from '#lib/api/split-world.ts';
import { type Splits, splitsSchema } from '#lib/api/splits-list.ts';
import { until } from '../testing/harness.ts';
import {
  basics,
  canary,
  destinationRule,
  namespace,
  plain,
  service,
  splitWorld,
  type users,
  versionPods,
  virtualService,
} from '../testing/split-world.ts';

const world = splitWorld();
const dr = 'shop/destinationrules';
const vs = 'shop/virtualservices';

async function plan(intent = canary(10), token: keyof typeof users = 'dev'): Promise<PlanAnswer> {
  const { status, body } = await world.ask('splits/plan', { intent }, token);
  expect([status, status === 200 ? '' : JSON.stringify(body)]).toEqual([200, '']);
  return planAnswerSchema.parse(body);
}

async function start(
  intent = canary(10),
  token: keyof typeof users = 'dev',
  reviewed?: string,
): Promise<RunAnswer> {
  const seen = reviewed ?? (await plan(intent, token)).reviewed;
  const { status, body } = await world.ask(
    'splits/start',
    { intent, reviewed: seen, reason: 'new release' },
    token,
  );
  expect([status, status === 200 ? '' : JSON.stringify(body)]).toEqual([200, '']);
  const answer = runAnswerSchema.parse(body);
  const { release } = answer;
  if (release !== null) await seenRev(release.rev);
  return answer;
}

/** The watch has told the console of it. */
async function seenRev(rev: number): Promise<void> {
  await until(() =>
    world.harness.services.snapshot
      .objects()
      .virtualServices.some(({ metadata }) =>
        metadata.annotations?.['sluice.dev/release']?.includes(`"rev":${rev}`),
      )
      ? true
      : null,
  );
}

async function act(
  release: string | null,
  action: object,
  more: Partial<ActBody> = {},
  token: keyof typeof users = 'dev',
): Promise<RunAnswer> {
  const { status, body } = await world.ask('splits/shop/reviews/act', { release, action, ...more }, token);
  expect([status, status === 200 ? '' : JSON.stringify(body)]).toEqual([200, '']);
  const answer = runAnswerSchema.parse(body);
  if (answer.written > 0 && answer.release !== null) await seenRev(answer.release.rev);
  return answer;
}

async function live(token: keyof typeof users = 'dev', query = ''): Promise<SplitLive> {
  const { status, body } = await world.ask(`splits/shop/reviews${query}`, undefined, token);
  expect([status, status === 200 ? '' : JSON.stringify(body)]).toEqual([200, '']);
  return splitLiveSchema.parse(body);
}

async function describeWorld(token: keyof typeof users = 'dev'): Promise<SplitWorld> {
  const { status, body } = await world.ask('splits/world?namespace=shop&service=reviews', undefined, token);
  expect(status).toBe(200);
  return splitWorldSchema.parse(body);
}

const weights = (name?: string) =>
  world
    .virtualService(name)
    .spec?.http[0]?.route.map(({ destination, weight }) => [destination.subset ?? '-', weight]);

describe('the world of the wizard', () => {
  test('versions with their ready pods, the rule that routes, what may be done', async () => {
    const answer = await describeWorld();
    expect(
      answer.versions.map(({ value, ready, proxies, implicit }) => [value, ready, proxies, implicit]),
    ).toEqual([
      ['v1', 2, 2, 50],
      ['v2', 2, 2, 50],
    ]);
    expect(
      answer.points.map(({ ref, preselected, gateways, owner }) => [
        ref.key,
        preselected,
        gateways,
        owner.mode,
      ]),
    ).toEqual([['name:main', true, ['mesh'], 'own']]);
    expect(answer.suggested).toEqual({ stable: 'v1', candidate: 'v2' });
    expect([answer.may.write, answer.may.missing, answer.refusals]).toEqual([true, [], []]);
    expect(answer.guard).toMatchObject({ modes: ['off', 'advise', 'auto-abort'], obstacle: null });
  });

  test('a viewer sees the same, and what they would need', async () => {
    const answer = await describeWorld('viewer');
    expect(answer.may.write).toBe(false);
    expect(answer.may.missing).toContainEqual({
      verb: 'update',
      group: 'networking.istio.io',
      resource: 'virtualservices',
      namespace: 'shop',
    });
  });

  test('22: namespaces where routes cannot be read are unknown, not empty', async () => {
    world.harness.kubernetes.users.set('dev', {
      name: 'mara',
      grants: [
        ...(world.harness.kubernetes.users.get('dev')?.grants ?? []),
        'list /pods hidden',
        'list /services hidden',
      ],
    });
    world.harness.services.access.invalidate();
    const answer = await describeWorld();
    expect(answer.unknown.namespaces).toEqual(['hidden']);
    expect(answer.cautions).toContainEqual({ code: 'unknown-namespaces', namespaces: ['hidden'] });
  });

  test.each([
    ['headless', service({ clusterIP: 'None' }), namespace('shop'), 'headless'],
    [
      'an ExternalName',
      service({ type: 'ExternalName', externalName: 'x.example' }),
      namespace('shop'),
      'external-name',
    ],
    ['ambient', service(), namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }), 'ambient'],
    [
      'KubeSphere',
      service({}, { annotations: { 'servicemesh.kubesphere.io/enabled': 'true' } }),
      namespace('shop'),
      'owned-by',
    ],
  ])('16, 17: %s is refused with its reason, in the world and by a plan', async (_, svc, space, code) => {
    await world.set([space, svc, ...versionPods('v1'), ...versionPods('v2'), virtualService(plain)]);
    expect((await describeWorld()).refusals.map((one) => one.code)).toContain(code);
    const refused = await plan();
    expect(refused.refusals.map((one) => one.code)).toContain(code);
    expect([refused.drafts, refused.dryRun]).toEqual([[], []]);
  });

  test('17: of two VirtualServices for one host on the mesh the younger is refused, and names the winner', async () => {
    await world.set([
      ...basics(),
      virtualService(plain, { creationTimestamp: '2026-01-01T00:00:00Z' }),
      virtualService(plain, { name: 'late', creationTimestamp: '2026-02-01T00:00:00Z' }),
    ]);
    const points = (await describeWorld()).points.map(({ ref, refusals }) => [
      ref.name,
      refusals.map(({ code, about }) => [code, about.name]),
    ]);
    expect(points).toEqual([
      ['reviews', []],
      ['late', [['several-owners', 'reviews']]],
    ]);
  });

  test('18: versions that would make the same subset name get two', async () => {
    await world.set([
      namespace('shop'),
      service(),
      ...versionPods('v1.2.3'),
      ...versionPods('v1-2-3'),
      virtualService(plain),
    ]);
    const intent = canary(10, { stable: 'v1.2.3', candidate: 'v1-2-3' });
    const { release } = await plan(intent);
    expect(release?.stable.subset).not.toBe(release?.candidate.subset);
  });
});

describe('planning', () => {
  test('drafts in their order, tried with the rights of the caller, nothing written', async () => {
    let answer: PlanAnswer | null = null;
    const calls = await world.calls(async () => {
      answer = await plan();
    });
    expect(calls).toEqual(expect.arrayContaining([`POST ${dr}?dryRun`, `PUT ${vs}/reviews?dryRun`]));
    expect(calls.filter((one) => /^(PUT|POST)/.test(one) && !one.endsWith('?dryRun'))).toEqual([]);
    expect(answer).toMatchObject({
      refusals: [],
      drafts: [
        { change: { op: 'create', kind: 'destinationrules.networking.istio.io' }, before: null },
        { change: { op: 'update', name: 'reviews' } },
      ],
      dryRun: [{ accepted: true }, { accepted: true }],
      release: { strategy: { percent: 10 }, step: 0 },
    });
  });

  test.each([
    [canary(10, { candidate: 'v9' }), 'gone', '/candidate'],
    [canary(10, { candidate: 'v1' }), 'one-version', '/candidate'],
    [
      canary(10, {
        plan: [
          { percent: 50, waitSeconds: null },
          { percent: 20, waitSeconds: null },
        ],
      }),
      'percent',
      '/plan/1/percent',
    ],
    [
      canary(10, { strategy: { kind: 'ab', matches: [{ headers: { a: { regex: '(?=x)' } } }] }, plan: [] }),
      'regex',
      '/strategy/matches/0',
    ],
    [
      canary(10, {
        points: [
          { kind: 'VirtualService', namespace: 'shop', name: 'reviews', layer: 'http', key: 'name:none' },
        ],
      }),
      'gone',
      '/points/0',
    ],
    [canary(10, { points: [] }), 'several-owners', '/points'],
  ])(
    'what cannot be is refused beside its field, and Kubernetes hears nothing: %#',
    async (intent, code, field) => {
      const calls = await world.calls(async () => {
        expect((await plan(intent)).refusals).toMatchObject([{ code, field }]);
      });
      expect(calls).toEqual([]);
    },
  );

  test.each([[{ percent: 101 }], [{ percent: -1 }], [{ percent: 'many' }]])(
    'a share of %o is no question',
    async (strategy) => {
      const intent = { ...canary(10), strategy: { kind: 'canary', sticky: false, ...strategy } };
      const calls = await world.calls(async () => {
        const { status, body } = await world.ask<{ errors: { field: string }[] }>('splits/plan', { intent });
        expect([status, body.errors[0]?.field]).toEqual([400, '/intent/strategy/percent']);
      });
      expect(calls).toEqual([]);
    },
  );

  test('4: the rule of an A/B test lands before its target; behind a catch-all the target is refused with the number', async () => {
    const rules = [{ name: 'first', match: [{ uri: { prefix: '/x' } }], route: plain[0]?.route }, ...plain];
    await world.set([...basics(), virtualService(rules)]);
    const ab = canary(10, {
      strategy: { kind: 'ab', matches: [{ headers: { lab: { exact: 'b' } } }] },
      plan: [],
    });
    expect((await start(ab)).outcome).toBe('done');
    expect(world.virtualService().spec?.http.map(({ name }) => name)).toEqual([
      'first',
      expect.stringMatching(/^sluice-reviews-ab-/),
      'main',
    ]);
    await world.set([...basics(), virtualService([{ route: plain[0]?.route }, ...plain])]);
    expect((await plan()).refusals).toMatchObject([{ code: 'unreachable', about: { rule: 2, behind: 1 } }]);
  });

  test('Git owns the VirtualService: weights alone, with what Argo CD has to ignore', async () => {
    await world.set([
      ...basics(),
      virtualService(plain, {
        annotations: {
          'argocd.argoproj.io/tracking-id': 'books:networking.istio.io/VirtualService:shop/reviews',
        },
      }),
    ]);
    const answer = await plan();
    expect(answer.gitops.mode).toBe('overlay');
    expect(answer.gitops.snippet).toContain('RespectIgnoreDifferences=true');
    expect(answer.cautions).toContainEqual(
      expect.objectContaining({ code: 'reverted-by-git', manager: 'argocd', application: 'books' }),
    );
    expect(
      (await plan(canary(10, { strategy: { kind: 'canary', percent: 10, sticky: true } }))).refusals,
    ).toMatchObject([{ code: 'git-weights-only', field: '/strategy' }]);
    const emitted = await start(canary(10, { mode: 'emit' }));
    expect(emitted).toMatchObject({ outcome: 'refused', refusals: [{ code: 'emit-only' }] });
  });
});

describe('starting', () => {
  test('subsets are written before the route that names them, the record with the weights, the timeline after them', async () => {
    const intent = canary(10);
    const { reviewed } = await plan(intent);
    let answer: RunAnswer | null = null;
    const calls = await world.calls(async () => {
      answer = await start(intent, 'dev', reviewed);
    });
    const writes = calls.filter((one) => /^(PUT|POST)/.test(one) && !one.endsWith('?dryRun'));
    expect(writes).toEqual([`POST ${dr}`, `PUT ${vs}/reviews`, 'POST shop/configmaps']);
    expect(answer).toMatchObject({
      outcome: 'done',
      written: 1,
      total: 1,
      recorded: true,
      release: { by: 'mara', phase: 'Progressing' },
    });
    expect(weights()).toEqual([
      ['v1', 90],
      ['v2', 10],
    ]);
    const [record] = world.configMaps();
    expect(record).toMatchObject({
      immutable: true,
      metadata: { namespace: 'shop', labels: { 'sluice.dev/split-service': 'reviews' } },
    });
  });

  test('7: the route is forbidden after the subset was written: no route changed, the right is named, the subset is told', async () => {
    world.fake.fault = ({ method, path, query }, response) => {
      if (method !== 'PUT' || !path.endsWith('/virtualservices/reviews') || query.has('dryRun')) return false;
      const message =
        'virtualservices.networking.istio.io "reviews" is forbidden: User "mara" cannot update resource "virtualservices"';
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end(JSON.stringify({ kind: 'Status', code: 403, reason: 'Forbidden', message }));
      return true;
    };
    const answer = await start();
    expect(answer).toMatchObject({
      outcome: 'failed',
      written: 0,
      total: 1,
      leftovers: [{ kind: 'DestinationRule', namespace: 'shop', name: 'reviews' }],
      refusals: [
        { code: 'rights', about: { verb: 'update', resource: 'virtualservices', namespace: 'shop' } },
      ],
    });
    expect(weights()).toEqual([['-', undefined]]);
  });

  test('19: a viewer who calls the API gets the word of Kubernetes, and nothing is written', async () => {
    const { reviewed } = await plan();
    const calls = await world.calls(async () => {
      const answer = await start(canary(10), 'viewer', reviewed);
      expect(answer).toMatchObject({ outcome: 'failed', written: 0 });
      expect(answer.objects.map(({ refusal }) => refusal)).toContain('rights');
    });
    expect(calls).toContain(`PUT ${vs}/reviews?dryRun`);
    expect(calls.filter((one) => /^(PUT|POST)/.test(one) && !one.endsWith('?dryRun'))).toEqual([]);
    expect(
      world.harness.logLines.some(
        (line) => line.includes('"action":"denied"') && line.includes('"subject":"vera"'),
      ),
    ).toBe(true);
  });

  test('5: what was reviewed was changed meanwhile: a conflict with both weights; another rule is merged silently', async () => {
    await world.set([
      ...basics(),
      destinationRule(['v1', 'v2']),
      virtualService([
        { name: 'side', match: [{ uri: { prefix: '/x' } }], route: [{ destination: { host: 'cart' } }] },
        ...plain,
      ]),
    ]);
    const { reviewed } = await plan();
    await world.set([
      ...basics(),
      destinationRule(['v1', 'v2']),
      virtualService(
        [
          {
            name: 'side',
            timeout: '9s',
            match: [{ uri: { prefix: '/x' } }],
            route: [{ destination: { host: 'cart' } }],
          },
          ...plain,
        ],
        { resourceVersion: '6' },
      ),
    ]);
    const merged = await start(canary(10), 'dev', reviewed);
    expect(merged.outcome).toBe('done');
    expect(world.virtualService().spec?.http[0]).toMatchObject({ name: 'side', timeout: '9s' });
    const touched = [
      {
        ...plain[0],
        route: [
          { destination: { host: 'reviews', subset: 'v1' }, weight: 50 },
          { destination: { host: 'reviews', subset: 'v2' }, weight: 50 },
        ],
      },
    ];
    await world.set([
      ...basics(),
      destinationRule(['v1', 'v2']),
      virtualService(touched, {
        resourceVersion: '7',
        managedFields: [{ manager: 'kubectl-edit', operation: 'Update', time: '2026-11-29T06:00:00Z' }],
      }),
    ]);
    const answer = await start(canary(10), 'dev', reviewed);
    expect(answer.outcome).toBe('conflict');
    expect(answer.conflict?.points).toMatchObject([
      {
        reviewed: [{ subset: null, percent: 100 }],
        now: [
          { subset: 'v1', percent: 50 },
          { subset: 'v2', percent: 50 },
        ],
      },
    ]);
    expect(answer.conflict?.manager).not.toBeNull();
  });

  test('5: of two who begin at once one wins, the other is told who has it', async () => {
    const { reviewed } = await plan();
    const answers = await Promise.all([
      start(canary(10), 'dev', reviewed),
      start(canary(50), 'other', reviewed),
    ]);
    expect(answers.map(({ outcome }) => outcome === 'done').filter(Boolean)).toHaveLength(1);
    const lost = await start(canary(20), 'other');
    expect(lost.refusals).toMatchObject([
      { code: 'active', about: { by: expect.any(String), at: expect.any(String) } },
    ]);
  });

  test('8: the second of two attachment points fails: partial 1/2; an abort restores the first', async () => {
    const second = virtualService(plain, {
      name: 'public',
      hosts: ['www.example'],
      gateways: ['istio-system/public'],
    });
    await world.set([...basics(), destinationRule(['v1', 'v2']), virtualService(plain), second]);
    const points = ['reviews', 'public'].map((name) => ({
      kind: 'VirtualService' as const,
      namespace: 'shop',
      name,
      layer: 'http' as const,
      key: 'name:main',
    }));
    const intent = canary(10, { points });
    const { reviewed } = await plan(intent);
    world.fake.fault = ({ method, path, query }, response) => {
      if (method !== 'PUT' || !path.endsWith('/public') || query.has('dryRun')) return false;
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end(
          JSON.stringify({ kind: 'Status', code: 403, message: 'cannot update resource "virtualservices"' }),
        );
      return true;
    };
    const answer = await start(intent, 'dev', reviewed);
    expect(answer).toMatchObject({ outcome: 'partial', written: 1, total: 2 });
    expect((await live()).partial).toEqual({ written: 1, total: 2 });
    world.fake.fault = null;
    const aborted = await act(answer.release?.id ?? '', { kind: 'abort' });
    expect(aborted.outcome).toBe('done');
    expect(weights()?.find(([subset]) => subset === 'v2')?.[1] ?? 0).toBe(0);
  });
});

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
    expect((await act(release?.id ?? '', { kind: 'set', percent: 50 })).outcome).toBe('conflict');
    const adopted = await act(release?.id ?? '', { kind: 'adopt' });
    expect(adopted).toMatchObject({ outcome: 'done', release: { strategy: { percent: 0 } } });
    expect((await live()).drift).toBeNull();
  });

  test('20: a record that cannot be read is an untracked split, and can be adopted', async () => {
    await start(canary(25));
    const now = world.virtualService();
    const broken = {
      ...now,
      metadata: { ...now.metadata, resourceVersion: '78', annotations: { 'sluice.dev/release': '{broken' } },
    };
    await world.set([...basics(), destinationRule(['v1', 'v2']), broken]);
    const answer = await live();
    expect(answer).toMatchObject({ state: 'untracked', recordProblem: 'it is no JSON', release: null });
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
    expect(splitsSchema.parse(body).splits.map(({ state }) => state)).toEqual(['past']);
  });

  test('a note stands in the timeline, and a guard that cannot be armed is refused', async () => {
    const { release } = await start(canary(25));
    const id = release?.id ?? '';
    expect((await act(id, { kind: 'note', text: 'looks slow' })).recorded).toBe(true);
    expect((await live()).timeline[0]).toMatchObject({ kind: 'note', text: 'looks slow', by: 'mara' });
  });

  test('the subsets that were made go when nothing names them, not before', async () => {
    const { release } = await start(canary(25));
    const id = release?.id ?? '';
    await act(id, { kind: 'abort' });
    expect((await act(id, { kind: 'cleanup' })).refusals).toMatchObject([{ code: 'too-soon' }]);
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
});

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
  const requests = 'response_code';
  const callerRows = (workload: string, space: string, version: string, value: number) => ({
    metric: {
      source_workload_namespace: space,
      source_workload: workload,
      destination_workload_namespace: 'shop',
      destination_workload: `reviews-${version}`,
    },
    value,
  });
  const callers =
    'sum by (source_workload_namespace, source_workload, destination_workload_namespace, destination_workload)';
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

  test('callers in hidden namespaces are counted and have no name', async () => {
    await start(canary(25));
    world.told = [{ holds: callers, rows: [callerRows('secret-job', 'payroll', 'v1', 5)] }];
    const { body, reply } = await world.ask<SplitLive>('splits/shop/reviews?window=39s');
    expect(body.callers).toMatchObject([{ caller: null, requestsPerSecond: 5 }]);
    expect(reply.text).not.toContain('payroll');
  });

  test('13: copies are no part of shares', async () => {
    await start(canary(0, { strategy: { kind: 'mirror', percent: 50 }, plan: [] }));
    world.told = [{ holds: requests, rows: [rows('v1', 10), rows('v2', 5)] }];
    const { versions } = await live('dev', '?window=45s');
    expect(versions.map(({ version, observed, mirrored }) => [version, observed, mirrored])).toEqual([
      ['v1', 100, false],
      ['v2', null, true],
    ]);
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
