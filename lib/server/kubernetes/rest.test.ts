import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAppError } from '../app-error.ts';
import { codeOf } from '../testing/code-of.ts';
import { consoleToken, type FakeKubernetes, startFakeKubernetes } from '../testing/fake-kubernetes.ts';
import { bearerCredential, type UserCredential } from './credential.ts';
import { collectionPath, fixedPaths, objectPath } from './paths.ts';
import { resources } from './resources.ts';
import { connections, createKubernetesClient, type KubernetesClient } from './rest.ts';

let fake: FakeKubernetes;
let client: KubernetesClient;
const user: UserCredential = { kind: 'bearer', token: 'user-token' };
const own = { kind: 'console' } as const;

beforeEach(async () => {
  fake = await startFakeKubernetes();
  fake.users.set('user-token', { name: 'u', grants: [] });
  client = createKubernetesClient(fake.connection);
});

afterEach(async () => {
  await client.close();
  await fake.close();
});

const version = { method: 'GET', path: fixedPaths.version } as const;

describe('credentials', () => {
  test('SEC-35 each call carries its own and no other', async () => {
    await client.call(version, own);
    await client.call(version, user);
    await client.call(version, { kind: 'anonymous' });
    expect(fake.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${consoleToken}`,
      'Bearer user-token',
      undefined,
    ]);
    expect(fake.requests.every(({ headers }) => /^sluice\/\d/.test(String(headers['user-agent'])))).toBe(
      true,
    );
  });

  test('SEC-35 a change names the console as its manager, tried as well as written', async () => {
    const path = objectPath(resources.virtualServices, 'bookinfo', 'reviews');
    for (const dryRun of [true, false]) await client.write({ method: 'PUT', path, body: {}, dryRun }, user);
    await client.call({ method: 'GET', path }, user).catch(() => undefined);
    expect(fake.requests.map(({ method, query }) => [method, query.get('fieldManager')])).toEqual([
      ['PUT', 'sluice'],
      ['PUT', 'sluice'],
      ['GET', null],
    ]);
  });

  const refusalOf = (text: string) => {
    try {
      bearerCredential(text);
      return null;
    } catch (error) {
      return isAppError(error) ? error.code : error;
    }
  };

  test.each([
    ['T\r\nImpersonate-User: admin', 'invalid'],
    ['T\nx', 'invalid'],
    ['Tö', 'invalid'],
    ['a b', 'invalid'],
    ['', 'invalid'],
  ])('input 32: %j is no token', (text, code) => {
    expect(refusalOf(text)).toBe(code);
  });

  test('SEC-06 a token of 8 KiB is one, of a byte more none', () => {
    expect(bearerCredential('a'.repeat(8192))).toMatchObject({ kind: 'bearer' });
    expect(refusalOf('a'.repeat(8193))).toBe('too-large');
  });
});

/** Half of them near to names, so that many are names and go out. */
const anyName = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('', '.', '..', '/', '%2e', ' ', '\0', '-', 'A', 'a', 'b1', '?', '#'), {
      maxLength: 4,
    })
    .map((pieces) => pieces.join('')),
);

describe('what is never sent', () => {
  test('SEC-16 no collection is deleted, whatever the names: 10,000 of them', async () => {
    await fc.assert(
      fc.asyncProperty(anyName, anyName, async (namespace, name) => {
        try {
          const path = objectPath(resources.virtualServices, namespace, name);
          await client.call({ method: 'DELETE', path }, user).catch(() => undefined);
        } catch {
          // The name was refused.
        }
      }),
      { numRuns: 10_000 },
    );
    const path = collectionPath(resources.virtualServices, 'bookinfo');
    expect(await codeOf(client.call({ method: 'DELETE', path }, user))).toBe('invalid');
    const deletes = fake.requests.filter(({ method }) => method === 'DELETE');
    expect(deletes.filter(({ path: sent }) => sent.endsWith('/virtualservices'))).toEqual([]);
  });

  test('SEC-31 input 50: a redirect is not followed', async () => {
    fake.fault = (_, response) => {
      response.writeHead(302, { location: `${fake.url.origin}/stolen` }).end();
      return true;
    };
    expect(await codeOf(client.call(version, own))).toBe('unavailable');
    expect(fake.requests.map(({ path }) => path)).toEqual(['/version']);
  });
});

describe('answers that are none', () => {
  const html = '<html>a login page that quotes Bearer user-token</html>';
  test.each<[string, string, number, Record<string, string>, string | Buffer]>([
    ['HTML', 'unavailable', 200, { 'content-type': 'text/html' }, html],
    ['half a JSON', 'unavailable', 200, { 'content-type': 'application/json' }, '{"a":'],
    [
      'a gzip bomb',
      'unavailable',
      200,
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      gzipSync(Buffer.alloc(80 * 1024 * 1024, 32)),
    ],
    ['401', 'unauthenticated', 401, {}, html],
    ['403', 'forbidden', 403, {}, html],
    ['404', 'not-found', 404, {}, html],
    ['409', 'conflict', 409, {}, html],
    ['422', 'invalid', 422, {}, html],
    ['500', 'unavailable', 500, {}, html],
    ['429 for an hour', 'too-many-requests', 429, { 'retry-after': '3600' }, html],
  ])('input 50: %s is %s', async (_, code, status, headers, body) => {
    fake.fault = (__, response) => {
      response.writeHead(status, headers).end(body);
      return true;
    };
    const error = await client.call(version, own).catch((thrown: unknown) => thrown);
    expect(isAppError(error) && error.code).toBe(code);
    expect(JSON.stringify(error)).not.toContain('user-token');
    if (isAppError(error) && code === 'too-many-requests') expect(error.details.retryAfterSeconds).toBe(60);
  });

  test('input 50: an endless answer is cut', async () => {
    fake.fault = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, 32)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
      return true;
    };
    expect(await codeOf(client.call({ ...version, maxBytes: 1024 * 1024 }, own))).toBe('too-large');
  });

  test('a silent server is given up', async () => {
    fake.fault = () => true;
    expect(await codeOf(client.call({ ...version, timeoutMs: 30 }, own))).toBe('timeout');
  });

  test('a dead server is unavailable', async () => {
    await fake.close();
    expect(await codeOf(client.call(version, own))).toBe('unavailable');
  });
});

test('many calls share few connections', async () => {
  let sockets = 0;
  fake.server.on('connection', () => {
    sockets += 1;
  });
  await Promise.all(Array.from({ length: 60 }, () => client.call(version, user)));
  expect(fake.requests).toHaveLength(60);
  expect(sockets).toBeLessThanOrEqual(connections.users);
});
