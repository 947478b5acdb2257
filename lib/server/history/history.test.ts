/** History from a change to ConfigMaps and back, on a clock of its own: what is told, and what the Kubernetes API received. */
import { expect, test } from 'vitest';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { consoleToken } from '../testing/fake-kubernetes.ts';
import {
  bodyOf,
  change,
  gone,
  historyWorld,
  list,
  object,
  reviews,
  startS,
  time,
  told,
} from '../testing/history-world.ts';

const world = historyWorld();
const { console_, ok, quiet, stop, stored, wait, written } = world;

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
  const map = world.maps.maps.get('sluice-history-uid-reviews-8');
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
  await world.clock.run(world.clock.delay(130_000));
  for (const { path, headers, method, query } of world.maps.calls()) {
    expect(path).toMatch(/^\/api\/v1\/namespaces\/sluice\/configmaps(\/sluice-history-[-a-z0-9]+)?$/);
    expect(headers.authorization).toBe(`Bearer ${consoleToken}`);
    if (method === 'GET' && path.endsWith('/configmaps'))
      expect(query.get('labelSelector')).toBe('sluice.dev/history=1');
    expect(['GET', 'POST']).toContain(method);
  }
  expect(world.maps.calls('POST')).toHaveLength(3);
});

test.each([
  ['status', (next: KubernetesObject) => ({ ...next, status: { observedGeneration: 3 } })],
  ['version', (next: KubernetesObject) => next],
])('a change of %s alone is none', async (_what, change_) => {
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  await written(1);
  one.tap.changed('virtualServices', change_(object({ version: 6, weight: 90 })), false);
  await world.clock.run(world.clock.delay(20_000));
  expect(world.maps.calls('POST')).toHaveLength(1);
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
  await wait(() => (world.maps.maps.has('sluice-history-uid-reviews-8-by') ? true : null));
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
    manager: 'sluice',
    user: 'ada',
    reason: 'not used',
  });
  expect(bodyOf(world.maps.maps.get('sluice-history-uid-reviews-9-gone-by'))).toMatchObject({
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
  const posts = world.maps.calls('POST').length;

  world.clock.advance(600_000);
  const second = console_();
  const fresh = { ...object({ version: 31, weight: 1, name: 'details' }) };
  fresh.metadata = { ...fresh.metadata, creationTimestamp: time(300) };
  list(second, object({ version: 30, weight: 10, manager: 'argocd-controller', at: 400 }), fresh);
  await written(6);
  expect(world.maps.calls('POST')).toHaveLength(posts + 3);
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
  await world.clock.run(world.clock.delay(10_000));
  expect(world.maps.calls('POST')).toHaveLength(posts + 3);
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
  await world.clock.run(Promise.all([quiet(one), quiet(two)]));
  const word = { kind: 'virtualservices.networking.istio.io', namespace: 'bookinfo', name: 'reviews' };
  one.history.noteWrite({ ...word, resourceVersion: '8', user: 'mara', reason: null });
  for (const replica of [two, one]) change(replica, { version: 8, weight: 50, manager: 'sluice', at: 0 });
  for (const replica of [two, one]) change(replica, { version: 9, weight: 40, at: 1 });
  await wait(() => (told(two).length === 3 && told(two)[1]?.user === 'mara' ? true : null));
  await world.clock.run(Promise.all([quiet(one), quiet(two)]));
  expect([...world.maps.maps.keys()].sort()).toEqual([
    'sluice-history-uid-reviews-5',
    'sluice-history-uid-reviews-8-by',
    'sluice-history-uid-reviews-9',
  ]);
  expect(told(one)).toEqual(told(two));
});
