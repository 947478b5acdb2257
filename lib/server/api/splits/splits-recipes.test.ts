/** Splits of Gateway API routes, and the recipes beside splits: what is written, and nothing else. */
import { describe, expect, test } from 'vitest';
import {
  type PlanAnswer,
  planAnswerSchema,
  type RunAnswer,
  runAnswerSchema,
} from '#lib/api/splits/split-plan.ts';
import { until } from '../../testing/harness.ts';
import { splitCalls } from '../../testing/split-calls.ts';
import {
  basics,
  canary,
  destinationRule,
  plain,
  service,
  splitWorld,
  virtualService,
} from '../../testing/split-world.ts';

const world = splitWorld();
const { plan, live, describeWorld } = splitCalls(world);

describe('routes of the Gateway API', () => {
  const versionService = (version: string) =>
    service({ selector: { app: 'reviews', version } }, { name: `reviews-${version}` });
  const httpRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'reviews', namespace: 'shop', resourceVersion: '8' },
    spec: {
      parentRefs: [{ group: '', kind: 'Service', name: 'reviews' }],
      rules: [{ timeouts: { request: '3s' }, backendRefs: [{ name: 'reviews-v1', port: 9080 }] }],
    },
  };
  const objects = () => [...basics(), versionService('v1'), versionService('v2'), httpRoute];
  const path = 'shop/httproutes/reviews';

  test('backends are the versions; weights of the route are written, and taken back', async () => {
    await world.set(objects());
    const seen = await describeWorld();
    expect(seen.routedBy).toBe('HTTPRoute');
    expect(seen.versions.map(({ value, host, ready }) => [value, host, ready])).toEqual([
      ['v1', 'reviews-v1.shop.svc.cluster.local', 2],
      ['v2', 'reviews-v2.shop.svc.cluster.local', 2],
    ]);
    const points = seen.points.map(({ ref }) => ref);
    expect(points).toMatchObject([{ kind: 'HTTPRoute', name: 'reviews' }]);
    expect(seen.points[0]?.shares).toMatchObject([{ version: 'v1', percent: 100 }]);
    const intent = canary(10, { points });
    const { reviewed, drafts, effects } = await plan(intent);
    // The review names the route, and whose callers follow it.
    const object = { kind: 'HTTPRoute', namespace: 'shop', name: 'reviews' };
    expect(effects).toMatchObject([
      { code: 'weights', object, point: { ref: object } },
      { code: 'nothing-else', object },
    ]);
    expect(drafts).toMatchObject([
      { change: { op: 'update', kind: 'httproutes.gateway.networking.k8s.io', name: 'reviews' } },
    ]);
    let id = '';
    const calls = await world.calls(async () => {
      const { body } = await world.ask('splits/start', { intent, reviewed });
      const answer = runAnswerSchema.parse(body);
      expect(answer).toMatchObject({ outcome: 'done', written: 1, total: 1 });
      id = answer.release?.id ?? '';
    });
    expect(calls.filter((one) => /^(PUT|POST)/.test(one) && !one.endsWith('?dryRun'))).toEqual([
      `PUT ${path}`,
      'POST shop/configmaps',
      'POST shop/events',
    ]);
    const stored = () =>
      (world.harness.kubernetes.objects.get('gateway.networking.k8s.io/httproutes') ?? [])[0];
    expect(Object(stored()?.spec).rules).toEqual([
      {
        timeouts: { request: '3s' },
        backendRefs: [
          { name: 'reviews-v1', port: 9080, weight: 90 },
          { name: 'reviews-v2', port: 9080, weight: 10 },
        ],
      },
    ]);
    const shown = await until(async () => {
      const answer = await live();
      return answer.state === 'tracked' ? answer : null;
    });
    expect(shown.points).toMatchObject([
      { ref: { kind: 'HTTPRoute', name: 'reviews' }, state: 'as-written' },
    ]);
    expect(shown.versions.map(({ version, configured }) => [version, configured])).toEqual([
      ['v1', 90],
      ['v2', 10],
    ]);
    const { body: aborted } = await world.ask('splits/shop/reviews/act', {
      release: id,
      action: { kind: 'abort' },
    });
    expect(aborted).toMatchObject({ outcome: 'done' });
    expect(
      Object(stored()?.spec).rules[0].backendRefs.map(({ weight }: { weight: number }) => weight),
    ).toEqual([100, 0]);
  });

  test('one Service behind the route: its versions cannot be told apart there, and nothing is written', async () => {
    const spec = { ...httpRoute.spec, rules: [{ backendRefs: [{ name: 'reviews', port: 9080 }] }] };
    await world.set([...basics(), { ...httpRoute, spec }]);
    const { points } = await describeWorld();
    const about = { kind: 'HTTPRoute', namespace: 'shop', name: 'reviews' };
    expect(points).toMatchObject([
      { preselected: false, refusals: [{ code: 'route-needs-services', about }] },
    ]);
    const intent = canary(10, { points: points.map(({ ref }) => ref) });
    const answer = await plan(intent);
    expect(answer.refusals).toMatchObject([{ code: 'route-needs-services', about }]);
    expect(answer.drafts).toEqual([]);
    const calls = await world.calls(async () => {
      await world.ask('splits/start', { intent, reviewed: answer.reviewed });
    });
    expect(calls.filter((one) => /^(PUT|POST|PATCH)/.test(one))).toEqual([]);
  });

  test('in the ambient mesh they are split where a waypoint serves, which tells of their requests', async () => {
    const ambient = (labels: Record<string, string> = {}) =>
      objects().map((one) => {
        const { metadata } = one;
        // Without a proxy of its own its traffic passes ztunnel.
        if (one.kind === 'Pod') return { ...one, spec: { containers: [{ name: 'app' }] } };
        return one.kind === 'Namespace' && metadata.name === 'shop'
          ? { ...one, metadata: { ...metadata, labels: { 'istio.io/dataplane-mode': 'ambient', ...labels } } }
          : one;
      });
    await world.set(ambient());
    expect((await describeWorld()).refusals).toMatchObject([{ code: 'ambient' }]);
    const { kubernetes } = world.harness;
    const waypoint = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'waypoint', namespace: 'shop', resourceVersion: '1' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'waypoint' } },
        template: {
          metadata: {
            labels: { app: 'waypoint', 'gateway.networking.k8s.io/gateway-class-name': 'istio-waypoint' },
          },
        },
      },
    };
    kubernetes.objects.set('apps/deployments', [waypoint]);
    kubernetes.emit('apps/deployments', JSON.stringify({ type: 'ADDED', object: waypoint }));
    try {
      await world.set(ambient({ 'istio.io/use-waypoint': 'waypoint' }));
      await until(async () => ((await describeWorld()).refusals.length === 0 ? true : null));
      const points = (await describeWorld()).points.map(({ ref }) => ref);
      const since = world.prometheus.requests.length;
      const intent = canary(10, { points });
      const { reviewed } = await plan(intent);
      await world.ask('splits/start', { intent, reviewed });
      await until(async () => ((await live('dev', '?window=51s')).state === 'tracked' ? true : null));
      const asked = world.prometheus.requests
        .slice(since)
        .map(({ url, body }) => decodeURIComponent(`${url}${body}`));
      const own = asked.filter((text) => text.includes('query_range') && text.includes('51s'));
      expect(own.length).toBeGreaterThan(3);
      for (const text of own) expect(text).toMatch(/reporter="waypoint"/);
    } finally {
      kubernetes.objects.set('apps/deployments', []);
      kubernetes.emit('apps/deployments', JSON.stringify({ type: 'DELETED', object: waypoint }));
    }
  });

  test('weights alone: what needs a rule of its own is refused, and so is a guard that has no right to it', async () => {
    await world.set(objects());
    const points = (await describeWorld()).points.map(({ ref }) => ref);
    const sticky = canary(10, { points, strategy: { kind: 'canary', percent: 10, sticky: true } });
    expect((await plan(sticky)).refusals).toMatchObject([{ code: 'route-weights-only', field: '/strategy' }]);
    const guarded = canary(10, { points, guard: { ...canary(10).guard, mode: 'auto-abort' } });
    expect((await plan(guarded)).refusals).toMatchObject([{ code: 'guard', field: '/guard/mode' }]);
  });
});

describe('recipes', () => {
  const points = canary(1).points;
  const shared = { namespace: 'shop', service: 'reviews' };
  const run = async (intent: object): Promise<RunAnswer> => {
    const { body } = await world.ask<PlanAnswer>('splits/plan', { intent });
    const planned = planAnswerSchema.parse(body);
    expect(planned.refusals).toEqual([]);
    expect(planned.dryRun.map(({ accepted }) => accepted)).toEqual([true]);
    const started = await world.ask('splits/start', { intent, reviewed: planned.reviewed });
    return runAnswerSchema.parse(started.body);
  };
  const rule = () => world.virtualService().spec?.http[0];

  test('timeout and retries of the chosen rule, and nothing else of it', async () => {
    const retries = { attempts: 3, perTryTimeout: '1s', retryOn: '5xx,reset' };
    expect((await run({ kind: 'timeout-retries', ...shared, points, timeout: '7s', retries })).outcome).toBe(
      'done',
    );
    expect(rule()).toEqual({ ...plain[0], timeout: '7s', retries });
    await until(() =>
      world.harness.services.snapshot.objects().virtualServices[0]?.spec?.http?.[0]?.timeout === '7s'
        ? true
        : null,
    );
    expect(
      (await run({ kind: 'timeout-retries', ...shared, points, timeout: null, retries: null })).outcome,
    ).toBe('done');
    expect(rule()).toEqual({ name: 'main', route: plain[0]?.route });
  });

  test('a circuit breaker on the DestinationRule that is there, beside its subsets', async () => {
    await world.set([...basics(), destinationRule(['v1', 'v2']), virtualService(plain)]);
    const outlier = {
      consecutive5xxErrors: 5,
      interval: '10s',
      baseEjectionTime: '30s',
      maxEjectionPercent: 10,
    };
    const pool = { maxConnections: 100, http1MaxPendingRequests: null, http2MaxRequests: 50 };
    expect((await run({ kind: 'circuit-breaker', ...shared, outlier, pool })).outcome).toBe('done');
    expect(world.fake.object('destinationrules', 'shop', 'reviews')?.spec).toEqual({
      ...destinationRule(['v1', 'v2']).spec,
      trafficPolicy: {
        outlierDetection: outlier,
        connectionPool: { tcp: { maxConnections: 100 }, http: { http2MaxRequests: 50 } },
      },
    });
  });

  test('a circuit breaker over a DestinationRule of Git says who takes it off again, and what would let it stay', async () => {
    const annotations = {
      'argocd.argoproj.io/tracking-id': 'books:networking.istio.io/DestinationRule:shop/reviews',
    };
    await world.set([...basics(), destinationRule(['v1', 'v2'], { annotations }), virtualService(plain)]);
    const pool = { maxConnections: 100, http1MaxPendingRequests: null, http2MaxRequests: null };
    const { body } = await world.ask<PlanAnswer>('splits/plan', {
      intent: { kind: 'circuit-breaker', ...shared, outlier: null, pool },
    });
    expect(body.cautions).toContainEqual(
      expect.objectContaining({ code: 'reverted-by-git', manager: 'argocd', application: 'books' }),
    );
    expect(body.gitops.snippet).toContain('kind: DestinationRule');
    expect(body.gitops.snippet).toContain("- '.spec.trafficPolicy.connectionPool'");
  });

  test('copies to a test service, where the rule copies nothing yet', async () => {
    await world.set([...basics(), service({}, { name: 'reviews-test' }), virtualService(plain)]);
    const intent = {
      kind: 'mirror-test',
      ...shared,
      points,
      target: { namespace: 'shop', service: 'reviews-test', port: 9080 },
      percent: 20,
    };
    expect((await run(intent)).outcome).toBe('done');
    expect(rule()).toMatchObject({
      mirror: { host: 'reviews-test.shop.svc.cluster.local', port: { number: 9080 } },
      mirrorPercentage: { value: 20 },
    });
    await until(() =>
      world.harness.services.snapshot.objects().virtualServices[0]?.spec?.http?.[0]?.mirror !== undefined
        ? true
        : null,
    );
    const again = await world.ask<PlanAnswer>('splits/plan', { intent });
    expect(again.body.refusals).toMatchObject([{ code: 'mirror-in-use', field: '/points/0' }]);
  });

  test.each([
    [{ kind: 'timeout-retries', ...shared, points, timeout: 'soon', retries: null }, '/intent/timeout'],
    [
      {
        kind: 'fault',
        ...shared,
        points,
        delay: null,
        abort: { httpStatus: 99, percent: 10 },
        endsInSeconds: 60,
      },
      '/intent/abort/httpStatus',
    ],
    [
      { kind: 'fault', ...shared, points, delay: null, abort: null, endsInSeconds: 0 },
      '/intent/endsInSeconds',
    ],
  ])('what cannot be is a 400 with its field: %#', async (intent, field) => {
    const calls = await world.calls(async () => {
      const { status, body } = await world.ask<{ errors: { field: string }[] }>('splits/plan', { intent });
      expect([status, body.errors[0]?.field]).toEqual([400, field]);
    });
    expect(calls).toEqual([]);
  });

  const told = async (intent: object) => {
    const { body } = await world.ask<PlanAnswer>('splits/plan', { intent: { ...shared, ...intent } });
    return planAnswerSchema.parse(body).effects.map(({ code, about }) => [code, about]);
  };

  test('the review is told what is set in numbers, and what of it is taken off', async () => {
    const policy = {
      outlierDetection: { consecutive5xxErrors: 3 },
      connectionPool: { tcp: { maxConnections: 9 } },
    };
    const rule = destinationRule(['v1', 'v2']);
    await world.set([
      ...basics(),
      { ...rule, spec: { ...rule.spec, trafficPolicy: policy } },
      virtualService(plain),
    ]);
    const outlier = {
      consecutive5xxErrors: 5,
      interval: '10s',
      baseEjectionTime: '30s',
      maxEjectionPercent: 50,
    };
    expect(await told({ kind: 'circuit-breaker', outlier, pool: null })).toContainEqual([
      'circuit-breaker',
      {
        errors: 5,
        interval: '10s',
        ejection: '30s',
        mostPercent: 50,
        connections: 0,
        pending: 0,
        requests: 0,
        outlierRemoved: 0,
        poolRemoved: 1,
      },
    ]);
    const none = { kind: 'timeout-retries', points, timeout: '7s', retries: null };
    expect(await told(none)).toContainEqual(['retries', { set: 0, attempts: 0, perTry: '', on: '' }]);
    const retries = { attempts: 3, perTryTimeout: '1s', retryOn: '5xx,reset' };
    expect(await told({ ...none, retries })).toContainEqual([
      'retries',
      { set: 1, attempts: 3, perTry: '1s', on: '5xx,reset' },
    ]);
  });

  test('a fault of nothing, or over a fault of somebody else, is refused', async () => {
    const fault = {
      kind: 'fault',
      ...shared,
      points,
      delay: { fixedDelay: '1s', percent: 5 },
      abort: null,
      endsInSeconds: 60,
    };
    const { body: empty } = await world.ask<PlanAnswer>('splits/plan', { intent: { ...fault, delay: null } });
    expect(empty.refusals).toMatchObject([{ code: 'value', field: '/points/0' }]);
    await world.set([...basics(), virtualService([{ ...plain[0], fault: { abort: { httpStatus: 500 } } }])]);
    const { body: theirs } = await world.ask<PlanAnswer>('splits/plan', { intent: fault });
    expect(theirs.refusals).toMatchObject([{ code: 'fault-in-use', field: '/points/0' }]);
  });
});
