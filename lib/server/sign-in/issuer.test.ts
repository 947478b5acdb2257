/** Issuers that lie about themselves, and who may be called because of it: nobody. */
import dns from 'node:dns';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../clock.ts';
import { selfSigned } from '../testing/certificate.ts';
import { type FakeIssuer, startFakeIssuer, type Wrong } from '../testing/fake-issuer.ts';
import { type Recorder, sendJson, startRecorder } from '../testing/recorder.ts';
import { createIssuer } from './issuer.ts';
import type { OidcSettings } from './settings.ts';

let issuer: FakeIssuer;
/** Stands for whatever is reachable from the console and nobody's business: metadata service, API server, a neighbour. */
let internal: Recorder;

beforeEach(async () => {
  issuer = await startFakeIssuer();
  internal = await startRecorder((_, response) => sendJson(response, 200, { keys: [] }));
});

afterEach(async () => {
  await issuer.close();
  await internal.close();
});

const settingsOf = (change: Partial<OidcSettings> = {}): OidcSettings => ({
  issuer: issuer.url,
  clientId: 'sluice',
  clientSecret: null,
  scopes: 'openid',
  parameters: {},
  authority: null,
  hosts: [],
  name: 'issuer',
  ...change,
});

async function outcome(change: Partial<OidcSettings> = {}, timeoutMs?: number): Promise<string> {
  const known = createIssuer(settingsOf(change), systemClock, timeoutMs);
  try {
    await known.known();
    return 'known';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    await known.close();
  }
}

/** Every name is this machine. */
const toLoopback = ((_name: string, options: dns.LookupOptions, told: (...answer: unknown[]) => void) => {
  if (options.all === true) told(null, [{ address: '127.0.0.1', family: 4 }]);
  else told(null, '127.0.0.1', 4);
}) as typeof dns.lookup;

const document = (change: Record<string, unknown>): Wrong => ({
  discovery: (good) => ({ ...good, ...change }),
});

describe('SEC-31 input 29: discovery', () => {
  test('of an honest issuer is read once, however many ask', async () => {
    const known = createIssuer(settingsOf(), systemClock);
    await Promise.all(Array.from({ length: 20 }, () => known.known()));
    await known.known();
    await known.close();
    expect(issuer.requests.map(({ path }) => path)).toEqual(['/.well-known/openid-configuration']);
  });

  test.each<[string, () => Wrong]>([
    ['says that it is another issuer', () => document({ issuer: 'https://evil.test' })],
    ['says that it is another issuer of this host', () => document({ issuer: `${issuer.url.origin}/other` })],
    ['has its keys on an internal address', () => document({ jwks_uri: `${internal.url.origin}/keys` })],
    ['has its keys at the metadata service', () => document({ jwks_uri: 'http://169.254.169.254/keys' })],
    [
      'has its tokens on an internal address',
      () => document({ token_endpoint: `${internal.url.origin}/token` }),
    ],
    [
      'has a token endpoint with credentials',
      () => document({ token_endpoint: `http://a:b@${issuer.url.host}/token` }),
    ],
    ['has a file for a token endpoint', () => document({ token_endpoint: 'file:///etc/passwd' })],
    ['sends people to a script', () => document({ authorization_endpoint: 'javascript:alert(1)' })],
    ['sends people elsewhere', () => document({ authorization_endpoint: 'https://evil.test/authorize' })],
    ['has no keys', () => document({ jwks_uri: undefined })],
    [
      'redirects',
      () => ({
        answer: (_, response) => {
          response.writeHead(302, { location: `${internal.url.origin}/` }).end();
          return true;
        },
      }),
    ],
    [
      'sends 50 MB',
      () => ({
        answer: (_, response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          const block = Buffer.alloc(1024 * 1024, 0x20);
          const send = (left: number): void => {
            if (left === 0) response.end();
            else if (!response.destroyed) response.write(block, () => send(left - 1));
          };
          send(50);
          return true;
        },
      }),
    ],
    [
      'is a page',
      () => ({
        answer: (_, response) => {
          response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
          return true;
        },
      }),
    ],
  ])('that %s is no issuer, and nobody else is called', async (_, wrong) => {
    issuer.wrong = wrong();
    expect(await outcome()).toBe('internal');
    expect(internal.requests).toEqual([]);
    expect(issuer.requests).toHaveLength(1);
  });

  test('of an issuer that the library lets answer for others is held to its own name', async () => {
    // openid-client leaves the name unchecked of hosts that it knows to have many issuers; Kubernetes does not.
    const host = 'tenant.b2clogin.com';
    const tls = await selfSigned({ type: 'dns', value: host });
    let asked = 0;
    let says = '';
    const server = createServer(tls, (_, response) => {
      asked += 1;
      const paths = { authorization_endpoint: 'authorize', token_endpoint: 'token', jwks_uri: 'keys' };
      const endpoints = Object.entries(paths).map(([name, path]) => [name, `${own.origin}/${path}`]);
      sendJson(response, 200, { issuer: says, ...Object.fromEntries(endpoints) });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const own = new URL(`https://${host}:${(server.address() as AddressInfo).port}/`);
    vi.spyOn(dns, 'lookup').mockImplementation(toLoopback);
    says = own.href;
    const honest = await outcome({ issuer: own, authority: tls.cert });
    says = 'https://other.b2clogin.com/';
    const other = await outcome({ issuer: own, authority: tls.cert });
    vi.restoreAllMocks();
    await new Promise((resolve) => server.close(resolve));
    expect([honest, other, asked]).toEqual(['known', 'internal', 2]);
  });

  test('that never ends is given up, and so is one that breaks', async () => {
    issuer.wrong = { answer: () => true };
    expect(await outcome({}, 200)).toBe('unavailable');
    issuer.wrong = {
      answer: (_, response) => {
        response.destroy();
        return true;
      },
    };
    expect(await outcome()).toBe('unavailable');
    issuer.wrong = {
      answer: (_, response) => {
        response.writeHead(503).end();
        return true;
      },
    };
    expect(await outcome()).toBe('unavailable');
  });

  test('an issuer that was away is asked again', async () => {
    const known = createIssuer(settingsOf(), systemClock);
    issuer.wrong = {
      answer: (_, response) => {
        response.writeHead(503).end();
        return true;
      },
    };
    await expect(known.known()).rejects.toMatchObject({ code: 'unavailable' });
    issuer.wrong = {};
    await expect(known.known()).resolves.toBeDefined();
    await known.close();
  });

  test('other hosts are called where the operator has named them', async () => {
    issuer.wrong = document({ jwks_uri: `${internal.url.origin}/keys` });
    expect(await outcome({ hosts: [internal.url.host] })).toBe('known');
  });

  test('an issuer on https is never left for http', async () => {
    const https = new URL('https://127.0.0.1:1');
    issuer.wrong = document({ issuer: https.origin });
    expect(await outcome({ issuer: https, hosts: [issuer.url.host] })).toBe('unavailable');
    expect(issuer.requests).toEqual([]);
  });

  test('where one can sign out elsewhere, nobody is sent', async () => {
    issuer.wrong = document({ end_session_endpoint: 'https://evil.test/end' });
    const known = createIssuer(settingsOf(), systemClock);
    expect((await known.known()).endSession).toBeNull();
    await known.close();
  });
});
