/** Signing in by a proxy's header, and what nobody may put upon the console by headers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whoamiSchema } from '#lib/api/access/session.ts';
import { type Harness, startHarness } from '../../testing/harness.ts';
import { fillMesh, tokens } from '../../testing/mesh-content.ts';

const impersonation = {
  'impersonate-user': 'admin',
  'impersonate-group': 'system:masters',
  'impersonate-uid': '1',
  'impersonate-extra-scopes': 'all',
};

const start = (environment: Record<string, string>) => startHarness({ environment, prepare: fillMesh });

let byDefault: Harness;
let behindProxy: Harness;
let fromElsewhere: Harness;

beforeAll(async () => {
  byDefault = await start({ SLUICE_AUTH: 'token,anonymous' });
  behindProxy = await start({ SLUICE_AUTH: 'header', SLUICE_HEADER_PROXIES: '127.0.0.0/8' });
  fromElsewhere = await start({
    SLUICE_AUTH: 'header,token',
    SLUICE_HEADER_PROXIES: '10.2.0.7',
    SLUICE_TRUSTED_PROXIES: '127.0.0.1',
  });
});

afterAll(() => Promise.all([byDefault, behindProxy, fromElsewhere].map((one) => one.stop())));

const calls = ({ kubernetes }: Harness, from: number) =>
  kubernetes.requests.slice(from).filter(({ method }) => method !== 'GET');
const header = (token: string) => ({ 'x-forwarded-id-token': token });

describe('a header that names a user', () => {
  test.each([
    ['X-Remote-User', { 'x-remote-user': 'admin', 'x-remote-group': 'system:masters' }],
    ['X-Forwarded-User', { 'x-forwarded-user': 'admin', 'x-auth-request-user': 'admin' }],
    ['a token in the header of a proxy', header(tokens.admin)],
    ['impersonation', impersonation],
  ])('SEC-07 %s: 401 unless it is switched on, and Kubernetes is not asked', async (_, headers) => {
    const from = byDefault.kubernetes.requests.length;
    expect((await byDefault.ask('/api/v1/whoami', { headers })).status).toBe(401);
    expect(calls(byDefault, from)).toEqual([]);
  });

  test.each([
    ['by itself', {}],
    ['with an address that it claims', { 'x-forwarded-for': '10.2.0.7', 'x-real-ip': '10.2.0.7' }],
    ['with many', { forwarded: 'for=10.2.0.7', 'x-forwarded-for': '10.2.0.7, 127.0.0.1' }],
  ])('SEC-07 from an address that is not listed, %s: 401', async (_, headers) => {
    const from = fromElsewhere.kubernetes.requests.length;
    const reply = await fromElsewhere.ask('/api/v1/whoami', {
      headers: { ...headers, ...header(tokens.admin) },
    });
    expect(reply.status).toBe(401);
    expect(calls(fromElsewhere, from)).toEqual([]);
  });

  test('SEC-07 a user’s name is no sign-in behind the proxy either: only a token that Kubernetes takes', async () => {
    for (const headers of [{ 'x-remote-user': 'admin' }, header('made-up')])
      expect((await behindProxy.ask('/api/v1/whoami', { headers })).status).toBe(401);
  });
});

describe('behind a proxy that is believed', () => {
  test('the token is the user’s own, and the only credential that Kubernetes gets', async () => {
    const from = behindProxy.kubernetes.requests.length;
    const reply = await behindProxy.ask('/api/v1/whoami', { headers: header(tokens.developer) });
    expect(whoamiSchema.parse(reply.json())).toMatchObject({ strategy: 'header', persona: 'developer' });
    const sent = calls(behindProxy, from);
    expect(sent.length).toBeGreaterThan(0);
    for (const { headers } of sent) expect(headers.authorization).toBe(`Bearer ${tokens.developer}`);
  });

  test('a Bearer word before the token is taken off', async () => {
    const reply = await behindProxy.ask('/api/v1/whoami', { headers: header(`Bearer ${tokens.viewer}`) });
    expect(reply.status).toBe(200);
  });

  test('SEC-07 whoever else a request says that it is from: the proxy’s token counts', async () => {
    const from = behindProxy.kubernetes.requests.length;
    behindProxy.services.access.invalidate();
    const reply = await behindProxy.ask('/api/v1/whoami', {
      headers: { ...header(tokens.viewer), authorization: `Bearer ${tokens.admin}` },
    });
    expect(whoamiSchema.parse(reply.json())).toMatchObject({ strategy: 'header', user: { name: 'viewer' } });
    for (const { headers } of calls(behindProxy, from))
      expect(headers.authorization).toBe(`Bearer ${tokens.viewer}`);
  });

  test('a page is made for the user, and leaves no cookie behind', async () => {
    const page = await behindProxy.ask('/graph', {
      headers: { ...header(tokens.developer), cookie: 'sluice-theme=dark' },
    });
    expect(page.cookies).toEqual([]);
    const { cookie } = Object(page.json());
    expect(cookie).toContain('sluice-theme=dark; sluice-session=');
    const opened = await behindProxy.services.sessions.open(cookie);
    expect(opened).toMatchObject({ kind: 'session', session: { strategy: 'header' } });
  });

  test('what it says counts for one request: the next without the header is nobody’s', async () => {
    expect((await behindProxy.ask('/api/v1/whoami', { headers: header(tokens.viewer) })).cookies).toEqual([]);
    expect((await behindProxy.ask('/api/v1/whoami')).status).toBe(401);
  });

  test.each([undefined, 'https://evil.test', 'null'])(
    'SEC-12 a write from %s is refused: the proxy adds its header to anybody’s request',
    async (origin) => {
      const from = behindProxy.kubernetes.requests.length;
      const reply = await behindProxy.ask('/api/v1/config/apply', {
        method: 'POST',
        headers: {
          ...header(tokens.admin),
          authorization: `Bearer ${tokens.admin}`,
          'content-type': 'application/json',
          ...(origin === undefined ? {} : { origin }),
        },
        body: '{}',
      });
      expect(reply.status).toBe(403);
      expect(calls(behindProxy, from)).toEqual([]);
    },
  );

  test('the header twice is no token', async () => {
    const headers = { 'x-forwarded-id-token': [tokens.viewer, tokens.admin] };
    expect((await behindProxy.ask('/api/v1/whoami', { headers })).status).toBe(400);
  });
});

describe('impersonation', () => {
  test.each([
    ['as headers', impersonation],
    ['named by Connection', { connection: 'close, Impersonate-User', ...impersonation }],
  ])('SEC-08 %s never reaches Kubernetes', async (_, extra) => {
    for (const [harness, credentials] of [
      [byDefault, { authorization: `Bearer ${tokens.developer}` }],
      [behindProxy, header(tokens.developer)],
    ] as const) {
      const from = harness.kubernetes.requests.length;
      harness.services.access.invalidate();
      expect((await harness.ask('/api/v1/whoami', { headers: { ...extra, ...credentials } })).status).toBe(
        200,
      );
      const sent = harness.kubernetes.requests.slice(from);
      expect(calls(harness, from).length).toBeGreaterThan(0);
      for (const { headers } of sent)
        expect(Object.keys(headers).filter((name) => name.startsWith('impersonate'))).toEqual([]);
    }
  });

  test.each([
    'T\r\nImpersonate-User: admin',
    'T\nImpersonate-User: admin',
    'T Impersonate-User: admin',
    'T\u0000',
    'Tökén',
  ])('SEC-08 input 32: %j is no token: 400 beside the field, and Kubernetes is not asked', async (token) => {
    const from = byDefault.kubernetes.requests.length;
    const reply = await byDefault.ask('/api/v1/session', {
      method: 'POST',
      headers: { origin: byDefault.origin, 'content-type': 'application/json' },
      body: JSON.stringify({ strategy: 'token', token }),
    });
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({ errors: [{ field: 'token' }] });
    expect(calls(byDefault, from)).toEqual([]);
  });

  test('SEC-08 input 37: Connection cannot take the credentials off a request', async () => {
    const from = byDefault.kubernetes.requests.length;
    byDefault.services.access.invalidate();
    const reply = await byDefault.ask('/api/v1/whoami', {
      headers: { connection: 'close, Authorization, Cookie', authorization: `Bearer ${tokens.viewer}` },
    });
    expect(whoamiSchema.parse(reply.json()).user.name).toBe('viewer');
    for (const { headers } of calls(byDefault, from))
      expect(headers.authorization).toBe(`Bearer ${tokens.viewer}`);
  });
});
