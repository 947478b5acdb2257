import { afterEach, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { type FakeKubernetes, startFakeKubernetes } from '../testing/fake-kubernetes.ts';
import { until } from '../testing/harness.ts';
import { fillMesh } from '../testing/mesh-content.ts';
import { sendJson } from '../testing/recorder.ts';
import { resources } from './resources.ts';
import { createKubernetesClient } from './rest.ts';
import { createSnapshot, type Snapshot, type SnapshotChange } from './snapshot.ts';

const clock = fakeClock();
let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

async function start(prepare: (fake: FakeKubernetes) => void = () => undefined): Promise<{
  fake: FakeKubernetes;
  snapshot: Snapshot;
  changes: SnapshotChange[];
  logLines: string[];
}> {
  const fake = await startFakeKubernetes();
  fillMesh(fake);
  prepare(fake);
  const client = createKubernetesClient(fake.connection);
  const logLines: string[] = [];
  const snapshot = createSnapshot(client, clock, createLog('info', { write: (line) => logLines.push(line) }));
  const changes: SnapshotChange[] = [];
  snapshot.onChange((change) => changes.push(change));
  snapshot.start();
  stop = async () => {
    await snapshot.stop();
    await client.close();
    await fake.close();
  };
  await until(() => (snapshot.settled() ? true : null));
  return { fake, snapshot, changes, logLines };
}

test('reads a dozen kinds with the account of the console, one watch each, never a Secret', async () => {
  const { fake, snapshot } = await start();
  const kinds = snapshot.kinds().size;
  await until(() => (fake.requests.filter(({ query }) => query.has('watch')).length === kinds ? true : null));
  expect(fake.requests.some(({ path }) => path.includes('secrets'))).toBe(false);
  expect(fake.requests.every(({ method }) => method === 'GET')).toBe(true);
  expect(snapshot.state().state).toBe('ok');
  await clock.run(until(() => (snapshot.revision() > 0 ? true : null)));
  expect(snapshot.objects().services.map(({ metadata }) => metadata.name)).toContain('reviews');
  expect([...snapshot.namespaceNames()].sort()).toEqual(['bookinfo', 'payments', 'shop']);
});

test('the list of a kind stays the same array until something of the kind changes', async () => {
  const { fake, snapshot } = await start();
  await clock.run(until(() => (snapshot.revision() > 0 ? true : null)));
  await until(() => (fake.openWatches('networking.istio.io/virtualservices') > 0 ? true : null));
  const before = snapshot.objects();
  const revision = snapshot.revision();
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { namespace: 'shop', name: 'added', resourceVersion: '900001' },
    spec: { hosts: ['added'] },
  };
  fake.emit('networking.istio.io/virtualservices', JSON.stringify({ type: 'ADDED', object }));
  await clock.run(until(() => (snapshot.revision() > revision ? true : null)));
  const { virtualServices, ...others } = snapshot.objects();
  expect(virtualServices).not.toBe(before.virtualServices);
  expect(virtualServices.map(({ metadata }) => metadata.name)).toContain('added');
  for (const [kind, list] of Object.entries(others)) expect(list, kind).toBe(Reflect.get(before, kind));
});

test('a kind that is not served, or not allowed, is missing alone', async () => {
  const { snapshot } = await start((fake) => {
    fake.fault = ({ path }, response) => {
      const status = path.includes('gateway.networking') ? 404 : path.endsWith('/sidecars') ? 403 : 0;
      if (status === 0) return false;
      sendJson(response, status, { kind: 'Status', code: status });
      return true;
    };
  });
  expect(snapshot.kinds().get('httpRoutes')?.state).toBe('absent');
  expect(snapshot.state().state).toBe('ok');
  expect(snapshot.warnings()).toEqual([
    { code: 'kind-forbidden', source: 'kubernetes', detail: 'sidecars.networking.istio.io' },
  ]);
});

test('many changes are told once, with their namespaces', async () => {
  const { fake, changes } = await start();
  await clock.run(until(() => (changes.length > 0 ? true : null)));
  changes.length = 0;
  await until(() => (fake.openWatches('/services') === 1 ? true : null));
  for (let version = 200; version < 230; version += 1) {
    const metadata = {
      name: 'cart',
      namespace: version % 2 ? 'shop' : 'bookinfo',
      resourceVersion: String(version),
    };
    fake.emit('/services', JSON.stringify({ type: 'ADDED', object: { metadata } }));
  }
  await clock.run(until(() => (changes.length > 0 ? true : null)));
  expect([...(changes[0]?.namespaces ?? [])].sort()).toEqual(['bookinfo', 'shop']);
});

test('an API server that falls silent is noticed although the watches stay open, and its return as well', async () => {
  const { fake, snapshot } = await start();
  const before = snapshot.objects().services.length;
  fake.fault = ({ path }, response) => {
    if (path === '/version') response.destroy();
    return path === '/version';
  };
  await clock.run(until(() => (snapshot.state().state === 'unreachable' ? true : null)));
  expect(snapshot.objects().services).toHaveLength(before);
  expect(snapshot.warnings().map(({ code }) => code)).toEqual(['kubernetes-stale']);
  fake.fault = null;
  const downAt = clock.now();
  await clock.run(until(() => (snapshot.state().state === 'ok' ? true : null)));
  expect(clock.now() - downAt).toBeLessThan(10_000);
});

test('an outage that ends before the probe asks again is in the log', async () => {
  const { fake, snapshot, logLines } = await start();
  fake.fault = ({ path }, response) => {
    if (path !== '/version') response.destroy();
    return path !== '/version';
  };
  for (const { group, plural } of Object.values(resources)) fake.cut(`${group}/${plural}`);
  await clock.run(until(() => (snapshot.state().state === 'unreachable' ? true : null)));
  fake.fault = null;
  await clock.run(until(() => (snapshot.state().state === 'ok' ? true : null)));
  const told = logLines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'source');
  expect(told.map(({ level, source, was, state }) => [level, source, was, state])).toEqual([
    ['info', 'kubernetes', 'starting', 'ok'],
    ['warn', 'kubernetes', 'ok', 'unreachable'],
    ['info', 'kubernetes', 'unreachable', 'ok'],
  ]);
});

test('after an outage everything is read again within ten seconds', async () => {
  const { fake, snapshot } = await start();
  fake.fault = (_, response) => {
    response.destroy();
    return true;
  };
  for (const key of ['/services', '/pods']) fake.cut(key);
  const since = clock.now();
  await clock.run(until(() => (clock.now() - since > 45_000 ? true : null)));
  expect(snapshot.kinds().get('services')?.state).toBe('unreachable');
  fake.fault = null;
  const backAt = clock.now();
  await clock.run(until(() => (snapshot.kinds().get('services')?.state === 'ok' ? true : null)));
  expect(clock.now() - backAt).toBeLessThan(10_000);
});
