import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listPermission } from '#lib/access/permissions.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';
import { isAppError } from '../app-error.ts';
import { bearerCredential } from '../kubernetes/credential.ts';
import { createKubernetesClient, type KubernetesClient } from '../kubernetes/rest.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { consoleToken, type FakeKubernetes, startFakeKubernetes } from '../testing/fake-kubernetes.ts';
import { type Recorded, sendJson } from '../testing/recorder.ts';
import { type AccessBook, createAccessBook } from './access-book.ts';

let fake: FakeKubernetes;
let client: KubernetesClient;
let book: AccessBook;
let clock: ReturnType<typeof fakeClock>;
let namespaces: string[];
const viewer = bearerCredential('viewer');
const admin = bearerCredential('admin');

beforeEach(async () => {
  fake = await startFakeKubernetes();
  fake.users.set('admin', { name: 'admin', grants: ['* * *'] });
  fake.users.set('viewer', { name: 'viewer', grants: ['list /pods a', 'list /services a', 'list /pods b'] });
  client = createKubernetesClient(fake.connection);
  clock = fakeClock();
  namespaces = ['a', 'b', 'c'];
  book = createAccessBook(client, clock, () => namespaces);
});

afterEach(async () => {
  await client.close();
  await fake.close();
});

const visible = async (credential = viewer) => [...(await book.visibility(credential)).namespaces];
const reviews = () => fake.requests.filter(({ path }) => path.endsWith('accessreviews'));
const namespaceOf = ({ body }: Recorded): unknown => JSON.parse(body).spec.resourceAttributes.namespace;

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'ok',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );
}

test('mesh-wide rights need two questions, whatever the number of namespaces', async () => {
  namespaces = Array.from({ length: 500 }, (_, index) => `n${index}`);
  expect(await book.visibility(admin)).toMatchObject({ all: true, key: 'all' });
  expect(reviews()).toHaveLength(2);
});

test('a namespace is seen with pods and services, not with one of them; every question with the own token', async () => {
  expect(await visible()).toEqual(['a']);
  expect(new Set(fake.requests.map(({ headers }) => headers.authorization))).toEqual(
    new Set(['Bearer viewer']),
  );
  expect(fake.requests.some(({ headers }) => headers.authorization === `Bearer ${consoleToken}`)).toBe(false);
});

test('equal rights have equal keys, different rights different ones', async () => {
  fake.users.set('other', { name: 'other', grants: ['list * a'] });
  fake.users.set('more', { name: 'more', grants: ['list * a', 'list * b'] });
  const keys = await Promise.all(
    ['viewer', 'other', 'more'].map(async (token) => (await book.visibility(bearerCredential(token))).key),
  );
  expect(keys[0]).toBe(keys[1]);
  expect(keys[0]).not.toBe(keys[2]);
});

test('answers are shared for thirty seconds, and questions on their way as well', async () => {
  await Promise.all(Array.from({ length: 20 }, () => visible()));
  const asked = reviews().length;
  expect(asked).toBe(8);
  clock.advance(29_999);
  await visible();
  expect(reviews()).toHaveLength(asked);
  clock.advance(1);
  await visible();
  expect(reviews()).toHaveLength(2 * asked);
});

test('a namespace made later is asked about alone', async () => {
  await visible();
  const asked = reviews().length;
  namespaces.push('d');
  await visible();
  expect(reviews().slice(asked).map(namespaceOf)).toEqual(['d', 'd']);
});

test('SEC-56 changed RBAC is seen at once', async () => {
  await visible();
  fake.users.set('viewer', { name: 'viewer', grants: [] });
  book.invalidate();
  expect(await visible()).toEqual([]);
});

describe('what is not answered is not allowed', () => {
  const failFor = (namespace: string | undefined, status: number, body: object = {}) => {
    fake.fault = (request, response) => {
      if (!request.path.endsWith('accessreviews') || namespaceOf(request) !== namespace) return false;
      sendJson(response, status, body);
      return true;
    };
  };

  test.each([
    ['500', 500, {}],
    ['no status', 201, {}],
    ['a status without a yes', 201, { status: { allowed: 'true' } }],
    ['a yes with an error', 201, { status: { allowed: true, evaluationError: 'webhook away' } }],
    ['a yes and a no', 201, { status: { allowed: true, denied: true } }],
  ])('%s in one namespace hides it, and only it', async (_, status, body) => {
    fake.users.set('viewer', { name: 'viewer', grants: ['list * a', 'list * b'] });
    failFor('a', status, body);
    expect(await visible()).toEqual(['b']);
  });

  test('an answer that failed is asked again', async () => {
    failFor('a', 500);
    expect(await book.visibility(viewer)).toMatchObject({ incomplete: true });
    fake.fault = null;
    expect(await book.visibility(viewer)).toMatchObject({ incomplete: false, namespaces: new Set(['a']) });
  });

  test('when the first question fails nothing is known', async () => {
    failFor(undefined, 503);
    expect(await codeOf(book.visibility(viewer))).toBe('unavailable');
  });

  test('who may not even ask is told to wait, unless it is nobody', async () => {
    failFor(undefined, 403);
    expect(await codeOf(book.visibility(viewer))).toBe('unavailable');
    expect(await book.visibility({ kind: 'anonymous' })).toMatchObject({ all: false });
  });

  test('an unknown token is unauthenticated, everywhere', async () => {
    const stranger = bearerCredential('stranger');
    expect(await codeOf(book.identity(stranger))).toBe('unauthenticated');
    expect(await codeOf(book.visibility(stranger))).toBe('unauthenticated');
    expect(await codeOf(book.rights(stranger))).toBe('unauthenticated');
  });

  test('an identity that Kubernetes answers as anonymous is none', async () => {
    fake.users.set('odd', { name: 'system:anonymous', grants: [] });
    expect(await codeOf(book.identity(bearerCredential('odd')))).toBe('unauthenticated');
  });
});

describe('while Kubernetes cannot be reached', () => {
  test('the last clear answers hold for five minutes, for the same credential only', async () => {
    await book.identity(viewer);
    expect(await visible()).toEqual(['a']);
    fake.fault = (_, response) => {
      response.destroy();
      return true;
    };
    clock.advance(60_000);
    expect(await visible()).toEqual(['a']);
    expect((await book.identity(viewer)).name).toBe('viewer');
    expect(await codeOf(book.visibility(admin))).toBe('unavailable');
    clock.advance(240_001);
    expect(await codeOf(book.visibility(viewer))).toBe('unavailable');
  });
});

test('a server that has just come back and has not read its roles is soon asked again', async () => {
  fake.fault = (_, response) => {
    response.destroy();
    return true;
  };
  expect(await codeOf(book.identity(viewer))).toBe('unavailable');
  fake.fault = null;
  fake.users.set('viewer', { name: 'viewer', grants: [] });
  clock.advance(3000);
  expect(await visible()).toEqual([]);
  fake.users.set('viewer', { name: 'viewer', grants: ['list * a'] });
  expect(await visible()).toEqual([]);
  clock.advance(2000);
  expect(await visible()).toEqual(['a']);
});

test('rights name persona and permissions for each visible namespace', async () => {
  fake.users.set('dev', {
    name: 'dev',
    grants: [
      'list /pods a',
      'list /services a',
      '* networking.istio.io/virtualservices a',
      '* networking.istio.io/destinationrules a',
      'list * b',
    ],
  });
  const rights = await book.rights(bearerCredential('dev'));
  expect(rights.persona).toBe('developer');
  expect(Object.fromEntries(rights.namespaces)).toEqual({
    a: {
      persona: 'developer',
      permissions: new Set([
        'seeTraffic',
        'editRouting',
        listPermission(kinds.virtualServices),
        listPermission(kinds.destinationRules),
      ]),
    },
    b: {
      persona: 'viewer',
      permissions: new Set([
        'seeTraffic',
        'readWorkloads',
        'readConfiguration',
        ...Object.values(kinds).map(listPermission),
      ]),
    },
  });
  expect((await book.rights(admin)).persona).toBe('cluster-admin');
});
