/** `kubectl create token`: a ServiceAccount's own rights, for a while; what is forged, over, or of an account that is gone is nobody's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, text } from '../coding/json.ts';
import { Store } from '../store.ts';
import { core, type Fixture, startFixture } from '../testing/fixture.ts';
import { accountTokens } from './account-tokens.ts';

let cluster: Fixture;
beforeAll(async () => {
  cluster = await startFixture();
  await makeAccount('robot');
});
afterAll(() => cluster.stop());

const accounts = `${core}/serviceaccounts`;
const makeAccount = (name: string) =>
  cluster.call(`POST ${accounts}`, {
    body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } },
  });
const askToken = (name: string, spec: object = {}, more: object = {}, as?: string) =>
  cluster.call(`POST ${accounts}/${name}/token`, {
    ...(as === undefined ? {} : { as }),
    body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec, ...more },
  });
const tokenOf = async (name: string, spec: object = {}) =>
  text((await askToken(name, spec)).body, 'status', 'token');
const whoIs = async (token: string) => {
  const { code, body } = await cluster.call('POST /apis/authentication.k8s.io/v1/selfsubjectreviews', {
    as: null,
    headers: { authorization: `Bearer ${token}` },
    body: {},
  });
  return code === 201 ? at(body, 'status', 'userInfo') : code;
};

describe('a token of a ServiceAccount', () => {
  test('is given with the time at which it ends, and its bearer is the account with its rights', async () => {
    const { code, body } = await askToken('robot', { expirationSeconds: 900 });
    expect(code).toBe(201);
    expect(body).toMatchObject({
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name: 'robot', namespace: 'bookinfo' },
      spec: { audiences: ['https://kubernetes.default.svc'], expirationSeconds: 900 },
    });
    const inSeconds = (Date.parse(text(body, 'status', 'expirationTimestamp')) - Date.now()) / 1000;
    expect(inSeconds).toBeGreaterThan(890);
    expect(inSeconds).toBeLessThanOrEqual(900);
    const token = text(body, 'status', 'token');
    expect(await whoIs(token)).toMatchObject({
      username: 'system:serviceaccount:bookinfo:robot',
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      groups: ['system:serviceaccounts', 'system:serviceaccounts:bookinfo', 'system:authenticated'],
    });
    const headers = { authorization: `Bearer ${token}` };
    // The fixture's Role names one ConfigMap for it.
    expect((await cluster.call(`GET ${core}/configmaps/settings`, { as: null, headers })).code).toBe(200);
    expect((await cluster.call(`GET ${core}/pods`, { as: null, headers })).code).toBe(403);
  });

  test('is nobody’s when it is changed, over, for somebody else, or its account is gone', async () => {
    const [header, claims = '', signature] = (await tokenOf('robot')).split('.');
    const said: object = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const forged = Buffer.from(
      JSON.stringify({ ...said, sub: 'system:serviceaccount:kube-system:admin' }),
    ).toString('base64url');
    expect(await whoIs(`${header}.${forged}.${signature}`)).toBe(401);
    expect(await whoIs(await tokenOf('robot', { audiences: ['vault'] }))).toBe(401);

    await makeAccount('short-lived');
    const first = await tokenOf('short-lived');
    expect(await whoIs(first)).toMatchObject({ username: 'system:serviceaccount:bookinfo:short-lived' });
    await cluster.call(`DELETE ${accounts}/short-lived`);
    expect(await whoIs(first)).toBe(401);
    await makeAccount('short-lived');
    expect(await whoIs(first)).toBe(401);
  });

  test('ends when it says', () => {
    let now = Date.parse('2026-11-30T10:00:00Z');
    const store = new Store(() => now);
    const account = { namespace: 'shop', name: 'robot' };
    store.put({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: account }, 'test');
    const { issue, userOf } = accountTokens(store);
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: { name: '' } };
    const answer = issue(account, request);
    expect(text(answer, 'status', 'expirationTimestamp')).toBe('2026-11-30T11:00:00Z');
    const token = text(answer, 'status', 'token');
    now += 3_599_000;
    expect(userOf(token)).toMatchObject({ username: 'system:serviceaccount:shop:robot' });
    now += 1000;
    expect(userOf(token)).toBeUndefined();
    for (const other of ['', 'a.b', 'a.b.c', `${token}.d`]) expect(userOf(other)).toBeUndefined();
  });

  test.each<[what: string, ask: () => ReturnType<typeof askToken>, code: number, says: string]>([
    ['of nobody', () => askToken('nobody'), 404, 'serviceaccounts "nobody" not found'],
    [
      'too short',
      () => askToken('robot', { expirationSeconds: 60 }),
      422,
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
    ],
    [
      'of another',
      () => askToken('robot', {}, { metadata: { name: 'other' } }),
      422,
      'TokenRequest.authentication.k8s.io "robot" is invalid: metadata.name: Invalid value: "other": must match the service account name if specified',
    ],
    [
      'bound to an object',
      () => askToken('robot', { boundObjectRef: { kind: 'ConfigMap', apiVersion: 'v1', name: 'settings' } }),
      400,
      'cannot bind token to object of type /v1, Kind=ConfigMap',
    ],
    [
      'without the right',
      () => askToken('robot', {}, {}, 'viewer'),
      403,
      'serviceaccounts "robot" is forbidden: User "viewer" cannot create resource "serviceaccounts/token" in API group "" in the namespace "bookinfo"',
    ],
  ])('is refused: %s', async (_what, ask, code, says) => {
    const answer = await ask();
    expect([answer.code, text(answer.body, 'message')]).toEqual([code, expect.stringContaining(says)]);
  });
});
