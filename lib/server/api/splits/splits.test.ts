/** Splits through the API: what the wizard is told, what is refused, what a plan says. Numbers are those of the design's checks. */
import { describe, expect, test } from 'vitest';
import type { PlanAnswer, SplitIntent } from '#lib/api/splits/split-plan.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { splitCalls } from '../../testing/split-calls.ts';
import {
  basics,
  canary,
  destinationRule,
  namespace,
  plain,
  service,
  splitWorld,
  users,
  versionPods,
  virtualService,
} from '../../testing/split-world.ts';

const world = splitWorld();
const { plan, start, describeWorld } = splitCalls(world);
const [main] = canary(10).points as [SplitIntent['points'][number]];
const dr = 'shop/destinationrules';
const vs = 'shop/virtualservices';

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

  test.each([
    ['by their namespace', 'ambient', undefined, ['ambient']],
    ['by their own label', undefined, 'ambient', ['ambient']],
    ['not where they say otherwise than their namespace', 'ambient', 'none', []],
    ['not where nobody says so', undefined, undefined, []],
  ])('17: pods of the ambient mesh are refused %s', async (_, space, own, codes) => {
    const mode = (value: string | undefined): Record<string, string> =>
      value === undefined ? {} : { 'istio.io/dataplane-mode': value };
    const pods = [...versionPods('v1'), ...versionPods('v2')].map((pod) => {
      const labels = { ...pod.metadata.labels, ...mode(own) };
      const containers = pod.spec?.containers?.slice(0, 1);
      return { ...pod, metadata: { ...pod.metadata, labels }, spec: { containers } };
    });
    const objects = [namespace('shop', mode(space)), service(), virtualService(plain)];
    await world.set([...objects, ...pods]);
    const { refusals, service: told } = await describeWorld();
    expect([refusals.map(({ code }) => code), told.ambient]).toEqual([codes, codes.length > 0]);
    expect((await plan()).refusals.map(({ code }) => code)).toEqual(codes);
    // A pod with a sidecar passes no ztunnel.
    await world.set([...objects, ...versionPods('v1'), ...versionPods('v2')]);
    expect((await describeWorld()).refusals).toEqual([]);
  });

  test('pods without a version are told with what they carry', async () => {
    const bare = versionPods('v1').map((pod) => ({
      ...pod,
      metadata: { ...pod.metadata, labels: { app: 'reviews' } },
    }));
    await world.set([namespace('shop'), service(), ...bare, virtualService(plain)]);
    const { refusals, versions, unversioned } = await describeWorld();
    expect([refusals.map(({ code }) => code), versions]).toEqual([['no-version-label'], []]);
    expect(unversioned.map(({ name, labels }) => [name, labels])).toEqual([
      ['reviews-v1-0', {}],
      ['reviews-v1-1', {}],
    ]);
  });

  test('a Deployment that is being updated: each pod is told with its own label', async () => {
    const [old, young] = versionPods('v1');
    const replaced = {
      ...young,
      metadata: { ...young?.metadata, labels: { app: 'reviews', version: 'v2' } },
    };
    await world.set([
      namespace('shop'),
      service(),
      old,
      replaced,
      virtualService(plain),
    ] as KubernetesObject[]);
    const { refusals, versions } = await describeWorld();
    expect(refusals.map((one) => one.code)).toEqual(['rolling-update']);
    expect(versions.flatMap(({ pods }) => pods.map(({ labels }) => labels))).toEqual([
      { version: 'v1' },
      { version: 'v2' },
    ]);
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
    [canary(10, { plan: [{ percent: 10, waitSeconds: 60 }] }), 'schedule', '/guard/mode'],
    [canary(10, { points: [{ ...main, only: ['else.example'] }] }), 'gone', '/points/0/only'],
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

  test('fewer pods than the plan needs are told, with what an autoscaler may add where the caller may read it', async () => {
    const { kubernetes, services } = world.harness;
    await world.set([
      namespace('shop'),
      service(),
      ...versionPods('v1', true, 4),
      ...versionPods('v2', true, 1),
      virtualService(plain),
    ]);
    const told = async () => (await plan()).cautions.filter(({ code }) => code === 'capacity');
    const short = { code: 'capacity', version: 'v2', ready: 1, needed: 4, percent: 100 };
    // Not to know a limit is said: it is not the same as none.
    const forbidden = [{ ...short, most: null, autoscalers: 'forbidden', namespace: 'shop' }];
    expect(await told()).toEqual(forbidden);
    kubernetes.objects.set('autoscaling/horizontalpodautoscalers', [
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'reviews-v2', namespace: 'shop', resourceVersion: '1' },
        spec: { scaleTargetRef: { kind: 'StatefulSet', name: 'reviews-v2' }, maxReplicas: 3 },
      } as KubernetesObject,
    ]);
    expect(await told()).toEqual(forbidden);
    const grants = [...users.dev.grants, 'list autoscaling/horizontalpodautoscalers shop'];
    kubernetes.users.set('dev', { name: 'mara', grants });
    services.access.invalidate();
    try {
      expect(await told()).toEqual([{ ...short, most: 3, autoscalers: 'ok', namespace: 'shop' }]);
      kubernetes.objects.set('autoscaling/horizontalpodautoscalers', []);
      expect(await told()).toEqual([{ ...short, most: null, autoscalers: 'ok', namespace: 'shop' }]);
    } finally {
      kubernetes.users.set('dev', { ...users.dev, grants: [...users.dev.grants] });
      services.access.invalidate();
    }
  });

  test('other names of the same pods are told: who uses them goes past the split', async () => {
    await world.set([
      ...basics(),
      service({ clusterIP: '10.0.0.10' }, { name: 'reviews-internal' }),
      service({ selector: { app: 'cart' } }, { name: 'cart' }),
      virtualService(plain),
    ]);
    const wanted = { code: 'other-names', services: ['shop/reviews-internal'] };
    expect((await plan()).cautions).toContainEqual(wanted);
    expect((await describeWorld()).cautions).toContainEqual(wanted);
  });

  test('a rule of several hosts is split for one of them: the effect names it, the others are told', async () => {
    await world.set([
      ...basics(),
      virtualService(plain, {
        hosts: ['www.shop.example', 'lab.shop.example'],
        gateways: ['istio-system/public'],
      }),
    ]);
    const intent = canary(10, { points: [{ ...main, only: ['lab.shop.example'] }] });
    const answer = await plan(intent);
    expect(answer.refusals).toEqual([]);
    expect(answer.cautions).toContainEqual(
      expect.objectContaining({ code: 'other-hosts', hosts: ['www.shop.example'] }),
    );
    expect(answer.effects.find(({ code }) => code === 'weights')?.point?.hosts).toEqual(['lab.shop.example']);
    expect((await start(intent)).outcome).toBe('done');
    const names = () => world.virtualService().spec?.http.map(({ name }) => name);
    expect(names()).toEqual([expect.stringMatching(/^sluice-reviews-host-/), 'main']);
    const annotations = {
      'argocd.argoproj.io/tracking-id': 'books:networking.istio.io/VirtualService:shop/reviews',
    };
    await world.set([
      ...basics(),
      virtualService(plain, { hosts: ['www.shop.example', 'lab.shop.example'], annotations }),
    ]);
    expect((await plan(intent)).refusals).toMatchObject([{ code: 'git-weights-only' }]);
  });

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

  test('Git owns the DestinationRule: it is not written, subsets stand in one beside it', async () => {
    const annotations = {
      'argocd.argoproj.io/tracking-id': 'books:networking.istio.io/DestinationRule:shop/reviews',
    };
    const git = destinationRule(['v1'], { annotations });
    await world.set([...basics(), git, virtualService(plain)]);
    expect((await describeWorld()).destinationRule).toMatchObject({ how: 'companion' });
    const calls = await world.calls(async () => {
      expect((await start()).outcome).toBe('done');
    });
    expect(calls.filter((one) => one.startsWith(`PUT ${dr}`))).toEqual([]);
    expect(world.fake.object('destinationrules', 'shop', 'reviews')).toEqual(git);
    expect(world.fake.object('destinationrules', 'shop', 'reviews-sluice')?.spec).toMatchObject({
      subsets: [{ name: 'v2-sluice', labels: { version: 'v2' } }],
    });
    expect(world.virtualService().spec?.http[0]?.route.map(({ destination }) => destination.subset)).toEqual([
      'v1',
      'v2-sluice',
    ]);
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
    // The rule gets a destination that Git does not know.
    expect(answer.gitops.snippet).toContain(`- '.spec.http[]? | select(.name == "main") | .route'`);
    expect(answer.cautions).toContainEqual(
      expect.objectContaining({ code: 'reverted-by-git', manager: 'argocd', application: 'books' }),
    );
    expect(
      (await plan(canary(10, { strategy: { kind: 'canary', percent: 10, sticky: true } }))).refusals,
    ).toMatchObject([{ code: 'git-weights-only', field: '/strategy' }]);
    // Git does not put back what it says itself.
    const exported = await plan(canary(10, { mode: 'emit' }));
    expect(exported.drafts).toHaveLength(2);
    expect(exported.cautions.map(({ code }) => code)).not.toContain('reverted-by-git');
    const emitted = await start(canary(10, { mode: 'emit' }));
    expect(emitted).toMatchObject({ outcome: 'refused', refusals: [{ code: 'emit-only' }] });
  });
});
