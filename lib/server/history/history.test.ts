/** History from a change to ConfigMaps and back, on a clock of its own: what is told, and what the Kubernetes API received. */
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bodyAt } from '#lib/history/record.ts';
import type { RevisionHead } from '#lib/history/revision.ts';
import { headOf } from '#lib/history/testing/heads.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { ObjectTap } from '../kubernetes/reflector.ts';
import { createKubernetesClient, type KubernetesClient } from '../kubernetes/rest.ts';
import { createLog } from '../log.ts';
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts';
import { type FakeConfigMaps, type StoredConfigMap, serveConfigMaps } from '../testing/fake-config-maps.ts';
import { consoleToken, type FakeKubernetes, startFakeKubernetes } from '../testing/fake-kubernetes.ts';
import { until } from '../testing/harness.ts';
import { createHistory, type History } from './history.ts';
import { createHistoryStore } from './store.ts';

const startS = 1_800_000_000;
const reviews = 'virtualservices.networking.istio.io/bookinfo/reviews';

interface Replica {
  history: History;
  tap: ObjectTap;
}

let fake: FakeKubernetes;
let maps: FakeConfigMaps;
let client: KubernetesClient;
let clock: FakeClock;
let replicas: Replica[];
let lines: string[];

beforeEach(async () => {
  fake = await startFakeKubernetes();
  maps = serveConfigMaps(fake, 'sluice');
  client = createKubernetesClient(fake.connection);
  clock = fakeClock(startS * 1000);
  replicas = [];
  lines = [];
});

afterEach(async () => {
  await clock.run(Promise.all(replicas.map(({ history }) => history.stop())));
  await client.close();
  await fake.close();
});

function console_(namespace: string | null = 'sluice'): Replica {
  const taps: ObjectTap[] = [];
  const log = createLog('debug', { write: (line) => lines.push(line) });
  const snapshot = { onObjects: (one: ObjectTap) => void taps.push(one) };
  const history = createHistory({ client, snapshot, clock, log, namespace });
  const [tap] = taps;
  if (tap === undefined) throw new Error('no tap');
  history.start();
  replicas.push({ history, tap });
  return { history, tap };
}

async function stop(replica: Replica): Promise<void> {
  replicas = replicas.filter((one) => one !== replica);
  await clock.run(replica.history.stop());
}

const time = (secondsLater: number) =>
  new Date((startS + secondsLater) * 1000).toISOString().replace('.000', '');

interface Version {
  version: number;
  weight: number;
  manager?: string;
  /** Seconds after the start. */
  at?: number;
  name?: string;
}

function object({
  version,
  weight,
  manager = 'kubectl',
  at = -900,
  name = 'reviews',
}: Version): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name,
      namespace: 'bookinfo',
      uid: `uid-${name}`,
      resourceVersion: String(version),
      creationTimestamp: time(-5000),
      managedFields: [{ manager, operation: 'Update', time: time(at) }],
    },
    spec: { hosts: [name], http: [{ route: [{ destination: { host: name }, weight }] }] },
  };
}

function list({ tap }: Replica, ...objects: KubernetesObject[]): void {
  const items = new Map(objects.map((one) => [`${one.metadata.namespace}/${one.metadata.name}`, one]));
  tap.listed('virtualServices', items);
}

const change = ({ tap }: Replica, version: Version) => tap.changed('virtualServices', object(version), false);
const gone = ({ tap }: Replica, version: Version) => tap.changed('virtualServices', object(version), true);

const headsIn = ({ data }: StoredConfigMap): RevisionHead[] => JSON.parse(data.index ?? '');
const stored = (): RevisionHead[] => [...maps.maps.values()].flatMap(headsIn);
const told = ({ history }: Replica, key = reviews) =>
  history.revisionsOf(key).entries.map(({ head }) => head);

const wait = <T>(probe: () => T | null) => clock.run(until(probe));
const written = (count: number) => wait(() => (stored().length >= count ? true : null));
const ok = ({ history }: Replica) => wait(() => (history.condition().state === 'ok' ? true : null));
const quiet = async (replica: Replica) => {
  await ok(replica);
  await wait(() => (replica.history.condition().waiting === 0 ? true : null));
};

function bodyOf(map: StoredConfigMap | undefined) {
  const text = gunzipSync(Buffer.from(map?.binaryData.objects ?? '', 'base64')).toString('utf8');
  return bodyAt(text, 0);
}

test('what is there at first is the beginning; a change with kubectl is a revision with its manager, before and after', async () => {
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  await written(1);
  change(one, { version: 8, weight: 50, at: -2 });
  await written(2);
  const [first, second] = stored();
  expect(first).toMatchObject({ operation: 'first-seen', at: startS - 900, manager: 'kubectl', late: false });
  expect(second).toMatchObject({
    id: 'uid-reviews-8',
    operation: 'changed',
    at: startS - 2,
    manager: 'kubectl',
    user: null,
    late: false,
    summary: { added: 0, removed: 0, changed: 1, paths: ['spec.http[0].route[0].weight'] },
  });
  const map = maps.maps.get('sluice-history-uid-reviews-8');
  expect(map?.immutable).toBe(true);
  const { before, after } = bodyOf(map) ?? {};
  expect(before).toMatchObject({ spec: { http: [{ route: [{ weight: 90 }] }] } });
  expect(after).toMatchObject({ spec: { http: [{ route: [{ weight: 50 }] }] } });
  expect(after?.metadata).toEqual({ name: 'reviews', namespace: 'bookinfo' });
});

test('every call is of the console’s account, in its own namespace, and an object or a list of the label', async () => {
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  change(one, { version: 8, weight: 50, at: 0 });
  await written(2);
  gone(one, { version: 9, weight: 50 });
  await written(3);
  await clock.run(clock.delay(130_000));
  for (const { path, headers, method, query } of maps.calls()) {
    expect(path).toMatch(/^\/api\/v1\/namespaces\/sluice\/configmaps(\/sluice-history-[-a-z0-9]+)?$/);
    expect(headers.authorization).toBe(`Bearer ${consoleToken}`);
    if (method === 'GET' && path.endsWith('/configmaps'))
      expect(query.get('labelSelector')).toBe('sluice.dev/history=1');
    expect(['GET', 'POST']).toContain(method);
  }
  expect(maps.calls('POST')).toHaveLength(3);
});

test.each([
  ['status', (next: KubernetesObject) => ({ ...next, status: { observedGeneration: 3 } })],
  ['version', (next: KubernetesObject) => next],
])('a change of %s alone is none', async (_what, change_) => {
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  await written(1);
  one.tap.changed('virtualServices', change_(object({ version: 6, weight: 90 })), false);
  await clock.run(clock.delay(20_000));
  expect(maps.calls('POST')).toHaveLength(1);
  expect(told(one)).toHaveLength(1);
});

test.each(['before', 'after'])(
  'a write through the console has user and reason, told %s the change is seen',
  async (when) => {
    const one = console_();
    list(one, object({ version: 5, weight: 90 }));
    await written(1);
    const note = () =>
      one.history.noteWrite({
        kind: 'virtualservices.networking.istio.io',
        namespace: 'bookinfo',
        name: 'reviews',
        resourceVersion: '8',
        user: 'mara@example.com',
        reason: 'v2 gets a tenth',
      });
    if (when === 'before') note();
    change(one, { version: 8, weight: 50, manager: 'sluice', at: 0 });
    if (when === 'after') await wait(() => (told(one).length === 2 ? true : null));
    if (when === 'after') note();
    await written(2);
    expect(stored()[1]).toMatchObject({
      manager: 'sluice',
      user: 'mara@example.com',
      reason: 'v2 gets a tenth',
    });
    // The next one is somebody else's.
    change(one, { version: 9, weight: 40, at: 1 });
    await written(3);
    expect(stored()[2]).toMatchObject({ user: null, reason: null });
  },
);

test('a word that comes after the revision was written is written beside it, and told as one', async () => {
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  change(one, { version: 8, weight: 50, manager: 'sluice', at: 0 });
  await written(2);
  const word = { kind: 'virtualservices.networking.istio.io', namespace: 'bookinfo', name: 'reviews' };
  one.history.noteWrite({ ...word, resourceVersion: '8', user: 'mara', reason: null });
  await wait(() => (maps.maps.has('sluice-history-uid-reviews-8-by') ? true : null));
  expect(told(one)).toHaveLength(2);
  expect(told(one)[0]).toMatchObject({ user: 'mara', resourceVersion: '8' });
});

test('a deletion is a revision, and keeps what was deleted; through the console with its user', async () => {
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  await written(1);
  const word = { kind: 'virtualservices.networking.istio.io', namespace: 'bookinfo', name: 'reviews' };
  one.history.noteWrite({ ...word, resourceVersion: null, user: 'ada', reason: 'not used' });
  gone(one, { version: 9, weight: 90 });
  await written(2);
  expect(stored()[1]).toMatchObject({
    id: 'uid-reviews-9-gone',
    operation: 'deleted',
    user: 'ada',
    reason: 'not used',
  });
  expect(bodyOf(maps.maps.get('sluice-history-uid-reviews-9-gone-by'))).toMatchObject({
    before: { spec: { hosts: ['reviews'] } },
    after: null,
  });
  expect(one.history.revisionsOf(reviews).present).toBe(false);
});

test('after a restart history is there again; what was missed is one late revision, also what went', async () => {
  const first = console_();
  list(first, object({ version: 5, weight: 90 }), object({ version: 6, weight: 1, name: 'ratings' }));
  change(first, { version: 8, weight: 50, at: 0 });
  await written(3);
  await quiet(first);
  await stop(first);
  const posts = maps.calls('POST').length;

  clock.advance(600_000);
  const second = console_();
  const fresh = { ...object({ version: 31, weight: 1, name: 'details' }) };
  fresh.metadata = { ...fresh.metadata, creationTimestamp: time(300) };
  list(second, object({ version: 30, weight: 10, manager: 'argocd-controller', at: 400 }), fresh);
  await written(6);
  expect(maps.calls('POST')).toHaveLength(posts + 3);
  expect(told(second).map(({ operation, late, manager }) => [operation, late, manager])).toEqual([
    ['changed', true, 'argocd-controller'],
    ['changed', false, 'kubectl'],
    ['first-seen', false, 'kubectl'],
  ]);
  // The state before is known from what was kept.
  expect(told(second)[0]).toMatchObject({ at: startS + 400, summary: { changed: 1 } });
  const key = 'virtualservices.networking.istio.io/bookinfo';
  expect(told(second, `${key}/ratings`)[0]).toMatchObject({ operation: 'deleted', late: true });
  expect(told(second, `${key}/details`)).toMatchObject([{ operation: 'created', late: true }]);
  await quiet(second);
  await stop(second);

  const third = console_();
  list(third, object({ version: 30, weight: 10, manager: 'argocd-controller', at: 400 }), fresh);
  await ok(third);
  await clock.run(clock.delay(10_000));
  expect(maps.calls('POST')).toHaveLength(posts + 3);
});

test('what waits when the console ends is written before it does', async () => {
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  await quiet(one);
  change(one, { version: 8, weight: 50, manager: 'sluice', at: 0 });
  await wait(() => (told(one).length === 2 ? true : null));
  await stop(one);
  expect(stored()).toHaveLength(2);
});

test('two replicas that see the same write it once, and both tell who it was', async () => {
  const [one, two] = [console_(), console_()];
  for (const replica of [one, two]) list(replica, object({ version: 5, weight: 90 }));
  await clock.run(Promise.all([quiet(one), quiet(two)]));
  const word = { kind: 'virtualservices.networking.istio.io', namespace: 'bookinfo', name: 'reviews' };
  one.history.noteWrite({ ...word, resourceVersion: '8', user: 'mara', reason: null });
  for (const replica of [two, one]) change(replica, { version: 8, weight: 50, manager: 'sluice', at: 0 });
  for (const replica of [two, one]) change(replica, { version: 9, weight: 40, at: 1 });
  await wait(() => (told(two).length === 3 && told(two)[1]?.user === 'mara' ? true : null));
  await clock.run(Promise.all([quiet(one), quiet(two)]));
  expect([...maps.maps.keys()].sort()).toEqual([
    'sluice-history-uid-reviews-5',
    'sluice-history-uid-reviews-8-by',
    'sluice-history-uid-reviews-9',
  ]);
  expect(told(one)).toEqual(told(two));
});

test('without a Role it is said, what happens is told from memory, and written as soon as there is one', async () => {
  maps.refuse = 403;
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  change(one, { version: 8, weight: 50, at: 0 });
  await wait(() => (one.history.condition().state === 'forbidden' ? true : null));
  await wait(() => (told(one).length === 2 ? true : null));
  expect(one.history.condition().waiting).toBe(2);
  expect(one.history.revisionsOf(reviews).entries.every(({ place }) => place === null)).toBe(true);
  const [entry] = one.history.revisionsOf(reviews).entries;
  expect(entry && (await one.history.body(entry))?.after).toMatchObject({ kind: 'VirtualService' });
  const calls = maps.calls().length;
  await clock.run(clock.delay(600_000));
  expect(maps.calls().length - calls).toBeLessThanOrEqual(14);
  maps.refuse = null;
  await written(2);
  await ok(one);
  expect(lines.filter((line) => line.includes('"history"'))).toHaveLength(2);
});

test('a Role that comes late finds an older history: what differs is a change, and what was taken for the beginning is not', async () => {
  const first = console_();
  list(first, object({ version: 5, weight: 90 }), object({ version: 6, weight: 1, name: 'ratings' }));
  await quiet(first);
  await stop(first);
  maps.refuse = 403;
  const second = console_();
  list(second, object({ version: 8, weight: 50, at: 0 }));
  await wait(() => (told(second).length === 1 ? true : null));
  expect(told(second)[0]?.operation).toBe('first-seen');
  maps.refuse = null;
  await written(4);
  expect(told(second).map(({ operation, late }) => [operation, late])).toEqual([
    ['changed', true],
    ['first-seen', false],
  ]);
  expect(
    stored()
      .filter(({ name }) => name === 'ratings')
      .map(({ operation }) => operation),
  ).toEqual(['first-seen', 'deleted']);
});

test.each([
  ['a namespace that does not exist', 404, 'not-installed'],
  ['an API server that fails', 500, 'unreachable'],
  ['one that asks to slow down', 429, 'unreachable'],
])('%s is said, and tried again', async (_what, status, state) => {
  maps.refuse = status;
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  await wait(() => (one.history.condition().state === state ? true : null));
  maps.refuse = null;
  await written(1);
  await ok(one);
});

test('without a namespace nothing is ever sent', async () => {
  const one = console_(null);
  list(one, object({ version: 5, weight: 90 }));
  change(one, { version: 8, weight: 50, at: 0 });
  await wait(() => (told(one).length === 2 ? true : null));
  await clock.run(clock.delay(120_000));
  expect(one.history.condition()).toMatchObject({ state: 'not-configured' });
  expect(fake.requests).toEqual([]);
});

test('a thousand objects at once are a few records, and no more than five calls a second', async () => {
  const one = console_();
  const objects = Array.from({ length: 1000 }, (_, at) =>
    object({ version: at + 1, weight: at, name: `vs-${at}` }),
  );
  list(one, ...objects);
  await written(1000);
  expect(maps.maps.size).toBeLessThanOrEqual(4);
  for (const map of maps.maps.values()) expect(JSON.stringify(map).length).toBeLessThan(1024 * 1024);
  const sent = maps.calls('POST').length;
  const before = clock.now();
  for (let version = 2000; version < 2010; version += 1)
    change(one, { version, weight: version, name: `vs-${version - 2000}`, at: 0 });
  await written(1010);
  expect(maps.calls('POST').length - sent).toBeLessThanOrEqual(10);
  expect(clock.now() - before).toBeGreaterThanOrEqual((maps.calls('POST').length - sent - 1) * 200);
});

test('a manager that writes on and on gets some revisions, not all the room there is', async () => {
  const one = console_();
  list(one, object({ version: 5, weight: 0 }));
  await quiet(one);
  for (let version = 10; version < 40; version += 1) {
    change(one, { version, weight: version, manager: 'flapper', at: version - 10 });
    await clock.run(clock.delay(1000));
  }
  await quiet(one);
  expect(stored().length).toBeLessThan(15);
  const heads = told(one);
  expect(heads[0]).toMatchObject({ resourceVersion: '39' });
  // Nothing is missing between two that follow one another.
  const bodies = await Promise.all(
    one.history.revisionsOf(reviews).entries.map((entry) => one.history.body(entry)),
  );
  for (const [index, body] of bodies.entries()) {
    if (index + 1 < bodies.length) expect(body?.before).toEqual(bodies[index + 1]?.after);
  }
});

test('beyond fifty revisions of an object the oldest are deleted, by name, and of records of others none', async () => {
  const store = createHistoryStore(client, 'sluice');
  for (let version = 100; version < 160; version += 1) {
    const head = headOf({
      uid: 'uid-reviews',
      resourceVersion: String(version),
      at: startS - 10_000 + version,
    });
    const record = await store.encode([{ head, body: { before: null, after: null } }]);
    maps.maps.set(record.name, JSON.parse(JSON.stringify(record.object)));
  }
  const one = console_();
  await wait(() => (maps.maps.size <= 50 ? true : null));
  await ok(one);
  const deleted = maps.calls('DELETE').map(({ path }) => path);
  expect(deleted.sort()).toEqual(
    Array.from(
      { length: 10 },
      (_, at) => `/api/v1/namespaces/sluice/configmaps/sluice-history-uid-reviews-${100 + at}`,
    ),
  );
  expect(told(one).length).toBe(50);
});

test('ConfigMaps of another form are left alone', async () => {
  const strange = { 'sluice.dev/history': '1' };
  maps.maps.set('strange', {
    metadata: { name: 'strange', namespace: 'sluice', labels: strange },
    data: { index: '[{}]' },
    binaryData: {},
  });
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  await written(1).catch(() => undefined);
  await wait(() => (maps.maps.size === 2 ? true : null));
  expect(maps.calls('DELETE')).toEqual([]);
  expect(lines.some((line) => line.includes('history of another form'))).toBe(true);
});

test('a record that somebody deleted or damaged costs its revisions, and nothing else', async () => {
  const first = console_();
  list(first, object({ version: 5, weight: 90 }));
  change(first, { version: 8, weight: 50, at: 0 });
  await written(2);
  await stop(first);
  maps.maps.delete('sluice-history-uid-reviews-5');
  const damaged = maps.maps.get('sluice-history-uid-reviews-8');
  if (damaged !== undefined) damaged.binaryData.objects = 'AAAA';
  const second = console_();
  list(second, object({ version: 8, weight: 50, at: 0 }));
  await ok(second);
  const [entry] = second.history.revisionsOf(reviews).entries;
  expect(entry && (await second.history.body(entry))).toBeNull();
  expect(second.history.revisionsOf(reviews).entries).toEqual([]);
});
