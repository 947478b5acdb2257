import { describe, expect, test } from 'vitest';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { loadConfig } from '../config.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { cookieHeader, testSecret } from '../testing/harness.ts';
import { createCookieStore } from './cookie-store.ts';
import { createEndedSessions } from './ended-sessions.ts';
import type { Session } from './session.ts';

const otherSecret = 'Zq8wEr5tYu2iOp9aSd6fGh3jKl7zXc4v';
const thirdSecret = 'mN1bV2cX3zL4kJ5hG6fD7sA8pO9iU0yT';

function config(environment: Record<string, string> = {}): Config {
  const loaded = loadConfig({
    SLUICE_SESSION_SECRET: testSecret,
    SLUICE_AUTH: 'token,anonymous',
    SLUICE_NAMESPACE: 'sluice',
    ...environment,
  });
  if (!loaded.ok) throw new Error(loaded.error.join());
  return loaded.value;
}

const session = (token: string): Session => ({
  strategy: 'token',
  credential: { kind: 'bearer', token },
  oidc: null,
  id: 'one',
  expiresAt: null,
});

const storeOf = (settings: Config, time: Clock) =>
  createCookieStore(settings, time, createEndedSessions({ clock: time, shelf: null }));

const clock = fakeClock(1_700_000_000_000);
const store = storeOf(config(), clock);
const jar = async (token: string) => cookieHeader((await store.create(session(token))).cookies);

describe('the cookies', () => {
  test('SEC-03 over http they are plain, over https host-bound and Secure', async () => {
    const { cookies: plain } = await store.create(session('t'));
    expect(plain[0]).toMatch(/^sluice-session=[^;]+; Max-Age=1800; Path=\/; HttpOnly; SameSite=Lax$/);
    const secured = storeOf(config({ SLUICE_PUBLIC_URL: 'https://console.test' }), clock);
    for (const cookie of (await secured.create(session('t'))).cookies) {
      expect(cookie).toMatch(/^__Host-sluice-session(\.\d)?=.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    }
  });

  test('SEC-03 neither the token nor a header of a token can be read in them', async () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.signature';
    const cookies = await jar(token);
    expect(cookies).not.toContain('eyJ');
    expect(cookies).not.toContain(Buffer.from(token).toString('base64url').slice(4, 20));
  });

  test('SEC-06 a token of 8 KiB fits and comes back', async () => {
    const token = 'x'.repeat(8192);
    const header = await jar(token);
    expect(header.length).toBeLessThan(15_000);
    expect(await store.open(header)).toMatchObject({
      kind: 'session',
      session: { credential: { kind: 'bearer', token } },
    });
  });
});

describe('tampering', () => {
  test('SEC-02 any flipped bit ends the session', async () => {
    const header = await jar('token');
    const start = header.indexOf('=') + 1;
    for (let at = start; at < header.length; at += 1) {
      const flipped = String.fromCharCode(header.charCodeAt(at) ^ 1);
      if (flipped === ';') continue;
      const forged = header.slice(0, at) + flipped + header.slice(at + 1);
      // The last character of a base64url part has spare bits: another text for the same bytes is no forgery.
      const opened = await store.open(forged);
      if (opened.kind === 'session') {
        expect(Buffer.from(flipped, 'base64url')).toEqual(Buffer.from(header.charAt(at), 'base64url'));
      } else {
        expect(opened.kind).toBe('invalid');
      }
    }
  });

  test.each(['0', '-1', '5', '2000000000', '1e9', '01', ''])(
    'SEC-04 a count of %j is refused',
    async (count) => {
      const header = await jar('token');
      expect((await store.open(header.replace('=1.', `=${count}.`))).kind).toBe('invalid');
    },
  );

  test('SEC-02 input 35: parts of two users do not make a session', async () => {
    const [a, b] = [await jar('a'.repeat(6000)), await jar('b'.repeat(6000))];
    const [first] = a.split('; ');
    const [, ...rest] = b.split('; ');
    expect((await store.open([first, ...rest].join('; '))).kind).toBe('invalid');
    expect((await store.open(first)).kind).toBe('invalid');
  });

  test('SEC-02 a strategy cannot be put on', async () => {
    const header = await jar('token');
    expect((await store.open(header.replace('.token.', '.anonymous.'))).kind).toBe('invalid');
  });

  test('SEC-02 input 34: the same name twice is nobody', async () => {
    const header = await jar('token');
    expect((await store.open(`${header}; ${await jar('other')}`)).kind).toBe('invalid');
  });

  test.each(['', 'a=b', '=', ';;;'])('%j holds no session', async (header) => {
    expect((await store.open(header)).kind).toBe('none');
  });

  test('SEC-06 input 34: two hundred cookies and 40 KiB are only that', async () => {
    const many = Array.from({ length: 200 }, (_, index) => `c${index}=${'x'.repeat(200)}`).join('; ');
    expect((await store.open(many)).kind).toBe('none');
    expect((await store.open(`${many}; ${await jar('token')}`)).kind).toBe('session');
  });
});

describe('keys', () => {
  const rotated = storeOf(
    config({ SLUICE_SESSION_SECRET: otherSecret, SLUICE_SESSION_SECRET_PREVIOUS: testSecret }),
    clock,
  );
  const twice = storeOf(
    config({ SLUICE_SESSION_SECRET: thirdSecret, SLUICE_SESSION_SECRET_PREVIOUS: otherSecret }),
    clock,
  );

  test('SEC-05 the previous key opens and leads to a new cookie by the current one', async () => {
    const opened = await rotated.open(await jar('token'));
    if (opened.kind !== 'session') throw new Error(opened.kind);
    expect(await twice.open(cookieHeader(opened.renew))).toMatchObject({ kind: 'session' });
  });

  test('SEC-05 the key before that does not', async () => {
    expect((await twice.open(await jar('token'))).kind).toBe('invalid');
  });

  test('SEC-05 changed in three steps nobody is signed out while replicas of two steps stand side by side', async () => {
    const storeWith = (secret: string, previous?: string) =>
      storeOf(
        config({
          SLUICE_SESSION_SECRET: secret,
          ...(previous === undefined ? {} : { SLUICE_SESSION_SECRET_PREVIOUS: previous }),
        }),
        clock,
      );
    const steps = [
      storeWith(testSecret),
      storeWith(testSecret, otherSecret),
      storeWith(otherSecret, testSecret),
      storeWith(otherSecret),
    ];
    let cookies = await jar('token');
    // As an upgrade sends one and the same browser to the old replica and to the new one, by turns.
    for (const [index, old] of steps.entries())
      for (const replica of [old, steps[index + 1] ?? old, old]) {
        const opened = await replica.open(cookies);
        if (opened.kind !== 'session') throw new Error(`step ${index}: ${opened.kind}`);
        if (opened.renew.length > 0) cookies = cookieHeader(opened.renew);
      }
    expect((await storeWith(testSecret).open(cookies)).kind).toBe('invalid');
  });
});

describe('ends', () => {
  test('idle sessions end, used ones are prolonged, all end at last', async () => {
    const time = fakeClock(1_700_000_000_000);
    const own = storeOf(config({ SLUICE_SESSION_HOURS: '1' }), time);
    let header = cookieHeader((await own.create(session('token'))).cookies);
    time.advance(29 * 60_000);
    const opened = await own.open(header);
    if (opened.kind !== 'session') throw new Error(opened.kind);
    expect(opened.renew).not.toEqual([]);
    time.advance(2 * 60_000);
    expect((await own.open(header)).kind).toBe('invalid');
    header = cookieHeader(opened.renew);
    expect((await own.open(header)).kind).toBe('session');
    time.advance(29 * 60_000);
    expect((await own.open(header)).kind).toBe('invalid');
  });

  test('a token that ends sooner ends the session', async () => {
    const time = fakeClock(1_700_000_000_000);
    const own = storeOf(config(), time);
    const {
      cookies: [cookie = ''],
    } = await own.create({ ...session('token'), expiresAt: 1_700_000_060 });
    expect(cookie).toContain('Max-Age=60;');
    time.advance(60_000);
    expect((await own.open(cookieHeader([cookie]))).kind).toBe('invalid');
  });

  test('SEC-57 after signing out a copy of the cookie is worth nothing', async () => {
    const own = storeOf(config(), clock);
    const header = cookieHeader((await own.create(session('token'))).cookies);
    expect(await own.end(header)).toEqual(['sluice-session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax']);
    expect((await own.open(header)).kind).toBe('invalid');
  });

  const bearer = { kind: 'bearer', token: 'viewer-token' } as const;
  const oidc = { refreshToken: null, subject: 's', issuedAt: 1_700_000_000, expiresAt: 1_700_003_600 };
  const demoTokens = { viewer: 'viewer-token', developer: 'developer-token', admin: 'admin-token' };
  test.each<Pick<Session, 'strategy' | 'credential' | 'oidc'>>([
    { strategy: 'token', credential: bearer, oidc: null },
    { strategy: 'header', credential: bearer, oidc: null },
    { strategy: 'oidc', credential: bearer, oidc },
    { strategy: 'demo', credential: bearer, oidc: null },
    { strategy: 'anonymous', credential: { kind: 'anonymous' }, oidc: null },
  ])('SEC-55 sessions of $strategy are none where it is switched off', async (way) => {
    const all = ['token', 'header', 'oidc', 'demo', 'anonymous'] as const;
    const on = storeOf({ ...config(), strategies: new Set(all), demoTokens }, clock);
    const cookies = cookieHeader((await on.create({ ...session(''), ...way })).cookies);
    expect(await on.open(cookies)).toMatchObject({ kind: 'session', session: way });
    const others = new Set(all.filter((one) => one !== way.strategy));
    const off = { ...config(), strategies: others, demoTokens: others.has('demo') ? demoTokens : null };
    expect(await storeOf(off, clock).open(cookies)).toEqual({ kind: 'invalid' });
  });
});
