/** The API from the socket to what the backends receive. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whoamiSchema } from '#lib/api/access/session.ts';
import { momentHeader, readMoment } from '#lib/api/moment.ts';
import { problemSchema } from '#lib/api/problem.ts';
import { routes } from '#lib/api/routes.ts';
import { aboutSchema } from '#lib/api/status.ts';
import { graphSchema } from '#lib/api/traffic/graph.ts';
import { overviewSchema } from '#lib/api/traffic/overview.ts';
import { consoleToken } from '../testing/fake-kubernetes.ts';
import {
  bearer,
  cookieHeader,
  type Harness,
  jsonFrom,
  startHarness,
  testSecret,
} from '../testing/harness.ts';
import { fillMesh, prometheusAnswer, tokens } from '../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../testing/recorder.ts';

let prometheus: Recorder;
let harness: Harness;
const signInBody = JSON.stringify({ strategy: 'token', token: tokens.viewer });

beforeAll(async () => {
  prometheus = await startRecorder((request, response) => sendJson(response, 200, prometheusAnswer(request)));
  harness = await startHarness({ prometheusUrl: prometheus.url, prepare: fillMesh });
});

afterAll(async () => {
  await harness.stop();
  await prometheus.close();
});

/** What users' calls sent to Kubernetes since `start`: everything but the console's own reading, and its look now and then whether it answers. */
function userCalls(start: number) {
  return harness.kubernetes.requests.slice(start).filter(({ method, path, headers }) => {
    const isProbe = path === '/version' && headers.authorization === `Bearer ${consoleToken}`;
    return method !== 'GET' || (path === '/version' && !isProbe);
  });
}

describe('every route', () => {
  const signedIn = Object.values(routes).filter(({ access }) => access === 'signed-in');

  test.each(signedIn.map(({ path, method }) => [path, method] as const))(
    '%s wants a sign-in, and forgives no wrong method',
    async (path, method) => {
      const headers: Record<string, string> =
        method === 'GET' ? {} : { origin: harness.origin, 'content-type': 'application/json' };
      const before = harness.services.moments.now();
      const reply = await harness.ask(path, { method, headers, body: method === 'GET' ? undefined : '{}' });
      expect(reply.status).toBe(401);
      expect(reply.headers['content-type']).toBe('application/problem+json');
      expect(problemSchema.parse(reply.json())).toMatchObject({ code: 'unauthenticated' });
      expect(reply.headers['x-request-id']).toBe(problemSchema.parse(reply.json()).requestId);
      // The world may have gone on between.
      const told = readMoment(String(reply.headers[momentHeader]));
      expect([before, harness.services.moments.now()]).toContainEqual(told);
      for (const wrong of ['HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND']) {
        const refused = await harness.ask(path, { method: wrong, headers: bearer(tokens.admin) });
        expect([refused.status, refused.headers.allow]).toEqual([405, method]);
        if (wrong === 'HEAD') continue;
        expect(problemSchema.parse(refused.json())).toMatchObject({
          code: 'method-not-allowed',
          status: 405,
        });
      }
    },
  );

  test.each([
    '/api',
    '/api/',
    '/api/v1',
    '/api/v1/',
    '/api/v1/graph/',
    '/api/v1/graph/..',
    '/api/v1/%67raph',
    '/api/v1/secrets',
    '/api/v2/graph',
    '/api//v1/graph',
  ])('%s is no route', async (path) => {
    expect((await harness.ask(path, { headers: bearer(tokens.admin) })).status).toBe(404);
  });

  test.each(Object.values(routes).map(({ method, path }) => [method, path]))(
    '%s %s is not to be stored',
    async (method, path) => {
      if (path === routes.stream.path) return;
      const { headers } = await harness.ask(path, { method, headers: bearer(tokens.viewer) });
      expect(headers['cache-control']).toBe('no-store');
      expect(headers.vary).toContain('Cookie');
      expect(headers.vary).toContain('Authorization');
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );

  test('answers are what the contract says', async () => {
    const get = async (path: string) =>
      (await harness.ask(path, { headers: bearer(tokens.developer) })).json();
    const whoami = whoamiSchema.parse(await get('/api/v1/whoami'));
    expect(whoami).toMatchObject({
      persona: 'developer',
      allNamespaces: false,
      readOnly: false,
      strategy: 'bearer',
    });
    expect(whoami.namespaces).toEqual([
      { name: 'bookinfo', persona: 'developer', permissions: { editRouting: true, readConfiguration: true } },
      { name: 'shop', persona: 'viewer', permissions: { editRouting: false, readConfiguration: true } },
    ]);
    expect(aboutSchema.parse(await get('/api/v1/about'))).toMatchObject({ prometheus: '3.5.0' });
    expect(overviewSchema.parse(await get('/api/v1/overview')).totals.namespaces).toBe(2);
    expect(graphSchema.parse(await get('/api/v1/graph')).edges).toHaveLength(2);
    expect(await get('/api/v1/openapi.json')).toMatchObject({ openapi: '3.1.0' });
  });
});

test.each([
  ['virtualservices', true],
  ['httproutes', true],
  ['(virtualservices|httproutes)', false],
])('where the cluster serves no %s: traffic can be routed is %s', async (plural, routable) => {
  const bare = await startHarness({
    prepare: (kubernetes) => {
      fillMesh(kubernetes);
      kubernetes.fault = ({ path }, response) => {
        if (!new RegExp(`/${plural}$`).test(path)) return false;
        sendJson(response, 404, { kind: 'Status', code: 404 });
        return true;
      };
    },
  });
  const reply = await bare.ask('/api/v1/about', { headers: bearer(tokens.developer) });
  await bare.stop();
  expect(aboutSchema.parse(reply.json()).routable).toBe(routable);
});

describe('where a write comes from', () => {
  test.each([
    ['https://evil.test'],
    ['null'],
    [undefined],
    ['http://127.0.0.1.evil.test'],
    ['http://127.0.0.1'],
    ['https://127.0.0.1'],
  ])('SEC-12 a write from %s: 403, and nobody is asked', async (origin) => {
    const start = harness.kubernetes.requests.length;
    const headers = { 'content-type': 'application/json', ...(origin === undefined ? {} : { origin }) };
    const reply = await harness.ask('/api/v1/session', { method: 'POST', headers, body: signInBody });
    expect(reply.status).toBe(403);
    expect(reply.cookies).toEqual([]);
    expect(userCalls(start)).toEqual([]);
  });

  test('SEC-12 a name that somebody pointed at this machine is not its own origin', async () => {
    const headers = { host: 'evil.test', ...jsonFrom('http://evil.test') };
    expect((await harness.ask('/api/v1/session', { method: 'POST', headers, body: signInBody })).status).toBe(
      403,
    );
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    undefined,
  ])('SEC-12 a body as %s: 415, and nobody is asked', async (type) => {
    const start = harness.kubernetes.requests.length;
    const headers = { origin: harness.origin, ...(type === undefined ? {} : { 'content-type': type }) };
    const reply = await harness.ask('/api/v1/session', { method: 'POST', headers, body: signInBody });
    expect(reply.status).toBe(415);
    expect(userCalls(start)).toEqual([]);
  });

  test('SEC-12 signing out from elsewhere does nothing', async () => {
    const cookie = await harness.signIn({ strategy: 'token', token: tokens.viewer });
    const away = await harness.ask('/api/v1/session', {
      method: 'DELETE',
      headers: { cookie, origin: 'https://evil.test' },
    });
    expect(away.status).toBe(403);
    expect((await harness.ask('/api/v1/whoami', { headers: { cookie } })).status).toBe(200);
    const own = await harness.ask('/api/v1/session', {
      method: 'DELETE',
      headers: { cookie, origin: harness.origin },
    });
    expect([own.status, own.json()]).toEqual([200, { continueAt: null }]);
    expect((await harness.ask('/api/v1/whoami', { headers: { cookie } })).status).toBe(401);
  });

  test('SEC-14 input 36: a stream for another origin is refused', async () => {
    const headers = { ...bearer(tokens.viewer), origin: 'https://evil.test' };
    expect((await harness.ask('/api/v1/stream', { headers })).status).toBe(403);
  });
});

describe('signing in', () => {
  test('SEC-33 leaves a cookie, one line in the log, and no token anywhere', async () => {
    const before = harness.logLines.length;
    const reply = await harness.ask('/api/v1/session', {
      method: 'POST',
      headers: jsonFrom(harness.origin),
      body: signInBody,
    });
    expect(whoamiSchema.parse(reply.json())).toMatchObject({ user: { name: 'viewer' }, strategy: 'token' });
    expect(cookieHeader(reply.cookies)).not.toContain(tokens.viewer);
    // The first answer is what every later one says.
    const later = await harness.ask('/api/v1/whoami', { headers: { cookie: cookieHeader(reply.cookies) } });
    expect(reply.json()).toEqual(later.json());
    expect(whoamiSchema.parse(reply.json()).expiresAt).toBeGreaterThan(Date.now() / 1000);
    const lines = harness.logLines.slice(before).filter((line) => line.includes('"audit":true'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      action: 'sign-in',
      subject: 'viewer',
      result: 'allowed',
    });
  });

  test.each([
    ['an unknown token', { strategy: 'token', token: 'nobody' }, 401],
    ['CR LF in the token', { strategy: 'token', token: 'T\r\nImpersonate-User: admin' }, 400],
    ['SEC-06 8 KiB and a byte', { strategy: 'token', token: 'a'.repeat(8193) }, 413],
    ['no token', { strategy: 'token' }, 400],
    ['a strategy that is off', { strategy: 'demo', persona: 'admin' }, 404],
    ['an unknown strategy', { strategy: 'root' }, 400],
    ['no object', [], 400],
    ['a prototype', JSON.parse('{"__proto__":{"strategy":"anonymous"}}'), 400],
  ])('%s', async (_, body, status) => {
    const reply = await harness.ask('/api/v1/session', {
      method: 'POST',
      headers: jsonFrom(harness.origin),
      body: JSON.stringify(body),
    });
    expect(reply.status).toBe(status);
    expect(reply.cookies.filter((cookie) => !cookie.includes('Max-Age=0'))).toEqual([]);
    expect(harness.kubernetes.requests.some(({ headers }) => 'impersonate-user' in headers)).toBe(false);
  });

  test('a body that is too large, or no JSON', async () => {
    const send = (body: string) =>
      harness.ask('/api/v1/session', { method: 'POST', headers: jsonFrom(harness.origin), body });
    // Of whoever is not known yet, little is read.
    expect((await send(`"${'x'.repeat(16 * 1024)}"`)).status).toBe(413);
    expect((await send('{"strategy":')).status).toBe(400);
  });

  test('SEC-06 an 8 KiB token makes a session that lasts', async () => {
    const token = `long-${'x'.repeat(8187)}`;
    harness.kubernetes.users.set(token, { name: 'long', grants: [] });
    const cookie = await harness.signIn({ strategy: 'token', token });
    for (let page = 0; page < 3; page += 1) {
      expect((await harness.ask('/api/v1/whoami', { headers: { cookie } })).status).toBe(200);
    }
  });

  test('SEC-06 input 34: headers beyond the limit are refused, and the server lives', async () => {
    const reply = await harness.ask('/api/v1/whoami', { headers: { cookie: 'x'.repeat(40_000) } });
    expect(reply.status).toBe(431);
    expect((await harness.ask('/healthz')).status).toBe(200);
  });

  test('SEC-02 a forged cookie is cleared', async () => {
    const reply = await harness.ask('/api/v1/whoami', {
      headers: { cookie: 'sluice-session=1.v1.AAAAAAAA.token.a.b.c' },
    });
    expect(reply.status).toBe(401);
    expect(reply.cookies[0]).toContain('sluice-session=; Max-Age=0');
  });

  test('a token that Kubernetes no longer knows ends the session', async () => {
    harness.kubernetes.users.set('short-lived', { name: 'gone', grants: [] });
    const cookie = await harness.signIn({ strategy: 'token', token: 'short-lived' });
    harness.kubernetes.users.delete('short-lived');
    harness.services.access.invalidate();
    const reply = await harness.ask('/api/v1/whoami', { headers: { cookie } });
    expect(reply.status).toBe(401);
    expect(reply.cookies[0]).toContain('Max-Age=0');
  });
});

describe('headers that would make somebody else of the caller', () => {
  const hostile = {
    'impersonate-user': 'admin',
    'impersonate-group': 'system:masters',
    'impersonate-uid': '1',
    'impersonate-extra-scopes': 'all',
    'x-remote-user': 'admin',
    'x-forwarded-user': 'admin',
    'x-forwarded-host': 'evil.test',
  };

  test('SEC-07 do nothing without a credential', async () => {
    expect((await harness.ask('/api/v1/whoami', { headers: hostile })).status).toBe(401);
  });

  test.each(['Impersonate-User', 'close, Authorization'])(
    'SEC-08 input 37: never reach Kubernetes, also with Connection: %s',
    async (connection) => {
      harness.services.access.invalidate();
      const start = harness.kubernetes.requests.length;
      const reply = await harness.ask('/api/v1/whoami', {
        headers: { ...hostile, ...bearer(tokens.viewer), connection },
      });
      expect(reply.json()).toMatchObject({ user: { name: 'viewer' } });
      const sent = userCalls(start);
      expect(sent.length).toBeGreaterThan(0);
      for (const { headers } of sent) {
        expect(Object.keys(headers).filter((name) => /^(impersonate|x-)/.test(name))).toEqual([]);
        expect(headers.authorization).toBe(`Bearer ${tokens.viewer}`);
      }
    },
  );

  test('a user who is refused is not helped by the account of the console', async () => {
    const start = harness.kubernetes.requests.length;
    await harness.ask('/api/v1/whoami', { headers: bearer('nobody') });
    expect(userCalls(start).map(({ headers }) => headers.authorization)).toEqual(['Bearer nobody']);
  });

  test.each(['Basic YWRtaW46YWRtaW4=', 'Bearer', 'bearer  ', 'Token x'])(
    'Authorization: %s is nobody',
    async (authorization) => {
      expect((await harness.ask('/api/v1/whoami', { headers: { authorization } })).status).toBe(401);
    },
  );
});

describe('anonymous', () => {
  test('SEC-55 is nobody: no credential is sent, nothing is seen, nothing may be written', async () => {
    const start = harness.kubernetes.requests.length;
    const cookie = await harness.signIn({ strategy: 'anonymous' });
    const reply = await harness.ask('/api/v1/whoami', { headers: { cookie } });
    expect(reply.json()).toMatchObject({
      persona: 'none',
      readOnly: true,
      namespaces: [],
      user: { name: 'system:anonymous' },
    });
    expect(userCalls(start).every(({ headers }) => headers.authorization === undefined)).toBe(true);
    const graph = graphSchema.parse((await harness.ask('/api/v1/graph', { headers: { cookie } })).json());
    expect(graph.nodes).toEqual([]);
  });
});

test('SEC-03 SEC-12 behind a public https address the cookies are host-bound and only that origin may write', async () => {
  const console_ = await startHarness({
    environment: { SLUICE_PUBLIC_URL: 'https://console.test' },
    prepare: fillMesh,
  });
  const post = (origin: string) =>
    console_.ask('/api/v1/session', { method: 'POST', headers: jsonFrom(origin), body: signInBody });
  expect((await post(console_.origin)).status).toBe(403);
  expect((await post('https://console.test.evil.test')).status).toBe(403);
  const reply = await post('https://console.test');
  expect(reply.cookies.every((cookie) => /^__Host-.*; Secure$/.test(cookie))).toBe(true);
  await console_.stop();
});

test('SEC-27 SEC-34 no log line holds a credential or a line break', () => {
  const log = harness.logLines.join('');
  for (const secret of [
    ...Object.values(tokens),
    'console-account-token',
    testSecret,
    'Bearer ',
    'eyJ',
    'sluice-session=',
  ]) {
    expect(log).not.toContain(secret);
  }
  for (const line of harness.logLines) expect(() => JSON.parse(line)).not.toThrow();
});
