/** History as three people see it, each with their own rights, and what of it the backend received. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeHistorySchema, historySchema, revisionTextSchema } from '#lib/api/configuration/history.ts';
import { timelineSchema } from '#lib/api/configuration/timeline.ts';
import { overviewSchema } from '#lib/api/traffic/overview.ts';
import { type FakeConfigMaps, serveConfigMaps } from '../../testing/fake-config-maps.ts';
import { consoleToken } from '../../testing/fake-kubernetes.ts';
import { type Harness, startHarness, until } from '../../testing/harness.ts';
import { fillMesh, tokens } from '../../testing/mesh-content.ts';

let harness: Harness;
let maps: FakeConfigMaps;

const reviews = 'kind=virtualservices.networking.istio.io&namespace=bookinfo&name=reviews';
const hidden = 'kind=virtualservices.networking.istio.io&namespace=payments&name=canary-routes';

interface Version {
  name: string;
  namespace: string;
  version: number;
  hosts: string[];
  manager?: string;
}

function emit(
  type: 'ADDED' | 'MODIFIED' | 'DELETED',
  { name, namespace, version, hosts, manager }: Version,
): void {
  const metadata = {
    name,
    namespace,
    uid: `uid-${name}`,
    resourceVersion: String(version),
    creationTimestamp: '2026-11-01T00:00:00Z',
    managedFields: [
      {
        manager: manager ?? 'kubectl',
        operation: 'Update',
        time: new Date().toISOString().replace(/\.\d+/, ''),
      },
    ],
  };
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec: { hosts } };
  harness.kubernetes.emit('networking.istio.io/virtualservices', JSON.stringify({ type, object }));
}

beforeAll(async () => {
  harness = await startHarness({
    environment: { SLUICE_NAMESPACE: 'sluice' },
    prepare: (kubernetes) => {
      fillMesh(kubernetes);
      for (const { metadata } of kubernetes.objects.get('networking.istio.io/virtualservices') ?? []) {
        metadata.uid = `uid-${metadata.name}`;
        metadata.creationTimestamp = '2026-11-01T00:00:00Z';
      }
      maps = serveConfigMaps(kubernetes, 'sluice');
      for (const token of [tokens.viewer, tokens.developer]) {
        const user = kubernetes.users.get(token);
        const grants = ['bookinfo', 'shop'].map(
          (namespace) => `get networking.istio.io/virtualservices ${namespace}`,
        );
        if (user !== undefined) kubernetes.users.set(token, { ...user, grants: [...user.grants, ...grants] });
      }
      // Sees the traffic and lists, but gets nothing.
      kubernetes.users.set('lister', { name: 'lister', grants: ['list * bookinfo'] });
    },
  });
  await until(() =>
    harness.kubernetes.openWatches('networking.istio.io/virtualservices') > 0 ? true : null,
  );
  emit('MODIFIED', { name: 'reviews', namespace: 'bookinfo', version: 200, hosts: ['reviews', 'ratings'] });
  emit('MODIFIED', { name: 'canary-routes', namespace: 'payments', version: 201, hosts: ['canary-vault'] });
  harness.services.history.noteWrite({
    kind: 'virtualservices.networking.istio.io',
    namespace: 'bookinfo',
    name: 'reviews',
    resourceVersion: '202',
    user: 'developer',
    reason: '<img src=x onerror=alert(1)>\nsecond line',
  });
  emit('MODIFIED', {
    name: 'reviews',
    namespace: 'bookinfo',
    version: 202,
    hosts: ['reviews'],
    manager: 'sluice',
  });
  emit('DELETED', { name: 'canary-routes', namespace: 'payments', version: 203, hosts: ['canary-vault'] });
  await until(async () => ((await history(tokens.admin, hidden)).revisions.length === 3 ? true : null));
});

afterAll(() => harness.stop());

const get = (token: string, path: string) =>
  harness.ask(`/api/v1/config/${path}`, { headers: { authorization: `Bearer ${token}` } });

async function history(token: string, query: string) {
  const reply = await get(token, `history?${query}`);
  expect(reply.status).toBe(200);
  return historySchema.parse(reply.json());
}

async function changes(token: string, query = '') {
  const reply = await get(token, `changes${query}`);
  expect(reply.status).toBe(200);
  return { text: reply.text, ...changeHistorySchema.parse(reply.json()) };
}

test('a change by kubectl has its manager, one through the console its user and reason', async () => {
  const { revisions, bounds } = await history(tokens.viewer, reviews);
  expect(
    revisions.map(({ operation, manager, user, present }) => [operation, manager, user, present]),
  ).toEqual([
    ['changed', 'sluice', 'developer', true],
    ['changed', 'kubectl', null, false],
    ['first-seen', null, null, false],
  ]);
  expect(revisions[0]?.reason).toBe('<img src=x onerror=alert(1)>\nsecond line');
  expect(bounds).toEqual({ revisionsPerObject: 50, maxAgeSeconds: 90 * 86_400 });
});

test('a revision has the object before and after as text', async () => {
  const { revisions } = await history(tokens.viewer, reviews);
  const reply = await get(tokens.viewer, `revision?${reviews}&revision=${revisions[1]?.id}`);
  const { before, after } = revisionTextSchema.parse(reply.json());
  expect(before).not.toContain('- ratings');
  expect(after).toContain('  hosts:\n  - reviews\n  - ratings\n');
  expect(after).not.toContain('managedFields');
});

test('a deleted object keeps its history, for those who may get its kind there', async () => {
  const { revisions } = await history(tokens.admin, hidden);
  expect(revisions.map(({ operation, present }) => [operation, present])).toEqual([
    ['deleted', false],
    ['changed', false],
    ['first-seen', false],
  ]);
  const reply = await get(tokens.admin, `revision?${hidden}&revision=${revisions[0]?.id}`);
  expect(revisionTextSchema.parse(reply.json())).toMatchObject({ after: null });
  expect(revisionTextSchema.parse(reply.json()).before).toContain('canary-vault');
});

test.each([
  ['the viewer, of a namespace of others', tokens.viewer, hidden],
  ['the viewer, of what does not exist there', tokens.viewer, hidden.replace('canary-routes', 'nothing')],
  ['who may list but not get', 'lister', reviews],
  [
    'the viewer, of a kind that they may not get',
    tokens.viewer,
    reviews.replace('virtualservices', 'envoyfilters'),
  ],
])('403, whether there is something or not: %s', async (_who, token, query) => {
  for (const path of [`history?${query}`, `revision?${query}&revision=uid-canary-routes-201`]) {
    const reply = await get(token, path);
    expect(reply.status).toBe(403);
    expect(reply.text).not.toContain('canary-vault');
    expect(reply.json()).toMatchObject({ missing: { verb: 'get', group: 'networking.istio.io' } });
  }
});

test('changes of all namespaces are cut to what the caller may get', async () => {
  expect((await changes(tokens.admin)).changes.map(({ name }) => name)).toEqual([
    'canary-routes',
    'reviews',
    'canary-routes',
    'reviews',
  ]);
  const seen = await changes(tokens.viewer);
  expect(seen.changes.map(({ name, resourceVersion }) => [name, resourceVersion])).toEqual([
    ['reviews', '202'],
    ['reviews', '200'],
  ]);
  expect(seen.text).not.toContain('canary');
  expect((await changes('lister')).changes).toEqual([]);
  expect((await changes(tokens.admin, '?namespaces=bookinfo')).changes).toHaveLength(2);
  expect((await changes(tokens.admin, '?namespaces=shop')).changes).toEqual([]);
  expect((await changes(tokens.admin, '?to=1000000')).changes).toEqual([]);
  expect((await get(tokens.viewer, 'changes?namespaces=payments')).status).toBe(403);
});

test('overview and timeline tell the same changes, with user and revision', async () => {
  const ask = async (path: string) =>
    (await harness.ask(path, { headers: { authorization: `Bearer ${tokens.viewer}` } })).json();
  const { changes: marks } = timelineSchema.parse(await ask('/api/v1/timeline'));
  expect(marks.map(({ user, manager, revision }) => [user, manager, revision])).toEqual([
    ['developer', 'sluice', 'uid-reviews-202'],
    [null, 'kubectl', 'uid-reviews-200'],
  ]);
  const overview = overviewSchema.parse(await ask('/api/v1/overview'));
  expect(overview.changes).toEqual(marks);
  expect(JSON.stringify(overview)).not.toContain('canary-routes');
});

test.each([
  ['history', '', 400],
  ['history', reviews.replace('bookinfo', '..'), 400],
  ['history', reviews.replace('bookinfo', 'a%2Fb'), 400],
  ['history', reviews.replace('name=reviews', 'name=%2e%2e'), 400],
  ['history', reviews.replace('virtualservices.networking.istio.io', 'secrets'), 404],
  ['history', reviews.replace('virtualservices.networking.istio.io', 'configmaps'), 404],
  ['history', reviews.replace('virtualservices.networking.istio.io', '__proto__'), 404],
  ['history', `${reviews}&x=1`, 400],
  ['revision', reviews, 400],
  ['changes', 'from=2&to=1', 400],
  ['changes', 'from=x', 400],
  ['changes', 'namespaces=..', 400],
])('bad input: %s?%s is %i, and nothing is asked of the backend', async (path, query, status) => {
  // The caller is known, so that only the question itself could cost something.
  await history(tokens.admin, reviews);
  const before = harness.kubernetes.requests.length;
  const reply = await get(tokens.admin, `${path}?${query}`);
  expect(reply.status).toBe(status);
  const asked = harness.kubernetes.requests
    .slice(before)
    .filter(({ headers }) => headers.authorization !== `Bearer ${consoleToken}`);
  expect(asked).toEqual([]);
});

test('a revision that is not kept is not found', async () => {
  expect((await get(tokens.viewer, `revision?${reviews}&revision=uid-reviews-7777`)).status).toBe(404);
  expect((await get(tokens.viewer, `revision?${reviews}&revision=..%2F..%2Fx`)).status).toBe(404);
});

test('nobody may without a session', async () => {
  for (const path of ['history', 'revision', 'changes']) {
    expect((await harness.ask(`/api/v1/config/${path}?${reviews}`)).status).toBe(401);
  }
});

test('ConfigMaps were written with the console’s account and read with nobody else’s, and none elsewhere', async () => {
  await until(() => (harness.services.history.condition().waiting === 0 ? true : null));
  const calls = maps.calls().filter(({ path }) => !path.endsWith('/istio-system/configmaps/istio'));
  expect(maps.maps.size).toBeGreaterThan(0);
  for (const { path, headers } of calls) {
    expect(headers.authorization).toBe(`Bearer ${consoleToken}`);
    expect(path.startsWith('/api/v1/namespaces/sluice/configmaps')).toBe(true);
  }
  const users = new Set(Object.values(tokens).map((token) => `Bearer ${token}`));
  const wrote = harness.kubernetes.requests.filter(
    ({ headers, method, path }) =>
      users.has(String(headers.authorization)) && method !== 'GET' && !path.endsWith('reviews'),
  );
  expect(wrote).toEqual([]);
  expect(harness.logLines.join('')).not.toContain('onerror');
});
