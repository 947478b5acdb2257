/** Traces: what the store behind the API server's proxy receives, with whose rights, and what a caller gets of it. */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { traceNamesSchema, traceSchema, tracesSchema } from '#lib/api/traffic/traces.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { type Harness, startHarness } from '../../testing/harness.ts';
import { tokens } from '../../testing/mesh-content.ts';
import { type Recorded, sendJson } from '../../testing/recorder.ts';
import { fillTools, status, type ToolWorld } from '../../testing/tool-world.ts';

let harness: Harness;
let world: ToolWorld;
/** Sees bookinfo and shop, and may read Jaeger. */
const reader = 'reader-token';
const id = '0123456789abcdef0123456789abcdef';

function store(namespace: string, name: string, port: number): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, resourceVersion: '1', labels: { app: name } },
    spec: { type: 'ClusterIP', ports: [{ name: 'http-query', port }] },
  } as KubernetesObject;
}

async function start(services: readonly KubernetesObject[]): Promise<void> {
  harness = await startHarness({
    prepare: (kubernetes) => {
      world = fillTools(kubernetes);
      kubernetes.objects.set('/services', [...(kubernetes.objects.get('/services') ?? []), ...services]);
      const seen = ['bookinfo', 'shop'].flatMap((namespace) => [
        `list /pods ${namespace}`,
        `list /services ${namespace}`,
      ]);
      kubernetes.users.set(reader, {
        name: 'reader',
        grants: [...seen, 'get /services/proxy monitoring', 'get /services/proxy payments'],
      });
    },
  });
}

const ask = (token: string, path: string) =>
  harness.ask(`/api/v1/traces${path}`, { headers: { authorization: `Bearer ${token}` } });
const tracesOf = async (token: string, query = 'namespace=shop&app=cart') => {
  const reply = await ask(token, `?${query}`);
  expect(reply.status).toBe(200);
  return tracesSchema.parse(reply.json());
};

const span = (spanID: string, parent: string | null, processID: string, more: object = {}) => ({
  traceID: id,
  spanID,
  operationName: 'canary-ledger.payments.svc.cluster.local:80/*',
  references: parent === null ? [] : [{ refType: 'CHILD_OF', traceID: id, spanID: parent }],
  startTime: 1_700_000_000_000_000,
  duration: 2000,
  tags: [
    {
      key: 'upstream_cluster',
      type: 'string',
      value: 'outbound|80||canary-ledger.payments.svc.cluster.local',
    },
  ],
  logs: [],
  processID,
  ...more,
});
const jaegerAnswer = {
  data: [
    {
      traceID: id,
      spans: [span('a1', null, 'p1'), span('a2', 'a1', 'p2', { tags: [{ key: 'error', value: true }] })],
      processes: {
        p1: { serviceName: 'cart.shop', tags: [] },
        p2: { serviceName: 'canary-ledger.payments', tags: [] },
      },
    },
  ],
};
const answers = (body: unknown) => (_: Recorded, response: ServerResponse) => sendJson(response, 200, body);

beforeEach(() => {
  harness = undefined as unknown as Harness;
});
afterEach(() => harness?.stop());

describe('Jaeger', () => {
  beforeEach(async () => {
    await start([store('monitoring', 'jaeger-query', 16686)]);
    for (const root of ['', '/jaeger']) {
      world.pages.set(`${root}/api/traces`, answers(jaegerAnswer));
      world.pages.set(`${root}/api/traces/${id}`, answers(jaegerAnswer));
    }
  });

  test('a search arrives with the caller’s own credential, and our parameters alone', async () => {
    const found = await tracesOf(tokens.admin, 'namespace=shop&app=cart&range=30m&limit=5&minMs=20');
    expect(found).toMatchObject({ state: 'ok', product: 'jaeger', gate: null });
    expect(found.traces).toMatchObject([
      { id, durationUs: 2000, rootService: 'cart.shop', spans: 2, errors: 1, restricted: 0 },
    ]);
    const [request] = world.proxied();
    expect(request?.method).toBe('GET');
    expect(request?.headers.authorization).toBe(`Bearer ${tokens.admin}`);
    const { start: from, end: to, ...rest } = Object.fromEntries(request?.query ?? []);
    expect(rest).toEqual({ service: 'cart.shop', limit: '5', minDuration: '20000us' });
    expect(Number(to) - Number(from)).toBe(1_800_000_000);
  });

  test('what metrics know by one label is searched by the name that its proxies have', async () => {
    const metadata = { namespace: 'shop', name: 'till-0', labels: { 'app.kubernetes.io/name': 'checkout' } };
    const object = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, uid: 'till-0', resourceVersion: '99' },
    };
    harness.kubernetes.emit('/pods', JSON.stringify({ type: 'ADDED', object }));
    const along = 'namespace=shop&app=checkout&peerNamespace=payments&peerApp=canary-ledger';
    await expect
      .poll(async () => {
        await tracesOf(tokens.admin, along);
        return world.proxied().at(-1)?.query.get('service');
      })
      .toBe('till-0.shop');
    const [trace] = jaegerAnswer.data;
    const processes = { ...trace?.processes, p1: { serviceName: 'till-0.shop', tags: [] } };
    for (const root of ['', '/jaeger'])
      world.pages.set(`${root}/api/traces`, answers({ data: [{ ...trace, processes }] }));
    expect((await tracesOf(tokens.admin, along)).traces).toHaveLength(1);
  });

  test('an app may be called as labels are: with dots, underscores and capitals', async () => {
    const found = await tracesOf(tokens.admin, 'namespace=shop&app=Cart_v1.2');
    expect(found.state).toBe('ok');
    expect(world.proxied().at(-1)?.query.get('service')).toBe('Cart_v1.2.shop');
  });

  test('SEC-25 names for links: of the pods that a Service selects, to whom may see them', async () => {
    const pod = (name: string, labels: Record<string, string>) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'shop', name, uid: name, resourceVersion: '99', labels },
    });
    const till = pod('till-0', { 'app.kubernetes.io/name': 'cart' });
    const basket = pod('cart', { app: 'basket' });
    for (const object of [till, basket])
      harness.kubernetes.emit('/pods', JSON.stringify({ type: 'ADDED', object }));
    const names = async (token: string, query: string) => {
      const reply = await ask(token, `/names?${query}`);
      return reply.status === 200 ? traceNamesSchema.parse(reply.json()).names : reply.status;
    };
    // Its selector is app=cart, which no pod has: then whatever metrics call so.
    await expect.poll(() => names(reader, 'namespace=shop&kind=service&name=cart')).toEqual(['till-0.shop']);
    expect(await names(reader, 'namespace=shop&kind=workload&name=cart')).toEqual(['basket.shop']);
    expect(await names(reader, 'namespace=payments&kind=service&name=canary-ledger')).toBe(403);
    expect(await names(reader, 'namespace=nowhere&kind=service&name=canary-ledger')).toBe(403);
    expect(world.proxied()).toEqual([]);
  });

  test('SEC-21 SEC-24 spans of hidden namespaces are restricted, in list and trace', async () => {
    const list = await ask(reader, '?namespace=shop&app=cart');
    const one = await ask(reader, `/one?id=${id}`);
    expect(list.text + one.text).not.toContain('canary');
    expect(list.text + one.text).not.toContain('payments.svc');
    expect(tracesSchema.parse(list.json()).traces).toMatchObject([
      { restricted: 1, errors: 0, services: ['cart.shop'], rootName: '' },
    ]);
    const { trace } = traceSchema.parse(one.json());
    expect(trace?.spans.map(({ restricted, service }) => [restricted, service])).toEqual([
      [false, 'cart.shop'],
      [true, ''],
    ]);
  });

  test('of an edge only traces that pass it', async () => {
    const along = 'namespace=shop&app=cart&peerNamespace=payments&peerApp=canary-ledger';
    expect((await tracesOf(tokens.admin, along)).traces).toHaveLength(1);
    const back = 'namespace=payments&app=canary-ledger&peerNamespace=shop&peerApp=cart';
    expect((await tracesOf(tokens.admin, back)).traces).toHaveLength(0);
    expect((await ask(reader, `?${along}`)).status).toBe(403);
  });

  test('who may not read it is told what to ask for, and it is not asked', async () => {
    const found = await tracesOf(tokens.viewer);
    expect(found).toMatchObject({
      state: 'forbidden',
      traces: [],
      gate: { verb: 'get', resource: 'services', subresource: 'proxy', namespace: 'monitoring' },
    });
    expect(world.proxied()).toEqual([]);
  });

  test('SEC-25 a trace that is hidden and one that is not there are told apart by nobody', async () => {
    const hidden = { data: [{ ...jaegerAnswer.data[0], spans: [span('a2', null, 'p2')] }] };
    world.pages.set(`/api/traces/${'a'.repeat(32)}`, answers(hidden));
    world.pages.set(`/jaeger/api/traces/${'a'.repeat(32)}`, answers(hidden));
    world.pages.set(`/api/traces/${'b'.repeat(32)}`, (_, response) =>
      sendJson(response, 404, { data: null, errors: [{ code: 404 }] }),
    );
    world.pages.set(`/jaeger/api/traces/${'b'.repeat(32)}`, (_, response) =>
      sendJson(response, 404, { data: null, errors: [{ code: 404 }] }),
    );
    const bodies = await Promise.all(
      ['a', 'b'].map(async (digit) => {
        const reply = await ask(reader, `/one?id=${digit.repeat(32)}`);
        return [reply.status, reply.text.replace(/"requestId":"[^"]*"/, '')];
      }),
    );
    expect(bodies[0]).toEqual(bodies[1]);
    expect(bodies[0]?.[0]).toBe(404);
  });

  test.each<[string, (request: Recorded, response: ServerResponse) => void]>([
    ['HTML', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
    ['another JSON', answers({ hello: 'world' })],
    ['500', (_, response) => sendJson(response, 500, { error: 'Bearer secret' })],
    ['503 of the API server', status(503)],
    ['a redirect', (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end()],
    ['a cut', (_, response) => response.destroy()],
  ])('SEC-29 SEC-31 %s is unreachable, and nothing of it is told', async (_, page) => {
    for (const root of ['', '/jaeger']) world.pages.set(`${root}/api/traces`, page);
    const reply = await ask(tokens.admin, '?namespace=shop&app=cart');
    expect(tracesSchema.parse(reply.json())).toMatchObject({ state: 'unreachable', traces: [] });
    expect(reply.text).not.toContain('secret');
  });

  test.each([
    '?namespace=shop',
    '?namespace=../x&app=cart',
    '?namespace=shop&app=-cart',
    '?namespace=shop&app=cart%0A',
    '/names?namespace=shop&kind=service&name=a%22%7D',
    '/names?namespace=shop&kind=pod&name=cart',
    '/names?namespace=..&kind=service&name=cart',
    '?namespace=shop&app=a%22%7D',
    '?namespace=shop&app=cart&limit=201',
    '?namespace=shop&app=cart&range=-5m',
    '?namespace=shop&app=cart&at=nan',
    '?namespace=shop&app=cart&peerApp=x',
    '?namespace=shop&app=cart&service=other',
    '/one?id=..',
    '/one?id=0123456789ABCDEF',
    '/one?id=0123456789abcdef%2F..',
    '/one',
  ])('SEC-18 SEC-20 %s is refused, and nothing is asked', async (path) => {
    expect((await ask(tokens.admin, path)).status).toBe(400);
    expect(world.proxied()).toEqual([]);
  });

  test('of a hidden namespace nothing is asked', async () => {
    expect((await ask(reader, '?namespace=payments&app=canary-ledger')).status).toBe(403);
    expect((await ask(reader, '?namespace=nowhere&app=canary-ledger')).status).toBe(403);
    expect(world.proxied()).toEqual([]);
  });
});

describe('Tempo', () => {
  test('ids are searched by TraceQL, then each trace is read', async () => {
    await start([store('monitoring', 'tempo', 3200)]);
    world.pages.set('/api/search', answers({ traces: [{ traceID: id }] }));
    const attributes = [{ key: 'service.name', value: { stringValue: 'cart.shop' } }];
    const spans = [
      {
        spanId: '00000000000000aa',
        name: 'x',
        startTimeUnixNano: '1700000000000000000',
        endTimeUnixNano: '1700000000004000000',
      },
    ];
    world.pages.set(
      `/api/traces/${id}`,
      answers({ batches: [{ resource: { attributes }, scopeSpans: [{ spans }] }] }),
    );
    const found = await tracesOf(tokens.admin, 'namespace=shop&app=cart&minMs=2');
    expect(found).toMatchObject({ state: 'ok', product: 'tempo', traces: [{ id, durationUs: 4000 }] });
    expect(world.proxied().map(({ query }) => query.get('q'))).toEqual([
      '{ resource.service.name = "cart.shop" && duration >= 2ms }',
      null,
    ]);
  });
});

describe('none', () => {
  test('without a store it is not installed', async () => {
    await start([]);
    expect(await tracesOf(tokens.admin)).toMatchObject({ state: 'not-installed', product: null, traces: [] });
  });

  test('SEC-25 of a store in a hidden namespace nothing is said', async () => {
    await start([store('payments', 'jaeger-query', 16686)]);
    const reply = await ask(tokens.viewer, '?namespace=shop&app=cart');
    expect(tracesSchema.parse(reply.json())).toMatchObject({ state: 'not-installed', gate: null });
    expect(reply.text).not.toContain('payments');
  });
});
