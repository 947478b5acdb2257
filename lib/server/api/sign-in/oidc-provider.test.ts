/** Signing in through a real issuer, oidc-provider, as a browser would; the fake one lies where this one cannot. */
import { decodeJwt } from 'jose';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whoamiSchema } from '#lib/api/access/session.ts';
import { afterSetCookies } from '../../session/page-cookies.ts';
import { type Browser, openBrowser } from '../../testing/browser.ts';
import { type Harness, startHarness, until } from '../../testing/harness.ts';
import { type RealIssuer, startRealIssuer } from '../../testing/real-issuer.ts';

const consoleUrl = 'https://console.test';
const client = { id: 'sluice', secret: 'of-the-client-alone' };
let issuer: RealIssuer;
let harness: Harness;
let agent: Agent;

beforeAll(async () => {
  agent = new Agent();
  issuer = await startRealIssuer({
    port: 0,
    tls: null,
    client,
    consoleUrl,
    people: [{ name: 'grace', groups: ['release-crew'] }],
  });
  harness = await startHarness({
    environment: {
      SLUICE_AUTH: 'oidc',
      SLUICE_PUBLIC_URL: consoleUrl,
      SLUICE_OIDC_ISSUER: issuer.url,
      SLUICE_OIDC_CLIENT_ID: client.id,
      SLUICE_OIDC_CLIENT_SECRET: client.secret,
      SLUICE_OIDC_SCOPES: 'openid groups',
    },
    prepare: (kubernetes) => {
      // Takes whatever says that it is the issuer's: what is judged here is the console.
      kubernetes.fault = ({ path, headers }, response) => {
        const token = /^Bearer (ey.*)$/.exec(String(headers.authorization))?.[1];
        if (token === undefined) return false;
        const { iss, sub, groups } = decodeJwt(token);
        if (iss !== issuer.url) return false;
        kubernetes.users.set(token, { name: `oidc:${sub}`, grants: ['* * bookinfo'] });
        if (!path.endsWith('/selfsubjectreviews')) return false;
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ status: { userInfo: { username: `oidc:${sub}`, groups } } }));
        return true;
      };
    },
  });
});

afterAll(async () => {
  await harness.stop();
  await issuer.close();
  await agent.close();
});

/** Follows the issuer's pages with a browser's cookies there; answers where it is sent back to. */
async function atIssuer(start: string, person: string, jar = { cookies: '' }): Promise<string> {
  let address = start;
  let form: string | null = null;
  for (let step = 0; step < 10; step += 1) {
    if (!address.startsWith(issuer.url)) return address;
    const answer = await request(address, {
      dispatcher: agent,
      method: form === null ? 'GET' : 'POST',
      body: form,
      headers: {
        cookie: jar.cookies,
        ...(form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
    });
    const set = [answer.headers['set-cookie'] ?? []].flat();
    jar.cookies = afterSetCookies(jar.cookies, set);
    await answer.body.dump();
    if (answer.statusCode === 200) form = `person=${person}`;
    else {
      form = null;
      address = new URL(String(answer.headers.location), address).href;
    }
  }
  throw new Error(`lost at ${address}`);
}

async function signIn(browser: Browser, person = 'grace', returnTo = '/graph') {
  const { headers } = await browser.ask(`/api/v1/session/oidc?returnTo=${encodeURIComponent(returnTo)}`);
  const back = new URL(await atIssuer(String(headers.location), person));
  expect(back.origin).toBe(consoleUrl);
  return browser.ask(`${back.pathname}${back.search}`);
}

test('signs in, with the groups that Kubernetes will see in the ID token', async () => {
  const browser = openBrowser(harness);
  const reply = await signIn(browser);
  expect([reply.status, reply.headers.location]).toEqual([303, '/graph']);
  const { user, strategy } = whoamiSchema.parse((await browser.ask('/api/v1/whoami')).json());
  expect([user, strategy]).toEqual([{ name: 'oidc:grace', groups: ['release-crew'] }, 'oidc']);
});

test('who declines there is told so here', async () => {
  const reply = await signIn(openBrowser(harness), '');
  expect(reply.status).toBe(403);
  expect(reply.text).toContain('problem=denied');
});

test('SEC-11 a token that is due is renewed once for fifty requests; rotation does not end the session', async () => {
  issuer.idTokenSeconds = 2;
  const browser = openBrowser(harness);
  await signIn(browser);
  const before = issuer.granted.length;
  await new Promise((resolve) => setTimeout(resolve, 1850));
  issuer.idTokenSeconds = 300;
  const replies = await Promise.all(Array.from({ length: 50 }, () => browser.ask('/api/v1/whoami')));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  expect(issuer.granted.slice(before)).toEqual(['refresh_token']);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect((await browser.ask('/api/v1/whoami')).status).toBe(200);
});

test('REL-52 a session that the issuer has forgotten ends when its ID token does', async () => {
  issuer.idTokenSeconds = 2;
  const browser = openBrowser(harness);
  await signIn(browser);
  issuer.idTokenSeconds = 300;
  issuer.forgetAll();
  expect((await browser.ask('/api/v1/whoami')).status).toBe(200);
  await until(async () => ((await browser.ask('/api/v1/whoami')).status === 401 ? true : null));
  expect(browser.cookies).toBe('');
});

test('SEC-57 signing out revokes what the issuer granted, and signs out there', async () => {
  const browser = openBrowser(harness);
  await signIn(browser);
  await browser.ask('/api/v1/session', { method: 'DELETE', headers: { origin: consoleUrl } });
  await until(() => (issuer.requests.includes('POST /token/revocation') ? true : null));
  const { headers } = await browser.ask('/api/v1/session/oidc/leave');
  expect(String(headers.location)).toContain(`${issuer.url}/session/end?`);
});

test('SEC-09 the code of one sign-in is worth nothing in another', async () => {
  const [first, second] = [openBrowser(harness), openBrowser(harness)];
  const begin = async (browser: Browser) =>
    String((await browser.ask('/api/v1/session/oidc')).headers.location);
  const [one, two] = [await begin(first), await begin(second)];
  const [backOfOne, backOfTwo] = [
    new URL(await atIssuer(one, 'grace')),
    new URL(await atIssuer(two, 'grace')),
  ];
  backOfTwo.searchParams.set('code', backOfOne.searchParams.get('code') ?? '');
  const reply = await second.ask(`${backOfTwo.pathname}${backOfTwo.search}`);
  expect(reply.status).toBe(400);
});
