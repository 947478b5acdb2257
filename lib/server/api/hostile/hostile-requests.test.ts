/** Requests to change configuration whose shape, size, names or sender cannot be right, by the ids of the threat model. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routes } from '#lib/api/routes.ts';
import { configurationWorld, goodSpec, update, virtualServices } from '../../testing/configuration-world.ts';
import { tokens } from '../../testing/mesh-content.ts';

const world = configurationWorld();
const headers = { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' };

const notNames = [
  '',
  '.',
  '..',
  'a/b',
  '%2e%2e',
  '%252e%252e',
  '..;',
  'A',
  'a b',
  'a\u0000',
  '-a',
  'a-',
  'rеviews',
];
const wrong = {
  namespace: [...notNames, 'a'.repeat(64), 'a.b'],
  name: [...notNames, 'a'.repeat(254)],
} as const;

/** Everything that went to Kubernetes with a user's token, reviews of rights apart. */
async function asked(run: () => Promise<unknown>): Promise<string[]> {
  const since = world.harness.kubernetes.requests.length;
  await run();
  return world.harness.kubernetes.requests
    .slice(since)
    .filter(({ path, query }) => !/\/selfsubject\w*reviews$/.test(path) && !query.has('watch'))
    .filter((request) => String(request.headers.authorization).includes(tokens.admin))
    .map(({ method, path }) => `${method} ${path}`);
}

describe('SEC-15 names', () => {
  const questions = ['object', 'history', 'expectations'].map((path) => `/api/v1/config/${path}`);

  test.each([
    ...wrong.namespace.map((value) => ['namespace', value] as const),
    ...wrong.name.map((value) => ['name', value] as const),
  ])('SEC-15 a %s of %j: 400, and no call, whatever is asked', async (field, value) => {
    const target = { kind: virtualServices, namespace: 'bookinfo', name: 'ratings', [field]: value };
    const calls = await asked(async () => {
      for (const path of ['check', 'dry-run', 'apply', 'apply/stream', 'predict']) {
        for (const change of [
          { op: 'delete', ...target },
          { ...update(goodSpec), ...target },
          { op: 'create', ...target, text: 'a: 1' },
        ]) {
          const reply = await world.post(path, { changes: [change] }, tokens.admin);
          expect([path, change.op, reply.status]).toEqual([path, change.op, 400]);
        }
      }
      for (const path of questions) {
        // Without a name expectations are asked of a whole namespace.
        if (path.endsWith('expectations') && value === '') continue;
        const query = new URLSearchParams(
          path.endsWith('expectations') ? { namespace: target.namespace, name: target.name } : target,
        );
        const reply = await world.harness.ask(`${path}?${query}`, { headers });
        expect([path, reply.status]).toEqual([path, 400]);
      }
    });
    expect(calls).toEqual([]);
  });

  const withNames = Object.values(routes).filter(({ path }) => path.includes('{'));

  test.each(withNames.map(({ path }) => path))(
    'SEC-15 a name in the path of %s, by any method',
    async (path) => {
      const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      for (const parameter of parameters) {
        for (const value of ['', '.', '..', '%2e%2e', 'A', 'a'.repeat(254), '%00']) {
          const url = path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === parameter ? value : 'a'));
          const calls = await asked(async () => {
            for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
              const { status } = await world.harness.ask(url, { method, headers });
              expect([url, method, [400, 404, 405].includes(status)]).toEqual([url, method, true]);
            }
          });
          expect([url, calls]).toEqual([url, []]);
        }
      }
    },
  );
});

describe('SEC-16 deletions', () => {
  test('SEC-16 no collection is deleted: five hundred requests of any names, what arrives names one object', async () => {
    const since = world.harness.kubernetes.requests.length;
    const piece = fc.constantFrom(
      '',
      '.',
      '..',
      '/',
      'a',
      'ratings',
      '%2e',
      ' ',
      '\u0000',
      '*',
      '-',
      'A',
      '?',
      '#',
    );
    const name = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(name, name, async (namespace, object) => {
        const change = { op: 'delete', kind: virtualServices, namespace, name: object };
        const { status } = await world.post('apply', { changes: [change], reason: '' }, tokens.admin);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 500 },
    );
    const deletions = world.harness.kubernetes.requests
      .slice(since)
      .filter(({ method }) => method === 'DELETE');
    for (const { url } of deletions) {
      expect(new URL(url, 'http://cluster').pathname).toMatch(
        /^\/apis\/networking\.istio\.io\/v1\/namespaces\/[a-z0-9-]+\/virtualservices\/[a-z0-9.-]+$/,
      );
    }
  });
});

describe('SEC-17 kinds', () => {
  test.each([
    'secrets',
    'secrets.',
    '..',
    'pods/exec',
    'pods',
    'roles.rbac.authorization.k8s.io',
    'rolebindings.rbac.authorization.k8s.io',
    'VirtualService',
    'virtualservices',
    'virtualservices.networking.istio.io/status',
    '__proto__',
    'constructor',
  ])('SEC-17 the kind %j is not found, and nothing is asked', async (kind) => {
    const target = { kind, namespace: 'bookinfo', name: 'x' };
    const calls = await asked(async () => {
      for (const path of ['check', 'dry-run', 'apply', 'apply/stream', 'predict']) {
        const reply = await world.post(path, { changes: [{ op: 'delete', ...target }] }, tokens.admin);
        expect([path, reply.status]).toEqual([path, 404]);
      }
      for (const path of ['object', 'history']) {
        const { status } = await world.harness.ask(`/api/v1/config/${path}?${new URLSearchParams(target)}`, {
          headers,
        });
        expect([path, status]).toEqual([path, 404]);
      }
    });
    expect(calls).toEqual([]);
  });
});

describe('shapes and sizes', () => {
  const deep = `{"changes":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const keys = (count: number) =>
    JSON.stringify({
      changes: [],
      ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 1])),
    });

  test.each<[string, string, number]>([
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['half of an object', '{', 400],
    ['a depth of 100,000', deep, 400],
    ['100,000 unknown keys', keys(100_000), 400],
    ['1,000,000 unknown keys', keys(1_000_000), 413],
    ['10 MB', JSON.stringify({ changes: [], reason: 'x'.repeat(10_000_000) }), 413],
    ['a number of 400 digits', '{"changes":[1e400]}', 400],
    [
      'a version that is a number',
      JSON.stringify({ changes: [{ ...update(goodSpec), resourceVersion: 5 }] }),
      400,
    ],
    ['an op that there is none of', '{"changes":[{"op":"patch"}]}', 400],
  ])('input 39: %s, and no call', async (_, body, status) => {
    const calls = await asked(async () => {
      const reply = await world.harness.ask('/api/v1/config/apply', { method: 'POST', headers, body });
      expect(reply.status).toBe(status);
    });
    expect(calls).toEqual([]);
  });

  test.each([
    'dryRun=All&dryRun=None',
    'dryRun=All',
    'force=true',
    'fieldManager=x',
    'fieldValidation=Ignore',
  ])('input 47: %s in the address is refused, and no call', async (query) => {
    const body = JSON.stringify({ changes: [update(goodSpec)], reason: '' });
    const calls = await asked(async () => {
      const reply = await world.harness.ask(`/api/v1/config/apply?${query}`, {
        method: 'POST',
        headers,
        body,
      });
      expect(reply.status).toBe(400);
    });
    expect(calls).toEqual([]);
  });

  test('REL-42 one byte more than 1 MiB of text is 413, more than 4 MiB of request as well', async () => {
    const text = (bytes: number) => ({ ...update(''), text: 'x'.repeat(bytes) });
    const calls = await asked(async () => {
      for (const path of ['check', 'dry-run', 'apply']) {
        const most = await world.post(path, { changes: [text(1024 * 1024)] }, tokens.admin);
        expect([path, most.status]).toEqual([path, path === 'check' ? 200 : 400]);
        const more = await world.post(path, { changes: [text(1024 * 1024 + 1)] }, tokens.admin);
        expect([path, more.status]).toEqual([path, 413]);
      }
      const many = Array(5).fill(text(1024 * 1024));
      expect((await world.post('apply', { changes: many }, tokens.admin)).status).toBe(413);
    });
    expect(calls).toEqual([]);
  });

  test('an object twice, no change, and too many', async () => {
    const answer = async (changes: object[]) => (await world.post('check', { changes })).status;
    expect(await answer([update(goodSpec), update(goodSpec)])).toBe(400);
    expect(await answer([])).toBe(400);
    expect(await answer(Array(51).fill(update(goodSpec)))).toBe(400);
  });
});

test('SEC-12 without a sign-in, from another page and as nobody nothing is done', async () => {
  const body = JSON.stringify({ changes: [update(goodSpec)], reason: '' });
  const { calls } = await world.received(async () => {
    const own = { 'content-type': 'application/json', origin: world.harness.origin };
    const apply = (more: Record<string, string>) =>
      world.harness.ask('/api/v1/config/apply', { method: 'POST', headers: { ...own, ...more }, body });
    expect((await apply({})).status).toBe(401);
    const cookie = await world.harness.signIn({ strategy: 'token', token: 'editor' });
    for (const origin of ['https://evil.test', 'null', `${world.harness.origin}.evil.test`])
      expect((await apply({ origin, cookie })).status).toBe(403);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect((await apply({ 'content-type': type, cookie })).status).toBe(415);
    const reply = await apply({ cookie: await world.harness.signIn({ strategy: 'anonymous' }) });
    expect(reply.status).toBe(403);
    return reply;
  });
  expect(calls).toEqual([]);
});
