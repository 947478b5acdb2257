/** What happens when a right is taken away: on a cluster of its own, where the console watches RBAC as it does everywhere. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Whoami } from '#lib/api/access/session.ts';
import { route } from './bodies.ts';
import { places } from './table.ts';
import { type MatrixWorld, startMatrixWorld } from './world.ts';

let world: MatrixWorld;
beforeAll(async () => {
  world = await startMatrixWorld();
}, 60_000);
afterAll(() => world.stop());

const rbac = 'rbac.authorization.k8s.io';
const { namespace } = places.A;
/** The limit of the requirement; the watch is far below it. */
const withinMs = 30_000;

const graph = (who: 'developer' | 'admin') => world.ask(who, `/api/v1/graph?namespaces=${namespace}`);

async function whoami(): Promise<Whoami> {
  return JSON.parse((await world.ask('developer', '/api/v1/whoami')).text);
}

async function write(name: string): Promise<string> {
  const { text } = await world.ask('developer', '/api/v1/config/apply', {
    method: 'POST',
    body: { changes: [{ op: 'create', ...route({ namespace }, name) }], reason: '' },
  });
  return JSON.parse(text).changes[0].refusal ?? 'written';
}

const editing = async () =>
  (await whoami()).namespaces.find(({ name }) => name === namespace)?.permissions.editRouting ?? false;

test('SEC-56 a revoked right: the write is refused at once, what shows it is gone within 30 s', async () => {
  expect(await editing()).toBe(true);
  expect(await write('before')).toBe('written');

  const [binding] = world.kubernetes.store
    .list(rbac, 'rolebindings', namespace)
    .filter(({ metadata }) => metadata.name === 'app-developers-edit');
  const revoked = await world.ask('admin', '/api/v1/access/revoke', {
    method: 'POST',
    body: {
      namespace,
      name: binding?.metadata.name,
      uid: binding?.metadata.uid,
      dryRun: false,
      reason: 'leaves',
    },
  });
  expect(JSON.parse(revoked.text)).toMatchObject({ state: 'written' });

  // No wait: Kubernetes is asked with the developer's own credential.
  expect(await write('after')).toBe('rights');
  const names = world.kubernetes.store
    .list('networking.istio.io', 'virtualservices', namespace)
    .map(({ metadata }) => metadata.name);
  expect(names).toContain('before');
  expect(names).not.toContain('after');
  await expect.poll(editing, { timeout: withinMs, interval: 50 }).toBe(false);
});

test('SEC-56 a namespace that one may no longer see: its cached graph is gone within 30 s, for that person alone', async () => {
  expect((await graph('developer')).status).toBe(200);
  const before = (await graph('developer')).text;
  expect(before).toContain('reviews');
  world.kubernetes.store.remove(rbac, 'rolebindings', namespace, 'people-view');
  await expect
    .poll(async () => (await graph('developer')).status, { timeout: withinMs, interval: 50 })
    .toBe(403);
  const all = await world.ask('developer', '/api/v1/graph');
  expect(all.status).toBe(200);
  expect(all.text).not.toContain('productpage');
  expect((await whoami()).namespaces.map(({ name }) => name)).toEqual(['shop']);
  expect((await graph('admin')).text).toContain('productpage');
});

test('SEC-22 the viewer is answered as if the admin had never asked', async () => {
  const path = '/api/v1/graph?namespaces=shop';
  await world.ask('admin', path);
  const warm = await world.ask('viewer', path);
  world.services.access.invalidate();
  const cold = await world.ask('viewer', path);
  expect(warm.text).toBe(cold.text);
  expect(warm.text).not.toContain('fraud-v1');
});
