import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { Clock } from '../clock.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { type FakeKubernetes, startFakeKubernetes } from '../testing/fake-kubernetes.ts';
import { until } from '../testing/harness.ts';
import { sendJson } from '../testing/recorder.ts';
import { createReflector, type KindState, type Reflector } from './reflector.ts';
import { createKubernetesClient, type KubernetesClient } from './rest.ts';

const key = '/services';
let fake: FakeKubernetes;
let client: KubernetesClient;
let clock: ReturnType<typeof fakeClock>;
let stop: AbortController;
let running: Promise<void>;

function service(name: string, version: string, labels: Record<string, string> = {}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', resourceVersion: version, labels },
    spec: {},
  };
}

const line = (type: string, object: object) => JSON.stringify({ type, object });

function start(onState: (state: KindState) => void = () => undefined, time: Clock = clock): Reflector {
  const reflector = createReflector({
    id: 'services',
    client,
    clock: time,
    onChange: () => undefined,
    onState,
  });
  running = reflector.run(stop.signal);
  return reflector;
}

const names = (reflector: Reflector) => [...reflector.items.keys()].sort();
const lists = () => fake.requests.filter(({ query }) => !query.has('watch'));
const watches = () => fake.requests.filter(({ query }) => query.has('watch'));
const watching = (count = 1) => until(() => (fake.openWatches(key) === count ? true : null));
const holding = (reflector: Reflector, ...expected: string[]) =>
  until(() => (names(reflector).join() === expected.join() ? true : null));

beforeEach(async () => {
  fake = await startFakeKubernetes();
  client = createKubernetesClient(fake.connection);
  clock = fakeClock();
  stop = new AbortController();
  fake.objects.set(key, [service('a', '1'), service('b', '2')]);
});

afterEach(async () => {
  stop.abort();
  await running;
  await client.close();
  await fake.close();
});

test('REL-51 lists in pages of 500, then watches from there with bookmarks', async () => {
  fake.objects.set(
    key,
    Array.from({ length: 1201 }, (_, index) => service(`s${index}`, '1')),
  );
  const reflector = start();
  await watching();
  expect(reflector.items.size).toBe(1201);
  expect(lists().map(({ query }) => [query.get('limit'), query.get('continue')])).toEqual([
    ['500', null],
    ['500', '500'],
    ['500', '1000'],
  ]);
  expect(Object.fromEntries(watches()[0]?.query ?? [])).toMatchObject({
    resourceVersion: '100',
    allowWatchBookmarks: 'true',
  });
});

test('REL-50 follows what happens, passes over garbage and old news', async () => {
  const reflector = start();
  await watching();
  fake.emit(key, line('ADDED', service('c', '101')));
  fake.emit(key, '{"type":"ADDED","obj');
  fake.emit(key, '[]');
  fake.emit(key, line('PARTY', service('x', '102')));
  fake.emit(key, line('ADDED', { metadata: {} }));
  fake.emit(key, line('MODIFIED', service('c', '103', { new: 'yes' })));
  fake.emit(key, line('MODIFIED', service('c', '102', { new: 'no' })));
  fake.emit(key, line('DELETED', service('a', '104')));
  await holding(reflector, 'shop/b', 'shop/c');
  expect(reflector.items.get('shop/c')?.metadata.labels).toEqual({ new: 'yes' });
  expect(reflector.state()).toMatchObject({ state: 'ok', garbage: 4 });
});

test('REL-50 a stream that is cut goes on from the last version seen, bookmarks included, without a new list', async () => {
  const reflector = start();
  await watching();
  fake.emit(key, line('ADDED', service('c', '101')));
  fake.emit(key, line('BOOKMARK', { metadata: { resourceVersion: '150' } }));
  await holding(reflector, 'shop/a', 'shop/b', 'shop/c');
  fake.cut(key);
  await watching(0);
  await clock.run(until(() => (watches().length === 2 ? true : null)));
  expect(watches()[1]?.query.get('resourceVersion')).toBe('150');
  expect(lists()).toHaveLength(1);
  expect(reflector.state().state).toBe('ok');
});

describe('an expired version', () => {
  test.each(['in the stream', 'as the answer'])(
    'REL-50 410 %s leads to one new list in ten seconds',
    async (where) => {
      const reflector = start();
      await watching();
      fake.objects.set(key, [service('b', '2'), service('z', '300')]);
      let expired = 0;
      if (where === 'as the answer') {
        fake.fault = (request, response) => {
          if (!request.query.has('watch')) return false;
          expired += 1;
          if (expired > 3) return false;
          sendJson(response, 410, { kind: 'Status', code: 410 });
          return true;
        };
        fake.cut(key);
      } else {
        fake.emit(key, line('ERROR', { kind: 'Status', code: 410 }));
      }
      await clock.run(holding(reflector, 'shop/b', 'shop/z'));
      await clock.run(watching());
      expect(lists().length).toBe(where === 'as the answer' ? 4 : 2);
      expect(clock.now()).toBeGreaterThanOrEqual((lists().length - 1) * 10_000);
    },
  );

  test('REL-51 a list of 20,000 whose continue token expires on its third page starts again once, in little memory', async () => {
    const count = 20_000;
    const text = 'x'.repeat(1000);
    fake.objects.set(
      key,
      Array.from({ length: count }, (_, index) => service(`s${index}`, '1', { text })),
    );
    let once = true;
    fake.fault = (request, response) => {
      if (request.query.get('continue') !== '1000' || !once) return false;
      once = false;
      sendJson(response, 410, { kind: 'Status', code: 410 });
      return true;
    };
    const before = process.memoryUsage().rss;
    const reflector = start();
    await clock.run(watching());
    expect(reflector.items.size).toBe(count);
    expect(lists()).toHaveLength(3 + count / 500);
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });
});

test('REL-50 silence is noticed: the watch is asked for again', async () => {
  start();
  await watching();
  await clock.run(until(() => (watches().length === 2 ? true : null)));
  expect(clock.now()).toBeGreaterThanOrEqual(130_000);
  expect(lists()).toHaveLength(1);
});

describe('trouble has a name', () => {
  test.each([
    [404, 'absent'],
    [403, 'forbidden'],
    [401, 'forbidden'],
    [500, 'unreachable'],
  ])('%i is %s, and passes', async (status, state) => {
    fake.fault = (_, response) => {
      sendJson(response, status, { kind: 'Status', code: status });
      return true;
    };
    const seen: string[] = [];
    const reflector = start((next) => seen.push(next.state));
    await until(() => (seen.includes(state) ? true : null));
    fake.fault = null;
    await clock.run(holding(reflector, 'shop/a', 'shop/b'));
    expect(seen).toEqual([state, 'ok']);
  });

  test('what may no longer be read is forgotten; what cannot be reached is kept', async () => {
    const reflector = start();
    await watching();
    let status = 503;
    fake.fault = (_, response) => {
      sendJson(response, status, { kind: 'Status', code: status });
      return true;
    };
    fake.cut(key);
    await clock.run(until(() => (reflector.state().state === 'unreachable' ? true : null)));
    expect(names(reflector)).toEqual(['shop/a', 'shop/b']);
    status = 403;
    await clock.run(until(() => (reflector.state().state === 'forbidden' ? true : null)));
    expect(names(reflector)).toEqual([]);
  });

  test.each([401, 403, 404])(
    'a server that comes back and says %i at first takes nothing away',
    async (refusal) => {
      const seen: string[] = [];
      const reflector = start((next) => seen.push(next.state));
      await watching();
      let status = 503;
      let refused = 0;
      fake.fault = (_, response) => {
        if (status !== 503) refused += 1;
        sendJson(response, status, { kind: 'Status', code: status });
        return true;
      };
      fake.cut(key);
      await clock.run(until(() => (reflector.state().state === 'unreachable' ? true : null)));
      status = refusal;
      await clock.run(until(() => (refused >= 3 ? true : null)));
      expect(names(reflector)).toEqual(['shop/a', 'shop/b']);
      fake.fault = null;
      await clock.run(until(() => (reflector.state().state === 'ok' ? true : null)));
      expect(seen).toEqual(['ok', 'unreachable', 'ok']);
      expect(clock.now()).toBeLessThan(60_000);
    },
  );

  test('a server that is back before it was missed and says 403 at first takes nothing away either', async () => {
    const seen: string[] = [];
    const reflector = start((next) => seen.push(next.state));
    await watching();
    let refused = 0;
    fake.fault = (_, response) => {
      refused += 1;
      sendJson(response, 403, { kind: 'Status', code: 403 });
      return true;
    };
    fake.cut(key);
    await clock.run(until(() => (refused >= 3 ? true : null)));
    expect(names(reflector)).toEqual(['shop/a', 'shop/b']);
    fake.fault = null;
    await clock.run(until(() => (fake.openWatches(key) === 1 ? true : null)));
    expect(seen).toEqual(['ok']);
  });

  test('REL-46 a server that is away is asked at most once a second, ever more rarely', async () => {
    fake.fault = (_, response) => {
      sendJson(response, 500, {});
      return true;
    };
    start();
    await clock.run(until(() => (fake.requests.length >= 12 ? true : null)));
    expect(clock.now()).toBeGreaterThan(60_000);
  });
});

test('environment of containers and last applied configuration are not kept', async () => {
  const pods = '/pods';
  fake.objects.set(pods, [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'p',
        namespace: 'shop',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'canary', keep: 'me' },
        managedFields: [{ manager: 'kubectl' }],
      },
      spec: { containers: [{ name: 'c', image: 'i', env: [{ name: 'PASSWORD', value: 'canary' }] }] },
    },
  ]);
  const reflector = createReflector({
    id: 'pods',
    client,
    clock,
    onChange: () => undefined,
    onState: () => undefined,
  });
  running = reflector.run(stop.signal);
  await until(() => (reflector.items.size === 1 ? true : null));
  expect(JSON.stringify([...reflector.items])).not.toContain('canary');
  expect(reflector.items.get('shop/p')).toMatchObject({
    metadata: { annotations: { keep: 'me' } },
    spec: { containers: [{ name: 'c', image: 'i' }] },
  });
});
