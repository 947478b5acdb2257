/** Who does not sign in: no credential, no account of the console's, no write. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whoamiSchema } from '#lib/api/access/session.ts';
import { routes } from '#lib/api/routes.ts';
import { loadConfig } from '../../config.ts';
import { type Harness, startHarness, testSecret } from '../../testing/harness.ts';
import { fillMesh } from '../../testing/mesh-content.ts';

let harness: Harness;
let cookie: string;

beforeAll(async () => {
  harness = await startHarness({ environment: { SLUICE_AUTH: 'anonymous' }, prepare: fillMesh });
  cookie = await harness.signIn({ strategy: 'anonymous' });
});

afterAll(() => harness.stop());

const mutating = Object.values(routes).filter(({ writes }) => writes);

test('there are writes to refuse', () => {
  expect(mutating.length).toBeGreaterThan(2);
});

test.each(mutating.map(({ method, path }) => [method, path] as const))(
  'SEC-55 %s %s is refused, and Kubernetes is not asked',
  async (method, path) => {
    const from = harness.kubernetes.requests.length;
    const reply = await harness.ask(path.replaceAll(/\{\w+\}/g, 'bookinfo'), {
      method,
      headers: { cookie, origin: harness.origin, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(reply.status).toBe(403);
    const writes = harness.kubernetes.requests.slice(from).filter(({ method: verb }) => verb !== 'GET');
    expect(writes).toEqual([]);
  },
);

test('SEC-54 SEC-55 nothing is asked with the console’s own account, and nothing with any credential', async () => {
  const from = harness.kubernetes.requests.length;
  const reply = await harness.ask('/api/v1/whoami', { headers: { cookie } });
  expect(whoamiSchema.parse(reply.json())).toMatchObject({
    user: { name: 'system:anonymous' },
    readOnly: true,
    namespaces: [],
    persona: 'none',
  });
  const asked = harness.kubernetes.requests.slice(from).filter(({ method }) => method === 'POST');
  for (const { headers } of asked) expect(headers.authorization).toBeUndefined();
});

test('SEC-55 anonymous only when it is named: off by default', async () => {
  const off = await startHarness({ environment: { SLUICE_AUTH: 'token' }, prepare: fillMesh });
  const reply = await off.ask('/api/v1/session', {
    method: 'POST',
    headers: { origin: off.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ strategy: 'anonymous' }),
  });
  // And a sealed session of another console that had it is none here: it ends in the browser, and Kubernetes hears of nobody.
  const replayed = await off.ask('/api/v1/whoami', { headers: { cookie } });
  await off.stop();
  expect([reply.status, replayed.status]).toEqual([404, 401]);
  expect(replayed.cookies[0]).toContain('Max-Age=0');
  const asNobody = off.kubernetes.requests.filter(({ headers }) => headers.authorization === undefined);
  expect(asNobody.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test('SEC-55 nothing but a token is taken where no way to sign in is named', () => {
  const loaded = loadConfig({ SLUICE_SESSION_SECRET: testSecret });
  expect(loaded.ok && [...loaded.value.strategies]).toEqual(['token']);
});
