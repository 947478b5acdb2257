/** Sign-ins by OpenID Connect that last: renewal, its end, signing out, several replicas. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from '../../testing/browser.ts';
import { openBrowser } from '../../testing/browser.ts';
import { serveConfigMaps } from '../../testing/fake-config-maps.ts';
import { cookieHeader, until } from '../../testing/harness.ts';
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
  Object.assign(world.issuer, { wrong: {}, agedSeconds: 0, subject: 'grace', refreshTokens: true });
});

afterAll(() => world.stop());

const renewals = () => world.issuer.grants('refresh_token').length;
const whoami = (browser: Browser) => browser.ask('/api/v1/whoami');

/** Signed in with an ID token of which this share has passed. */
async function signedIn(share: number): Promise<Browser> {
  const browser = world.newBrowser();
  const back = await world.toIssuer(browser);
  world.issuer.agedSeconds = Math.round(world.issuer.idTokenSeconds * share);
  const reply = await browser.ask(back);
  expect(reply.status).toBe(303);
  world.issuer.agedSeconds = 0;
  return browser;
}

describe('renewal', () => {
  test('SEC-11 fifty requests at once, from one browser whose token is due: one call, all are answered', async () => {
    const browser = await signedIn(0.92);
    const before = renewals();
    const old = browser.cookies;
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => world.harness.ask('/api/v1/whoami', { headers: { cookie: old } })),
    );
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(renewals() - before).toBe(1);
    // Each tab gets a cookie that is good.
    for (const { cookies } of replies.slice(0, 5)) {
      const reply = await world.harness.ask('/api/v1/whoami', { headers: { cookie: cookieHeader(cookies) } });
      expect(reply.status).toBe(200);
    }
    // A tab that slept comes with the old cookie once more.
    expect((await world.harness.ask('/api/v1/whoami', { headers: { cookie: old } })).status).toBe(200);
    expect(renewals() - before).toBe(1);
  });

  test('SEC-11 before four fifths of its life nothing is asked', async () => {
    const browser = await signedIn(0.75);
    const before = renewals();
    expect((await whoami(browser)).status).toBe(200);
    expect(renewals()).toBe(before);
  });

  test('Kubernetes gets the new ID token from then on', async () => {
    const browser = await signedIn(0.92);
    await whoami(browser);
    const token = world.issuer.idTokens.at(-1);
    const start = world.harness.kubernetes.requests.length;
    world.harness.services.access.invalidate();
    await whoami(browser);
    const calls = world.harness.kubernetes.requests.slice(start).filter(({ method }) => method === 'POST');
    expect(calls.length).toBeGreaterThan(0);
    for (const { headers } of calls) expect(headers.authorization).toBe(`Bearer ${token}`);
  });

  test('SEC-11 another subject ends the session, for every copy of the cookie', async () => {
    const browser = await signedIn(0.92);
    const copy = browser.cookies;
    world.issuer.subject = 'mallory';
    const reply = await whoami(browser);
    expect(reply.status).toBe(401);
    expect(reply.cookies.join()).toContain(`${sessionCookie}=; Max-Age=0`);
    world.issuer.subject = 'grace';
    expect((await world.harness.ask('/api/v1/whoami', { headers: { cookie: copy } })).status).toBe(401);
  });

  test('SEC-11 a renewed token that is not the issuer’s is not used; the old one lasts as long as it does', async () => {
    const browser = await signedIn(0.92);
    const token = world.issuer.idTokens.at(-1);
    world.issuer.wrong = { signature: 'another-key' };
    const start = world.harness.kubernetes.requests.length;
    world.harness.services.access.invalidate();
    expect((await whoami(browser)).status).toBe(200);
    for (const { headers, method } of world.harness.kubernetes.requests.slice(start))
      if (method === 'POST') expect(headers.authorization).toBe(`Bearer ${token}`);
  });

  test('REL-52 an ID token that ran out over night is renewed by the first request', async () => {
    const browser = await signedIn(0.92);
    world.issuer.idTokenSeconds = 2;
    await whoami(browser);
    world.issuer.idTokenSeconds = 300;
    const before = renewals();
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await whoami(browser)).status).toBe(200);
    expect(renewals() - before).toBe(1);
  });

  test('while the issuer is away a good token is used on, one that has run out is no reason to forget who it was', async () => {
    const browser = await signedIn(0.92);
    world.issuer.idTokenSeconds = 3;
    await whoami(browser);
    world.issuer.idTokenSeconds = 300;
    world.issuer.wrong = {
      answer: (_, response) => {
        response.writeHead(503).end();
        return true;
      },
    };
    await until(async () => ((await whoami(browser)).status === 200 ? null : true));
    const reply = await whoami(browser);
    expect(reply.status).toBe(503);
    expect(reply.cookies).toEqual([]);
    world.issuer.wrong = {};
    await until(async () => ((await whoami(browser)).status === 200 ? true : null));
  }, 20_000);

  test('without a refresh token the sign-in ends with its ID token', async () => {
    world.issuer.refreshTokens = false;
    world.issuer.idTokenSeconds = 2;
    const browser = world.newBrowser();
    await world.signIn(browser);
    world.issuer.idTokenSeconds = 300;
    expect((await whoami(browser)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await whoami(browser)).status).toBe(401);
  });

  test('a page is made with the new session, and brings its cookie', async () => {
    const browser = await signedIn(0.92);
    const old = browser.cookies;
    const page = await browser.ask('/graph');
    const seen = String(Object(page.json()).cookie);
    expect(seen).not.toBe(old);
    expect(page.cookies.join()).toContain(`${sessionCookie}=`);
    expect(browser.cookies).toBe(seen);
    expect((await whoami(browser)).status).toBe(200);
  });

  test('SEC-06 an ID token of 8 KiB with a refresh token signs in and lasts', async () => {
    world.issuer.wrong = {
      claims: (good) => ({
        ...good,
        groups: Array.from({ length: 290 }, (_, i) => `group-${i}-${'x'.repeat(6)}`),
      }),
    };
    const browser = world.newBrowser();
    expect((await world.signIn(browser)).status).toBe(303);
    expect(world.issuer.idTokens.at(-1)?.length).toBeGreaterThan(7000);
    for (let page = 0; page < 3; page += 1) expect((await whoami(browser)).status).toBe(200);
  });

  test('SEC-06 a larger one is refused with an explanation', async () => {
    world.issuer.wrong = { claims: (good) => ({ ...good, pad: 'x'.repeat(8000) }) };
    const reply = await world.signIn(world.newBrowser());
    expect(reply.status).toBe(413);
    expect(reply.text).toContain('problem=too-large');
  });
});

describe('signing out', () => {
  const signOut = (browser: Browser) =>
    browser.ask('/api/v1/session', { method: 'DELETE', headers: { origin: publicOrigin } });

  test('goes on to the issuer, which is told by the ID token whom to sign out; scripts see none of it', async () => {
    const browser = world.newBrowser();
    await world.signIn(browser);
    const token = world.issuer.idTokens.at(-1);
    const out = await signOut(browser);
    expect(out.json()).toEqual({ continueAt: '/api/v1/session/oidc/leave' });
    expect(out.text + out.cookies.join()).not.toContain('eyJ');
    const onward = await browser.ask('/api/v1/session/oidc/leave');
    const address = new URL(String(onward.headers.location));
    expect(`${address.origin}${address.pathname}`).toBe(`${world.issuer.url.origin}/end`);
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      id_token_hint: token,
      post_logout_redirect_uri: `${publicOrigin}/login`,
    });
    expect(browser.cookies).toBe('');
    // Once.
    expect((await browser.ask('/api/v1/session/oidc/leave')).headers.location).toBe('/login');
  });

  test('SEC-57 revokes the refresh token, and a copy of the cookie opens nothing', async () => {
    const browser = await signedIn(0.92);
    const copy = browser.cookies;
    const revocations = () => world.issuer.requests.filter(({ path }) => path === '/revoke');
    const before = revocations().length;
    await signOut(browser);
    await until(() => (revocations().length > before ? true : null));
    const ask = () => world.harness.ask('/api/v1/whoami', { headers: { cookie: copy } });
    expect((await ask()).status).toBe(401);
  });

  test('does not wait for an issuer that is away', async () => {
    const browser = world.newBrowser();
    await world.signIn(browser);
    const other = await world.replica({
      environment: { SLUICE_OIDC_ISSUER: 'http://127.0.0.1:1' },
    });
    const elsewhere = openBrowser(other, browser.cookies);
    expect((await signOut(elsewhere)).json()).toEqual({ continueAt: null });
    expect(elsewhere.cookies).toBe('');
  });
});

describe('several replicas', () => {
  test('a session of one is a session of all, also after a restart', async () => {
    const browser = world.newBrowser();
    await world.signIn(browser);
    const other = await world.replica();
    expect((await openBrowser(other, browser.cookies).ask('/api/v1/whoami')).status).toBe(200);
  });

  test('a question asked by one is answered by another', async () => {
    const browser = world.newBrowser();
    const back = await world.toIssuer(browser);
    const other = await world.replica();
    expect((await openBrowser(other, browser.cookies).ask(back)).status).toBe(303);
  });

  test('SEC-57 signed out on one, a copy of the cookie is worth nothing on the others within five seconds', async () => {
    const shared = { SLUICE_NAMESPACE: 'sluice' };
    // One Kubernetes: what one replica puts there the other finds.
    const first = await world.replica({ environment: shared });
    const maps = serveConfigMaps(first.kubernetes, 'sluice');
    const second = await world.replica({ environment: shared });
    serveConfigMaps(second.kubernetes, 'sluice').maps = maps.maps;
    const browser = openBrowser(first);
    await world.signIn(browser);
    const copy = browser.cookies;
    const onSecond = () => second.ask('/api/v1/whoami', { headers: { cookie: copy } });
    expect((await onSecond()).status).toBe(200);
    const stream = second.ask('/api/v1/stream', { headers: { cookie: copy } });
    const out = await browser.ask('/api/v1/session', { method: 'DELETE', headers: { origin: publicOrigin } });
    expect(out.status).toBe(200);
    const startedAt = performance.now();
    await until(async () => ((await onSecond()).status === 401 ? true : null));
    expect(performance.now() - startedAt).toBeLessThan(5000);
    // What was open ends, too.
    expect((await stream).status).toBe(200);
    // Nothing of the session can be read there.
    const stored = JSON.stringify([...maps.maps.values()]);
    expect(stored).toMatch(/sluice-ended-[0-9a-f]{40}/);
    expect(stored).not.toMatch(/eyJ|grace/);
    // A replica that starts later knows it, too.
    const third = await world.replica({ environment: shared });
    serveConfigMaps(third.kubernetes, 'sluice').maps = maps.maps;
    await until(async () =>
      (await third.ask('/api/v1/whoami', { headers: { cookie: copy } })).status === 401 ? true : null,
    );
  }, 20_000);

  test('SEC-57 without a namespace to tell each other in, a copy that lies unused is worth nothing after ten minutes', () => {
    expect(world.harness.services.config.sessionIdleSeconds).toBe(600);
  });
});
