/** Signing in by OpenID Connect, from the socket to what issuer and Kubernetes receive. */
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { whoamiSchema } from '#lib/api/access/session.ts';
import { systemClock } from '../../clock.ts';
import type { Wrong } from '../../testing/fake-issuer.ts';
import { testSecret } from '../../testing/harness.ts';
import {
  type OidcConsole,
  publicOrigin,
  sessionCookie,
  startOidcConsole,
} from '../../testing/oidc-console.ts';

let world: OidcConsole;

beforeAll(async () => {
  world = await startOidcConsole();
});

afterEach(() => {
  world.issuer.wrong = {};
  world.issuer.agedSeconds = 0;
  world.issuer.subject = 'grace';
});

afterAll(() => world.stop());

const problemOf = (text: string) => /\/login\?(?:[^"]*&#38;)?problem=([a-z-]+)/.exec(text)?.[1];
const sentToKubernetes = (start: number) =>
  world.harness.kubernetes.requests.slice(start).filter(({ method }) => method !== 'GET');

describe('the way there', () => {
  test('asks with code, PKCE, state and nonce, each new every time', async () => {
    const asked = await Promise.all(
      Array.from({ length: 3 }, () => world.newBrowser().ask('/api/v1/session/oidc?returnTo=/graph')),
    );
    const queries = asked.map(({ headers }) => new URL(String(headers.location)).searchParams);
    for (const query of queries) {
      expect(Object.fromEntries(query)).toMatchObject({
        response_type: 'code',
        client_id: world.issuer.clientId,
        scope: 'openid',
        redirect_uri: `${publicOrigin}/api/v1/session/oidc/callback`,
        code_challenge_method: 'S256',
      });
    }
    for (const name of ['state', 'nonce', 'code_challenge']) {
      const values = queries.map((query) => query.get(name) ?? '');
      expect(new Set(values).size).toBe(3);
      // 128 bits and more.
      for (const value of values) expect(value.length).toBeGreaterThanOrEqual(22);
    }
  });

  test('SEC-03 the cookie of the question is host-bound, Secure and HttpOnly', async () => {
    const { cookies } = await world.newBrowser().ask('/api/v1/session/oidc');
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(
      /^__Host-sluice-question-[\w-]{12}=[^;]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(cookies[0]).not.toContain('eyJ');
  });

  test.each(['evil.test', 'console.test.evil.test'])(
    'SEC-09 input 31: a Host of %s changes nothing about where the issuer sends people',
    async (host) => {
      const headers = { host, 'x-forwarded-host': host, 'x-forwarded-proto': 'http' };
      const reply = await world.newBrowser().ask('/api/v1/session/oidc', { headers });
      const query = new URL(String(reply.headers.location)).searchParams;
      expect(query.get('redirect_uri')).toBe(`${publicOrigin}/api/v1/session/oidc/callback`);
    },
  );

  test('a browser that is made to begin again and again keeps few cookies', async () => {
    const browser = world.newBrowser();
    for (let turn = 0; turn < 20; turn += 1) await browser.ask('/api/v1/session/oidc');
    expect(browser.cookies.split('; ').length).toBeLessThanOrEqual(4);
  });
});

describe('the way back', () => {
  test('sets a session whose user is the one that Kubernetes names; Kubernetes gets the ID token', async () => {
    const browser = world.newBrowser();
    const start = world.harness.kubernetes.requests.length;
    const reply = await world.signIn(browser, '/graph?ns=shop');
    expect([reply.status, reply.headers.location]).toEqual([303, '/graph?ns=shop']);
    expect(browser.cookies).toMatch(new RegExp(`^${sessionCookie}=`));
    expect(browser.cookies).not.toContain('question');
    const whoami = whoamiSchema.parse((await browser.ask('/api/v1/whoami')).json());
    expect(whoami).toMatchObject({ user: { name: 'oidc:grace' }, strategy: 'oidc' });
    const [idToken] = world.issuer.idTokens.slice(-1);
    const calls = sentToKubernetes(start);
    expect(calls.length).toBeGreaterThan(0);
    for (const { headers } of calls) expect(headers.authorization).toBe(`Bearer ${idToken}`);
  });

  test('the issuer got the verifier, our secret and nothing else of us', async () => {
    const before = world.issuer.requests.length;
    await world.signIn(world.newBrowser());
    const calls = world.issuer.requests.slice(before).filter(({ path }) => path === '/token');
    expect(calls).toHaveLength(1);
    const [call] = calls;
    expect([...new URLSearchParams(call?.body).keys()].sort()).toEqual([
      'code',
      'code_verifier',
      'grant_type',
      'redirect_uri',
    ]);
    expect(call?.headers.authorization).toMatch(/^Basic /);
    expect(call?.headers.cookie).toBeUndefined();
  });

  test('SEC-03 neither ID token nor refresh token can be read in the cookies', async () => {
    const browser = world.newBrowser();
    const { cookies } = await world.signIn(browser);
    expect(cookies.join()).not.toContain('eyJ');
    for (const cookie of cookies)
      expect(cookie).toMatch(/^__Host-sluice-\S+; (Max-Age=\d+); Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  });

  test('two tabs sign in side by side', async () => {
    const browser = world.newBrowser();
    const [first, second] = [
      await world.toIssuer(browser, '/graph'),
      await world.toIssuer(browser, '/splits'),
    ];
    expect((await browser.ask(first)).headers.location).toBe('/graph');
    expect((await browser.ask(second)).headers.location).toBe('/splits');
  });

  test.each([
    '//evil.test',
    '/\\evil.test',
    '/\t/evil.test',
    '/..//evil.test',
    'https:evil.test',
    'javascript:1',
  ])('SEC-32 input 30: whoever began with %j ends at home', async (returnTo) => {
    const reply = await world.signIn(world.newBrowser(), returnTo);
    expect([reply.status, reply.headers.location]).toEqual([303, '/']);
  });

  test('SEC-09 the callback comes once: its replay is refused, also with a copy of its cookie', async () => {
    const browser = world.newBrowser();
    const back = await world.toIssuer(browser);
    const copy = browser.cookies;
    expect((await browser.ask(back)).status).toBe(303);
    const before = world.issuer.grants('authorization_code').length;
    for (const cookie of [browser.cookies, copy]) {
      const again = await world.harness.ask(back, { headers: { cookie } });
      expect([again.status, problemOf(again.text)]).toEqual([400, 'state']);
      expect(again.cookies.join()).not.toContain(`${sessionCookie}=v`);
    }
    expect(world.issuer.grants('authorization_code')).toHaveLength(before);
  });

  test('SEC-09 another browser cannot use the state: no sign-in is put upon anybody', async () => {
    const attacker = world.newBrowser();
    const back = await world.toIssuer(attacker);
    const victim = world.newBrowser();
    await world.toIssuer(victim);
    const before = world.issuer.grants('authorization_code').length;
    for (const other of [world.newBrowser(), victim]) {
      const reply = await other.ask(back);
      expect([reply.status, problemOf(reply.text)]).toEqual([400, 'state']);
    }
    expect(world.issuer.grants('authorization_code')).toHaveLength(before);
  });

  test('SEC-09 a replayed code on another replica is refused by the issuer', async () => {
    const browser = world.newBrowser();
    const back = await world.toIssuer(browser);
    const copy = browser.cookies;
    await browser.ask(back);
    const replica = await world.replica();
    const reply = await replica.ask(back, { headers: { cookie: copy } });
    expect([reply.status, problemOf(reply.text)]).toEqual([400, 'state']);
  });

  test('SEC-09 whoever comes back after more than ten minutes asks anew, whatever the browser has kept', async () => {
    const browser = world.newBrowser();
    const back = await world.toIssuer(browser);
    const before = world.issuer.grants('authorization_code').length;
    const late = await world.replica({ clock: { ...systemClock, now: () => Date.now() + 601_000 } });
    const reply = await late.ask(back, { headers: { cookie: browser.cookies } });
    expect([reply.status, problemOf(reply.text)]).toEqual([400, 'state']);
    expect(world.issuer.grants('authorization_code')).toHaveLength(before);
    // In time it would have been good.
    expect((await browser.ask(back)).status).toBe(303);
  });

  test.each([
    ['no state', (query: URLSearchParams) => query.delete('state')],
    ['two states', (query: URLSearchParams) => query.append('state', 'x')],
    ['a foreign state', (query: URLSearchParams) => query.set('state', 'x')],
  ])('SEC-09 %s: 400, and the issuer is not asked', async (_, change) => {
    const browser = world.newBrowser();
    const url = new URL(await world.toIssuer(browser), publicOrigin);
    change(url.searchParams);
    const before = world.issuer.grants('authorization_code').length;
    const reply = await browser.ask(`${url.pathname}${url.search}`);
    expect(reply.status).toBe(400);
    expect(world.issuer.grants('authorization_code')).toHaveLength(before);
  });

  test('the answer of a refusal holds no script and nothing that came with the request', async () => {
    const path =
      '/api/v1/session/oidc/callback?state=%3Cscript%3Ealert(1)%3C/script%3E&error=%22onload=x&code=CANARY';
    const reply = await world.newBrowser().ask(path);
    expect(reply.status).toBe(400);
    expect(reply.text).not.toMatch(/script|onload|CANARY/i);
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'");
  });

  test.each([
    ['access_denied', 403, 'denied'],
    ['temporarily_unavailable', 503, 'issuer-away'],
    ['invalid_scope', 503, 'issuer-wrong'],
  ])('the issuer says %s', async (error, status, problem) => {
    const browser = world.newBrowser();
    const url = new URL(await world.toIssuer(browser, '/graph'), publicOrigin);
    url.searchParams.delete('code');
    url.searchParams.set('error', error);
    const reply = await browser.ask(`${url.pathname}${url.search}`);
    expect([reply.status, problemOf(reply.text)]).toEqual([status, problem]);
    // The way back is not lost.
    expect(reply.text).toContain('returnTo=%2Fgraph');
  });

  test('a user whom Kubernetes does not take is told so', async () => {
    world.harness.kubernetes.fault = (request, response) => {
      if (!request.path.endsWith('/selfsubjectreviews')) return false;
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"kind":"Status","code":401}');
      return true;
    };
    const reply = await world.signIn(world.newBrowser());
    world.harness.kubernetes.fault = null;
    expect([reply.status, problemOf(reply.text)]).toEqual([401, 'unknown-user']);
  });

  test('each sign-in, allowed or not, is one line of the audit log, without tokens', async () => {
    const before = world.harness.logLines.length;
    await world.signIn(world.newBrowser());
    await world.newBrowser().ask('/api/v1/session/oidc/callback?state=x');
    const lines = world.harness.logLines.slice(before).map((line) => JSON.parse(line));
    expect(lines.filter(({ audit }) => audit)).toMatchObject([
      { action: 'sign-in', strategy: 'oidc', subject: 'oidc:grace', result: 'allowed' },
      { action: 'sign-in', strategy: 'oidc', subject: null, result: 'refused', code: 'state' },
    ]);
    expect(world.harness.logLines.join('\n')).not.toMatch(/eyJ|a-secret-of-the-client/);
  });
});

describe('an ID token that is no good', () => {
  const seconds = () => Math.floor(Date.now() / 1000);
  const claims = (change: Record<string, unknown>): Wrong => ({ claims: (good) => ({ ...good, ...change }) });

  test.each<[string, () => Wrong, string]>([
    ['of another issuer', () => claims({ iss: 'https://evil.test' }), 'rejected'],
    ['for another client', () => claims({ aud: 'another' }), 'rejected'],
    [
      'for several clients, made for another',
      () => claims({ aud: ['sluice', 'another'], azp: 'another' }),
      'rejected',
    ],
    ['with another nonce', () => claims({ nonce: 'another' }), 'rejected'],
    ['without a nonce', () => claims({ nonce: undefined }), 'rejected'],
    ['expired for one second', () => claims({ exp: seconds() - 1 }), 'clock'],
    ['that holds only in ten minutes', () => claims({ nbf: seconds() + 600 }), 'clock'],
    ['without a subject', () => claims({ sub: undefined }), 'rejected'],
    ['with alg none', () => ({ signature: 'none' }), 'rejected'],
    [
      'signed with the public key as a secret (HS256)',
      () => ({ signature: 'public-key-as-secret' }),
      'rejected',
    ],
    ['signed with an unknown kid', () => ({ signature: 'unknown-key' }), 'rejected'],
    ['signed with somebody else’s key under our kid', () => ({ signature: 'another-key' }), 'rejected'],
  ])('SEC-10 %s: 401, no session, Kubernetes is not asked', async (_, wrong, problem) => {
    const browser = world.newBrowser();
    const back = await world.toIssuer(browser);
    world.issuer.wrong = wrong();
    const start = world.harness.kubernetes.requests.length;
    const reply = await browser.ask(back);
    expect([reply.status, problemOf(reply.text)]).toEqual([401, problem]);
    expect(browser.cookies).toBe('');
    expect(sentToKubernetes(start)).toEqual([]);
  });

  test.each([
    [-600, 'clock'],
    [600, 'clock'],
  ])('SEC-10 input 49: a clock that is %d s away', async (skew, problem) => {
    const browser = world.newBrowser();
    const back = await world.toIssuer(browser);
    world.issuer.agedSeconds = skew;
    expect(problemOf((await browser.ask(back)).text)).toBe(problem);
  });

  test.each([-120, 120])('input 49: a clock that is %d s away is borne with', async (skew) => {
    const browser = world.newBrowser();
    const back = await world.toIssuer(browser);
    world.issuer.agedSeconds = skew;
    expect((await browser.ask(back)).status).toBe(303);
  });
});

describe('the user is who Kubernetes says', () => {
  test('claims of the token name nobody', async () => {
    const browser = world.newBrowser();
    const back = await world.toIssuer(browser);
    world.issuer.wrong = { claims: (good) => ({ ...good, name: 'Admin', email: 'admin@evil.test' }) };
    await browser.ask(back);
    const text = (await browser.ask('/api/v1/whoami')).text;
    expect(text).toContain('oidc:grace');
    expect(text).not.toContain('evil.test');
  });
});

describe('what the configuration says', () => {
  test('scopes and parameters go to the issuer, the button has the name', async () => {
    const other = await world.replica({
      environment: {
        SLUICE_OIDC_SCOPES: 'openid groups offline_access',
        SLUICE_OIDC_PARAMETERS: 'prompt=consent&access_type=offline',
        SLUICE_OIDC_NAME: 'Acme',
      },
    });
    expect((await other.ask('/api/v1/session')).json()).toMatchObject({
      strategies: ['oidc', 'token'],
      oidc: { name: 'Acme' },
    });
    const { headers } = await other.ask('/api/v1/session/oidc');
    expect(Object.fromEntries(new URL(String(headers.location)).searchParams)).toMatchObject({
      scope: 'openid groups offline_access',
      prompt: 'consent',
      access_type: 'offline',
    });
  });

  test('SEC-05 a question asked with the previous key is answered after the key has changed', async () => {
    const browser = world.newBrowser();
    const back = await world.toIssuer(browser);
    const rotated = await world.replica({
      environment: {
        SLUICE_SESSION_SECRET: 'Zq8wEr5tYu2iOp9aSd6fGh3jKl7zXc4v',
        SLUICE_SESSION_SECRET_PREVIOUS: testSecret,
      },
    });
    const reply = await rotated.ask(back, { headers: { cookie: browser.cookies } });
    expect(reply.status).toBe(303);
    // And the session of the new key is none of the old one's.
    expect(decodeJwt(world.issuer.idTokens.at(-1) ?? '').sub).toBe('grace');
  });
});
