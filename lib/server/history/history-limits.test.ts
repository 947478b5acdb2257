/** History where it may not write, where there is too much of it, and where others meddled with what it keeps. */
import { expect, test } from 'vitest';
import { headOf } from '#lib/history/testing/heads.ts';
import { change, historyWorld, list, object, reviews, startS, told } from '../testing/history-world.ts';
import { createHistoryStore } from './store.ts';

const world = historyWorld();
const { console_, ok, quiet, stop, stored, wait, written } = world;

test('without a Role it is said, what happens is told from memory, and written as soon as there is one', async () => {
  world.maps.refuse = 403;
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  change(one, { version: 8, weight: 50, at: 0 });
  await wait(() => (one.history.condition().state === 'forbidden' ? true : null));
  await wait(() => (told(one).length === 2 ? true : null));
  expect(one.history.condition().waiting).toBe(2);
  expect(one.history.revisionsOf(reviews).entries.every(({ place }) => place === null)).toBe(true);
  const [entry] = one.history.revisionsOf(reviews).entries;
  expect(entry && (await one.history.body(entry))?.after).toMatchObject({ kind: 'VirtualService' });
  const calls = world.maps.calls().length;
  await world.clock.run(world.clock.delay(600_000));
  expect(world.maps.calls().length - calls).toBeLessThanOrEqual(14);
  world.maps.refuse = null;
  await written(2);
  await ok(one);
  expect(world.lines.filter((line) => line.includes('"history"'))).toHaveLength(2);
});

test('a Role that comes late finds an older history: what differs is a change, and what was taken for the beginning is not', async () => {
  const first = console_();
  list(first, object({ version: 5, weight: 90 }), object({ version: 6, weight: 1, name: 'ratings' }));
  await quiet(first);
  await stop(first);
  world.maps.refuse = 403;
  const second = console_();
  list(second, object({ version: 8, weight: 50, at: 0 }));
  await wait(() => (told(second).length === 1 ? true : null));
  expect(told(second)[0]?.operation).toBe('first-seen');
  world.maps.refuse = null;
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
  world.maps.refuse = status;
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  await wait(() => (one.history.condition().state === state ? true : null));
  world.maps.refuse = null;
  await written(1);
  await ok(one);
});

test('without a namespace nothing is ever sent', async () => {
  const one = console_(null);
  list(one, object({ version: 5, weight: 90 }));
  change(one, { version: 8, weight: 50, at: 0 });
  await wait(() => (told(one).length === 2 ? true : null));
  await world.clock.run(world.clock.delay(120_000));
  expect(one.history.condition()).toMatchObject({ state: 'not-configured' });
  expect(world.fake.requests).toEqual([]);
});

test('a thousand objects at once are a few records, and no more than five calls a second', async () => {
  const one = console_();
  const objects = Array.from({ length: 1000 }, (_, at) =>
    object({ version: at + 1, weight: at, name: `vs-${at}` }),
  );
  list(one, ...objects);
  await written(1000);
  expect(world.maps.maps.size).toBeLessThanOrEqual(4);
  for (const map of world.maps.maps.values()) expect(JSON.stringify(map).length).toBeLessThan(1024 * 1024);
  const sent = world.maps.calls('POST').length;
  const before = world.clock.now();
  for (let version = 2000; version < 2010; version += 1)
    change(one, { version, weight: version, name: `vs-${version - 2000}`, at: 0 });
  await written(1010);
  expect(world.maps.calls('POST').length - sent).toBeLessThanOrEqual(10);
  expect(world.clock.now() - before).toBeGreaterThanOrEqual(
    (world.maps.calls('POST').length - sent - 1) * 200,
  );
});

test('a manager that writes on and on gets some revisions, not all the room there is', async () => {
  const one = console_();
  list(one, object({ version: 5, weight: 0 }));
  await quiet(one);
  for (let version = 10; version < 40; version += 1) {
    change(one, { version, weight: version, manager: 'flapper', at: version - 10 });
    await world.clock.run(world.clock.delay(1000));
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
  const store = createHistoryStore(world.client, 'sluice');
  for (let version = 100; version < 160; version += 1) {
    const head = headOf({
      uid: 'uid-reviews',
      resourceVersion: String(version),
      at: startS - 10_000 + version,
    });
    const record = await store.encode([{ head, body: { before: null, after: null } }]);
    world.maps.maps.set(record.name, JSON.parse(JSON.stringify(record.object)));
  }
  const one = console_();
  await wait(() => (world.maps.maps.size <= 50 ? true : null));
  await ok(one);
  const deleted = world.maps.calls('DELETE').map(({ path }) => path);
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
  world.maps.maps.set('strange', {
    metadata: { name: 'strange', namespace: 'sluice', labels: strange },
    data: { index: '[{}]' },
    binaryData: {},
  });
  const one = console_();
  list(one, object({ version: 5, weight: 90 }));
  await written(1).catch(() => undefined);
  await wait(() => (world.maps.maps.size === 2 ? true : null));
  expect(world.maps.calls('DELETE')).toEqual([]);
  expect(world.lines.some((line) => line.includes('history of another form'))).toBe(true);
});

test('a record that somebody deleted or damaged costs its revisions, and nothing else', async () => {
  const first = console_();
  list(first, object({ version: 5, weight: 90 }));
  change(first, { version: 8, weight: 50, at: 0 });
  await written(2);
  await stop(first);
  world.maps.maps.delete('sluice-history-uid-reviews-5');
  const damaged = world.maps.maps.get('sluice-history-uid-reviews-8');
  if (damaged !== undefined) damaged.binaryData.objects = 'AAAA';
  const second = console_();
  list(second, object({ version: 8, weight: 50, at: 0 }));
  await ok(second);
  const [entry] = second.history.revisionsOf(reviews).entries;
  expect(entry && (await second.history.body(entry))).toBeNull();
  expect(second.history.revisionsOf(reviews).entries).toEqual([]);
});
