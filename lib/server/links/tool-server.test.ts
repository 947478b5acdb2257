/** Tools on hosts of their own: what arrives behind the API server's proxy, what reaches the browser, and who is turned away. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenedLink } from '#lib/api/mesh/links.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { cookieHeader, type Harness, type Reply, startHarness } from '../testing/harness.ts';
import { tokens } from '../testing/mesh-content.ts';
import { fillTools, grafanaPath, status, type ToolWorld } from '../testing/tool-world.ts';

let harness: Harness;
let world: ToolWorld;
const clock = fakeClock(1_796_000_000_000);
const console_ = 'http://127.0.0.1';
const grafana = { namespace: 'monitoring', name: 'grafana', port: 3000, scheme: 'http' };

beforeAll(async () => {
  harness = await startHarness({
    environment: { SLUICE_TOOLS_URL: 'http://*.localhost' },
    clock,
    prepare: (kubernetes) => {
      world = fillTools(kubernetes);
    },
  });
});
afterAll(() => harness.stop());

interface Entered {
  host: string;
  cookie: string;
  reply: Reply;
  ticket: string;
}

async function ticketFor(cookie: string, service = grafana, path = '/d/x?from=1#y'): Promise<OpenedLink> {
  const reply = await harness.ask('/api/v1/links/open', {
    method: 'POST',
    headers: { cookie, origin: harness.origin, 'content-type': 'application/json' },
    body: JSON.stringify({ service, path }),
  });
  expect(reply.status).toBe(200);
  return reply.json() as OpenedLink;
}

function hand(ticket: string, host: string, headers: Record<string, string> = { origin: console_ }) {
  return harness.ask('/.sluice/enter', {
    method: 'POST',
    headers: { host, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ ticket }).toString(),
  });
}

async function enter(session: string, service = grafana): Promise<Entered> {
  const { action, ticket } = await ticketFor(session, service);
  const { host } = new URL(action);
  const reply = await hand(ticket, host);
  return { host, reply, ticket, cookie: cookieHeader(reply.cookies) };
}

const signIn = () => harness.signIn({ strategy: 'token', token: tokens.admin });

test('a ticket becomes a cookie of that host alone, and leads to the page', async () => {
  const { reply } = await enter(await signIn());
  expect([reply.status, reply.headers.location]).toEqual([303, '/d/x?from=1#y']);
  expect(reply.cookies[0]).toMatch(/^sluice-tool=.*; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(reply.cookies.join()).not.toMatch(/Domain|sluice-session/);
  expect(reply.cookies.join()).not.toContain(tokens.admin);
});

test('SEC-08 the tool gets the reader’s rights by Kubernetes, and neither cookie nor name of the console', async () => {
  const session = await signIn();
  const { host, cookie } = await enter(session);
  const since = harness.kubernetes.requests.length;
  const reply = await harness.ask('/api/ds?q=a%20b', {
    headers: {
      host,
      cookie: `${session}; ${cookie}; grafana_session=g1`,
      accept: 'text/html',
      'accept-language': 'de',
      'x-grafana-org-id': '1',
      authorization: 'Bearer stolen',
      'impersonate-user': 'admin',
      'x-remote-user': 'admin',
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-host': 'evil.test',
      'x-secret': 'no',
    },
  });
  expect(reply.status).toBe(200);
  const [arrived, ...more] = world.proxied(since);
  expect(more).toEqual([]);
  expect(arrived?.url).toBe(`${grafanaPath}/api/ds?q=a%20b`);
  expect(arrived?.headers.authorization).toBe(`Bearer ${tokens.admin}`);
  expect(arrived?.headers.cookie).toBe('grafana_session=g1');
  const {
    host: _,
    connection: __,
    'user-agent': ___,
    authorization: ____,
    cookie: _____,
    ...passed
  } = arrived?.headers ?? {};
  expect(passed).toEqual({ accept: 'text/html', 'accept-language': 'de', 'x-grafana-org-id': '1' });
});

test('SEC-30 what a tool says about other hosts and about the console is taken off', async () => {
  const { host, cookie } = await enter(await signIn());
  world.pages.set('/mean', (_, response) => {
    response.writeHead(200, {
      'content-type': 'text/html',
      'set-cookie': [
        'grafana_session=g2; Path=/; Domain=localhost; HttpOnly',
        'sluice-session=forged; Path=/',
        '__Host-sluice-session=forged; Path=/; Secure',
        'sluice-tool=forged',
      ],
      'access-control-allow-origin': 'https://evil.test',
      'access-control-allow-credentials': 'true',
      'service-worker-allowed': '/',
      'clear-site-data': '"cookies"',
      'strict-transport-security': 'max-age=99',
      'content-security-policy': "script-src 'self'",
      'cache-control': 'public, max-age=31536000',
      'x-frame-options': 'ALLOWALL',
      'audit-id': 'a1',
    });
    response.end('<script>1</script>');
  });
  const reply = await harness.ask('/mean', { headers: { host, cookie } });
  expect(reply.cookies).toEqual(['grafana_session=g2; Path=/; HttpOnly']);
  expect(
    Object.keys(reply.headers).filter((name) =>
      /^(access-control|service-worker|clear-site|strict-tr|audit)/.test(name),
    ),
  ).toEqual([]);
  expect(reply.headers['content-security-policy']).toBe(
    "script-src 'self', frame-ancestors 'none'; base-uri 'self'",
  );
  expect(reply.headers['cache-control']).toBe('private, max-age=300');
  expect(reply.headers['x-frame-options']).toBe('DENY');
  expect(reply.headers['cross-origin-opener-policy']).toBe('same-origin');
  expect(reply.text).toBe('<script>1</script>');
});

test('SEC-31 redirects are handed on and never followed; paths and redirects that the API server prefixed lead to the tool’s own host again', async () => {
  const { host, cookie } = await enter(await signIn());
  const ask = (path: string) => harness.ask(path, { headers: { host, cookie } });
  const since = harness.kubernetes.requests.length;
  await ask(`${grafanaPath}/public/app.js?v=1`);
  expect(world.proxied(since).map(({ url }) => url)).toEqual([`${grafanaPath}/public/app.js?v=1`]);
  for (const [said, expected] of [
    [`${grafanaPath}/login`, '/login'],
    [`http://${host}${grafanaPath}/login?a=1`, '/login?a=1'],
    ['/login#x', '/login#x'],
    ['https://issuer.example.com/authorize?x=1', 'https://issuer.example.com/authorize?x=1'],
    ['//evil.test/x', undefined],
    ['javascript:alert(1)', undefined],
  ] as const) {
    world.pages.set('/go', (_, response) => response.writeHead(302, { location: said }).end());
    expect((await ask('/go')).headers.location, said).toBe(expected);
  }
});

test('a form of the tool’s own page is sent on with its body; Kubernetes judges it for itself', async () => {
  const { host, cookie } = await enter(await signIn());
  const since = harness.kubernetes.requests.length;
  const post = (origin: string | null, body = 'a=1') =>
    harness.ask('/api/ds/query', {
      method: 'POST',
      headers: {
        host,
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
        ...(origin === null ? {} : { origin }),
      },
      body,
    });
  expect((await post(`http://${host}`)).status).toBe(200);
  const [arrived] = world.proxied(since);
  expect([arrived?.method, arrived?.body, arrived?.path]).toEqual([
    'POST',
    'a=1',
    `${grafanaPath}/api/ds/query`,
  ]);
  for (const origin of [null, 'null', 'https://evil.test', console_, 'http://kiali-0123456789ab.localhost'])
    expect((await post(origin)).status).toBe(403);
  expect((await post(`http://${host}`, 'x'.repeat(1024 * 1024 + 1))).status).toBe(413);
  expect(world.proxied(since)).toHaveLength(1);
});

describe('nothing reaches Kubernetes', () => {
  let entered: Entered;
  beforeAll(async () => {
    entered = await enter(await signIn());
  });

  async function refused(reply: Promise<Reply>, code: number): Promise<Reply> {
    const since = harness.kubernetes.requests.length;
    const answer = await reply;
    expect(answer.status).toBe(code);
    expect(world.proxied(since)).toEqual([]);
    return answer;
  }

  test('without the cookie, or with the console’s own', async () => {
    const { host } = entered;
    await refused(harness.ask('/', { headers: { host } }), 401);
    await refused(harness.ask('/', { headers: { host, cookie: await signIn() } }), 401);
    await refused(harness.ask('/', { headers: { host, authorization: `Bearer ${tokens.admin}` } }), 401);
  });

  test('with the cookie of another tool', async () => {
    const other = await enter(await signIn(), {
      ...grafana,
      name: 'prometheus',
      namespace: 'istio-system',
      port: 9090,
    });
    await refused(harness.ask('/', { headers: { host: entered.host, cookie: other.cookie } }), 401);
  });

  test('by a ticket that was used, is for another host, too old, or forged', async () => {
    await refused(hand(entered.ticket, entered.host), 401);
    const session = await signIn();
    const second = await ticketFor(session);
    await refused(hand(second.ticket, 'kiali-0123456789ab.localhost'), 401);
    const third = await ticketFor(session);
    // Not the last letter: some of its bits mean nothing.
    const letter = third.ticket.at(-8) === 'A' ? 'B' : 'A';
    await refused(hand(`${third.ticket.slice(0, -8)}${letter}${third.ticket.slice(-7)}`, entered.host), 401);
    clock.advance(31_000);
    await refused(hand(third.ticket, entered.host), 401);
    // Neither is the one the other.
    await refused(hand(entered.cookie.replace(/^sluice-tool=1\./, ''), entered.host), 401);
  });

  test.each(['https://evil.test', 'null', 'http://grafana-0123456789ab.localhost', undefined])(
    'by a form of %s',
    async (origin) => {
      const { ticket } = await ticketFor(await signIn());
      const headers: Record<string, string> = origin === undefined ? {} : { origin };
      await refused(hand(ticket, entered.host, headers), 403);
    },
  );

  test('from pages of other origins: neither read nor embedded', async () => {
    const { host, cookie } = entered;
    const from = (headers: Record<string, string>) =>
      harness.ask('/', { headers: { host, cookie, ...headers } });
    await refused(from({ origin: 'https://evil.test' }), 403);
    await refused(from({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }), 403);
    await refused(from({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }), 403);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('by %s', async (method) => {
    const { host, cookie } = entered;
    await refused(harness.ask('/', { method, headers: { host, cookie } }), 405);
  });

  test('as a service worker', async () => {
    const { host, cookie } = entered;
    await refused(harness.ask('/sw.js', { headers: { host, cookie, 'service-worker': 'script' } }), 404);
  });

  test.each([
    '/../../secrets',
    '/a/../b',
    '//api//v1/query',
    '/%2e%2e/%2e%2e/secrets',
    '/%2e%2e%2fsecrets',
    '/%252e%252e/secrets',
    '/..;/secrets',
    '/a%00b',
    '/a%5c..%5cb',
    '/a\\..\\b',
    `${grafanaPath}/../../secrets`,
  ])('SEC-18 at %s', async (path) => {
    const { host, cookie } = entered;
    await refused(harness.ask(path, { headers: { host, cookie } }), 400);
  });
});

test('the host of a tool has no page and no API of the console', async () => {
  const { host, cookie } = await enter(await signIn());
  const session = await signIn();
  const since = harness.kubernetes.requests.length;
  const reply = await harness.ask('/api/v1/whoami', { headers: { host, cookie: `${session}; ${cookie}` } });
  expect(reply.text).toBe('ok');
  expect(world.proxied(since).map(({ url }) => url)).toEqual([`${grafanaPath}/api/v1/whoami`]);
});

test('SEC-57 signing out of the console ends it there as well', async () => {
  const session = await signIn();
  const { host, cookie } = await enter(session);
  const ask = () => harness.ask('/', { headers: { host, cookie } });
  expect((await ask()).status).toBe(200);
  await harness.ask('/api/v1/session', {
    method: 'DELETE',
    headers: { cookie: session, origin: harness.origin },
  });
  expect((await ask()).status).toBe(401);
});

test('it ends after an hour, whatever the session does', async () => {
  const { host, cookie } = await enter(await signIn());
  clock.advance(3_601_000);
  expect((await harness.ask('/', { headers: { host, cookie } })).status).toBe(401);
});

test.each<[number, number]>([
  [401, 401],
  [403, 403],
  [404, 404],
  [503, 502],
])('what the API server says by itself, %i, is a page that a person reads', async (code, shown) => {
  const { host, cookie } = await enter(await signIn());
  world.pages.set('/refused', status(code));
  const reply = await harness.ask('/refused', { headers: { host, cookie } });
  expect(reply.status).toBe(shown);
  expect(reply.headers['content-type']).toContain('text/html');
  expect(reply.text).not.toMatch(/secret reason|"kind"/);
});

test('a tool that is cut off in the middle does not bring anything down', async () => {
  const { host, cookie } = await enter(await signIn());
  world.pages.set('/cut', (_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setImmediate(() => response.destroy());
  });
  await expect(harness.ask('/cut', { headers: { host, cookie } })).rejects.toThrow();
  expect((await harness.ask('/', { headers: { host, cookie } })).status).toBe(200);
});
