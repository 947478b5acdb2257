/**
 * The hostile inputs of the threat model that would lead the console elsewhere: paths, names of Services, addresses, names that are
 * resolved. Asserted on what the backends received, and on every line that the process opened and every name that it looked up.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import dns from 'node:dns';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { loadConfig } from '../../config.ts';
import { cookieHeader, type Harness, startHarness, testSecret } from '../../testing/harness.ts';
import { prometheusAnswer, tokens } from '../../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';
import { fillTools, grafanaPath, type ToolWorld } from '../../testing/tool-world.ts';

let prometheus: Recorder;
let harness: Harness;
let world: ToolWorld;
const grafana = { namespace: 'monitoring', name: 'grafana', port: 3000, scheme: 'http' };
const admin = { authorization: `Bearer ${tokens.admin}` };

const named = (kind: string, namespace: string, name: string, spec: object) =>
  ({
    apiVersion: kind === 'Service' ? 'v1' : 'networking.istio.io/v1',
    kind,
    metadata: { name, namespace, resourceVersion: '1', labels: { app: name } },
    spec,
  }) as KubernetesObject;

/** Names that are one thing when they are checked and may be another when they are called. */
const elsewhere = ['kubernetes.default.svc.', 'rebind.evil.test', '169.254.169.254'];

beforeAll(async () => {
  prometheus = await startRecorder((request, response) => sendJson(response, 200, prometheusAnswer(request)));
  harness = await startHarness({
    prometheusUrl: prometheus.url,
    environment: {
      SLUICE_TOOLS_URL: 'http://*.localhost',
      SLUICE_LINKS: JSON.stringify({
        grafana: { url: 'https://rebind.evil.test' },
        kiali: { url: 'https://kubernetes.default.svc.' },
      }),
    },
    prepare: (kubernetes) => {
      world = fillTools(kubernetes);
      const services = kubernetes.objects.get('/services') ?? [];
      for (const [index, externalName] of elsewhere.entries())
        services.push(
          named('Service', 'bookinfo', `outside-${index}`, {
            type: 'ExternalName',
            externalName,
            ports: [{ name: 'http', port: 80 }],
          }),
        );
      services.push(
        named('Service', 'istio-system', 'tracing', {
          type: 'ExternalName',
          externalName: 'kubernetes.default.svc.',
          ports: [{ name: 'http-query', port: 80 }],
        }),
      );
      kubernetes.objects.set('networking.istio.io/serviceentries', [
        named('ServiceEntry', 'bookinfo', 'rebind', {
          hosts: ['rebind.evil.test'],
          resolution: 'DNS',
          ports: [{ name: 'http', number: 80, protocol: 'HTTP' }],
          endpoints: [{ address: 'metadata.evil.test' }],
        }),
      ]);
    },
  });
});

afterAll(async () => {
  await harness.stop();
  await prometheus.close();
});

/** What went to Kubernetes with a caller's token, reviews of who they are apart, and to Prometheus. */
async function asked(run: () => Promise<unknown>): Promise<string[]> {
  const [kubernetesBefore, prometheusBefore] = [
    harness.kubernetes.requests.length,
    prometheus.requests.length,
  ];
  await run();
  return [
    ...harness.kubernetes.requests
      .slice(kubernetesBefore)
      .filter((request) => String(request.headers.authorization).includes(tokens.admin))
      .filter(({ path }) => !path.endsWith('/selfsubjectreviews')),
    ...prometheus.requests.slice(prometheusBefore).filter(({ body }) => body.includes('evil')),
  ].map(({ method, url }) => `${method} ${url}`);
}

/** The request line goes out as it is, and the answer's status comes back. */
function statusOf(target: string, headers: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(harness.port, '127.0.0.1', () =>
      socket.write(`GET ${target} HTTP/1.1\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n`),
    );
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])));
  });
}

const openLink = (body: object) =>
  harness.ask('/api/v1/links/open', {
    method: 'POST',
    headers: { ...admin, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function enterGrafana(): Promise<{ host: string; cookie: string }> {
  const { action, ticket } = (await openLink({ service: grafana, path: '/' })).json() as Record<
    string,
    string
  >;
  const { host } = new URL(action ?? '');
  const reply = await harness.ask('/.sluice/enter', {
    method: 'POST',
    headers: { host, origin: 'http://127.0.0.1', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ticket: ticket ?? '' }).toString(),
  });
  return { host, cookie: cookieHeader(reply.cookies) };
}

describe('paths', () => {
  test.each<[string, number]>([
    ['/api//v1/query', 404],
    ['/api//v1/whoami', 404],
    ['/api/v1//whoami', 404],
    ['/api/v1/whoami/', 404],
    ['/api/v1/whoami.', 404],
    ['/api/v1/whoami/.', 404],
    ['/api./v1/whoami', 200],
    ['//api//v1/query', 200],
    ['//api/v1/whoami', 200],
    ['/api/v1/namespaces/bookinfo/services/reviews.', 400],
    ['/api/v1/namespaces/bookinfo./services/reviews', 400],
    ['/api/v1/namespaces//services/reviews', 400],
    ['/api/v1/namespaces/bookinfo/services/reviews:8080@evil.test', 400],
    ['/api/v1/namespaces/bookinfo:8080@evil.test/services/reviews', 400],
    ['/api:8080@evil.test/v1/whoami', 200],
    [':8080@evil.test/api/v1/whoami', 400],
    ['@evil.test/api/v1/whoami', 400],
    ['evil.test:8080/api/v1/whoami', 400],
  ])('input 25: %s is %i, says nothing of the mesh, and no backend is asked', async (path, status) => {
    const calls = await asked(async () => {
      expect(await statusOf(path, ['Host: a', `Authorization: ${admin.authorization}`])).toBe(status);
      if (status !== 200) return;
      // No path of the API: a page's, which the harness answers with the headers that it was sent.
      const { text } = await harness.ask(path, { headers: admin });
      expect(JSON.parse(text)).toMatchObject({ authorization: admin.authorization });
    });
    expect(calls).toEqual([]);
  });

  test.each([
    '//api//v1/query',
    '/api//v1/query',
    '/api/v1/query/.',
    '/api/v1/./query',
    ':8080@evil.test/',
    '@evil.test/',
  ])('input 25: %s at the host of a tool is 400 and passed on to nobody', async (path) => {
    const { host, cookie } = await enterGrafana();
    const calls = await asked(async () => {
      expect(await statusOf(path, [`Host: ${host}`, `Cookie: ${cookie}`])).toBe(400);
    });
    expect(calls).toEqual([]);
  });

  test.each(['//evil.test/', '/\\evil.test/', ':8080@evil.test/', '/d/x/..', '/d//x/../..', '/.'])(
    'input 25: %s is no page of a tool: no ticket is made',
    async (path) => {
      const calls = await asked(async () => {
        expect((await openLink({ service: grafana, path })).status).toBe(400);
      });
      expect(calls).toEqual([]);
    },
  );

  test('input 25: a path of a tool that looks like an authority stays behind its Service', async () => {
    const { host, cookie } = await enterGrafana();
    const calls = await asked(async () => {
      expect(await statusOf('/:8080@evil.test/x', [`Host: ${host}`, `Cookie: ${cookie}`])).toBe(200);
    });
    expect(calls).toEqual([`GET ${grafanaPath}/:8080@evil.test/x`]);
  });
});

const notServices = [
  'https:grafana:443',
  'http:grafana:3000',
  'grafana:80',
  'grafana:80/proxy/..',
  'grafana/proxy/api',
  'grafana?x=',
  'grafana#x',
  'grafana%3A80',
  'grafana@evil.test',
  'grafana.',
  'grafana.payments',
];

describe('names of Services', () => {
  test.each(notServices)(
    'input 26: %s is no Service to open: 400, and Kubernetes is not asked',
    async (name) => {
      const calls = await asked(async () => {
        expect((await openLink({ service: { ...grafana, name }, path: '/' })).status).toBe(400);
        expect((await openLink({ service: { ...grafana, namespace: name }, path: '/' })).status).toBe(400);
      });
      expect(calls).toEqual([]);
    },
  );

  test.each(notServices.filter((name) => name !== 'grafana.payments'))(
    'input 26: %s has no page: neither data nor a call',
    async (name) => {
      const calls = await asked(async () => {
        const reply = await harness.ask(`/api/v1/namespaces/monitoring/services/${name}`, { headers: admin });
        expect([400, 404]).toContain(reply.status);
      });
      expect(calls).toEqual([]);
    },
  );

  test.each([
    'https:grafana:443',
    'monitoring/grafana:80/proxy/..',
    'monitoring/https:grafana:443',
    'ftp:a/b:1',
  ])('input 26: an operator who names the Service %s is told at the start', (service) => {
    const loaded = loadConfig({
      SLUICE_SESSION_SECRET: testSecret,
      SLUICE_LINKS: JSON.stringify({ grafana: { service } }),
    });
    expect(loaded).toMatchObject({ ok: false, error: [expect.stringContaining('grafana.service')] });
  });
});

const metadata = [
  '169.254.169.254',
  '169.254.169.254.',
  '0xA9FEA9FE',
  '0xa9.0xfe.0xa9.0xfe',
  '2852039166',
  '0251.0376.0251.0376',
  '169.16689662',
  '169.254.43518',
  '[::ffff:a9fe:a9fe]',
  '[::ffff:169.254.169.254]',
  '[::a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[fe80::a9fe:a9fe]',
  '[fd00:ec2::254]',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '%31%36%39.254.169.254',
  '169\u3002254\u3002169\u3002254',
  '\uff11\uff16\uff19.254.169.254',
  '127.1',
  '0x7f.1',
];

describe('addresses', () => {
  test.each(metadata)('input 27: a link to %s: the console does not start', (host) => {
    for (const address of [`http://${host}`, `https://${host}:8443/latest/`]) {
      const loaded = loadConfig({
        SLUICE_SESSION_SECRET: testSecret,
        SLUICE_LINKS: JSON.stringify({ grafana: { url: address } }),
      });
      expect(loaded).toMatchObject({ ok: false, error: [expect.stringContaining('grafana.url')] });
    }
  });

  test.each(metadata.filter((host) => !/^\d+$|^0x\w+$/i.test(host)))(
    'input 27: %s is no Service: 400, and Kubernetes is not asked',
    async (name) => {
      const calls = await asked(async () => {
        expect((await openLink({ service: { ...grafana, name }, path: '/' })).status).toBe(400);
      });
      expect(calls).toEqual([]);
    },
  );
});

describe('names that lead elsewhere', () => {
  const hosts = new Set<string>();
  const called = (message: unknown) => {
    const { connectParams } = message as { connectParams: { hostname: string; port: string } };
    hosts.add(`${connectParams.hostname}:${connectParams.port}`);
  };
  beforeEach(() => {
    hosts.clear();
    vi.spyOn(dns, 'lookup');
    vi.spyOn(dns.promises, 'lookup');
    subscribe('undici:client:beforeConnect', called);
  });
  afterEach(() => {
    unsubscribe('undici:client:beforeConnect', called);
    vi.restoreAllMocks();
  });

  test('input 28: nothing that the cluster or a caller names is looked up or called', async () => {
    const get = (path: string) => harness.ask(path, { headers: admin });
    const since = harness.kubernetes.requests.length;
    world.pages.set('/go', (_, response) =>
      response.writeHead(302, { location: 'http://rebind.evil.test/latest' }).end(),
    );
    world.pages.set('/api/health', (_, response) =>
      response.writeHead(302, { location: 'http://rebind.evil.test/latest' }).end(),
    );
    const answers = [
      await get('/api/v1/links'),
      await get('/api/v1/services'),
      await get('/api/v1/graph'),
      await get('/api/v1/namespaces/bookinfo/services/outside-0'),
      await get('/api/v1/namespaces/bookinfo/services/outside-1'),
      await get('/api/v1/namespaces/bookinfo/services/rebind.evil.test'),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    for (const host of elsewhere) {
      const reply = await harness.ask('/api/v1/route-test', {
        method: 'POST',
        headers: { ...admin, 'content-type': 'application/json' },
        body: JSON.stringify({ host, from: null }),
      });
      expect([host, reply.status < 500]).toEqual([host, true]);
    }
    const { host, cookie } = await enterGrafana();
    const reply = await harness.ask('/go', { headers: { host, cookie } });
    expect([reply.status, reply.headers.location]).toEqual([302, 'http://rebind.evil.test/latest']);
    expect(dns.lookup).not.toHaveBeenCalled();
    expect(dns.promises.lookup).not.toHaveBeenCalled();
    const own = new Set([harness.kubernetes.url.host, prometheus.url.host]);
    expect([...hosts].filter((one) => !own.has(one))).toEqual([]);
    expect(JSON.stringify(world.proxied(since).map(({ url }) => url))).not.toMatch(/outside-|evil|tracing/);
  });

  test('input 28: a tool behind such a name is none, and none that an operator could open', async () => {
    const reply = await harness.ask('/api/v1/links', { headers: admin });
    const { tools } = reply.json() as { tools: { tool: string; state: string }[] };
    expect(tools.find(({ tool }) => tool === 'tracing')?.state).toBe('not-installed');
  });

  test.each([
    'kubernetes.default.svc.',
    'rebind.evil.test',
    '127.0.0.1.evil.test',
    'localhost.',
    'localhost.evil.test',
  ])(
    'input 28: a page of %s that came to lead to this address cannot sign in, nor change anything',
    async (host) => {
      const own = `${host}:${harness.port}`;
      const session = await harness.signIn({ strategy: 'token', token: tokens.admin });
      const calls = await asked(async () => {
        for (const [method, path, body] of [
          ['POST', '/api/v1/session', { strategy: 'token', token: tokens.admin }],
          ['POST', '/api/v1/session', { strategy: 'anonymous' }],
          ['POST', '/api/v1/config/apply', { changes: [], reason: '' }],
          ['DELETE', '/api/v1/session', undefined],
        ] as const) {
          const reply = await harness.ask(path, {
            method,
            headers: {
              host: own,
              origin: `http://${own}`,
              cookie: session,
              'content-type': 'application/json',
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          });
          expect([method, path, reply.status, reply.cookies]).toEqual([method, path, 403, []]);
        }
        const stream = await harness.ask('/api/v1/stream', {
          headers: { host: own, origin: `http://${own}`, cookie: session },
        });
        expect(stream.status).toBe(403);
      });
      expect(calls).toEqual([]);
    },
  );
});
