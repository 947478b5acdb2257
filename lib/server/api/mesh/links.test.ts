/** Links: the state of each tool for each caller, with whose rights it was asked, and the tickets for tools' own hosts. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Links } from '#lib/api/mesh/links.ts';
import { systemClock } from '../../clock.ts';
import { bearer, type Harness, startHarness } from '../../testing/harness.ts';
import { tokens } from '../../testing/mesh-content.ts';
import { dashboards, fillTools, grafanaPath, status, type ToolWorld } from '../../testing/tool-world.ts';

let harness: Harness;
let world: ToolWorld;

async function start(environment: Record<string, string> = {}): Promise<void> {
  harness = await startHarness({
    environment,
    clock: systemClock,
    prepare: (kubernetes) => {
      world = fillTools(kubernetes);
      // As a Role with `resourceNames` is for: one tool, one reader.
      kubernetes.users.set('grafana-reader', {
        name: 'grafana-reader',
        grants: ['list /pods bookinfo', 'list /services bookinfo', 'get /services/proxy monitoring'],
      });
    },
  });
}

async function linksOf(token: string): Promise<Links> {
  const reply = await harness.ask('/api/v1/links', { headers: bearer(token) });
  expect(reply.status).toBe(200);
  return reply.json() as Links;
}

async function stateOf(token: string, tool: string) {
  const found = (await linksOf(token)).tools.find((one) => one.tool === tool);
  if (found === undefined) throw new Error(`no ${tool}`);
  return found;
}

beforeEach(async () => {
  harness = undefined as unknown as Harness;
});
afterEach(() => harness?.stop());

describe('states', () => {
  test('each caller has their own', async () => {
    await start();
    const states = async (token: string) =>
      Object.fromEntries((await linksOf(token)).tools.map(({ tool, state }) => [tool, state]));
    expect(await states(tokens.admin)).toEqual({
      grafana: 'ok',
      prometheus: 'ok',
      tracing: 'not-installed',
      kiali: 'ok',
      alertmanager: 'not-installed',
    });
    const others = {
      grafana: 'forbidden',
      prometheus: 'forbidden',
      tracing: 'not-installed',
      // In a namespace that they may not see: for them there is none.
      kiali: 'not-installed',
      alertmanager: 'not-installed',
    };
    expect(await states(tokens.developer)).toEqual(others);
    expect(await states(tokens.viewer)).toEqual(others);
    expect(await states('grafana-reader')).toEqual({ ...others, grafana: 'ok' });
  });

  test('who may not is told what to ask for, and nothing of the tool is asked with their rights', async () => {
    await start();
    const grafana = await stateOf(tokens.viewer, 'grafana');
    expect(grafana).toMatchObject({
      state: 'forbidden',
      way: null,
      base: null,
      gate: {
        verb: 'get',
        resource: 'services',
        subresource: 'proxy',
        namespace: 'monitoring',
        name: 'http:grafana:3000',
      },
    });
    expect(world.proxied()).toEqual([]);
    const asked = harness.kubernetes.requests
      .filter(
        ({ path, headers }) =>
          path.endsWith('accessreviews') && headers.authorization === `Bearer ${tokens.viewer}`,
      )
      .map(({ body }) => JSON.parse(body).spec.resourceAttributes);
    expect(asked).toContainEqual({
      verb: 'get',
      group: '',
      resource: 'services',
      subresource: 'proxy',
      name: 'http:grafana:3000',
      namespace: 'monitoring',
    });
  });

  test('a hidden namespace is told of nowhere in the answer', async () => {
    await start();
    expect(JSON.stringify(await linksOf(tokens.viewer))).not.toContain('payments');
  });

  test('its health is asked with the caller’s own credential', async () => {
    await start();
    await linksOf('grafana-reader');
    const asked = world.proxied();
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${grafanaPath}/api/health`,
      `GET ${grafanaPath}/api/search?type=dash-db&query=Istio&limit=200`,
    ]);
    expect(asked.every(({ headers }) => headers.authorization === 'Bearer grafana-reader')).toBe(true);
  });

  test('dashboards are found by title; what is no path of Grafana is left out', async () => {
    await start();
    world.pages.set('/api/search', dashboards);
    expect((await stateOf(tokens.admin, 'grafana')).dashboards).toEqual({
      service: '/d/s1/istio-service-dashboard',
    });
  });

  test.each<[string, number, string]>([
    ['no endpoints', 503, 'unreachable'],
    ['gone since', 404, 'not-installed'],
    ['forbidden after all', 403, 'forbidden'],
  ])('%s: %i is %s', async (_, code, state) => {
    await start();
    world.pages.set('/api/health', status(code));
    const grafana = await stateOf(tokens.admin, 'grafana');
    expect(grafana.state).toBe(state);
    expect(JSON.stringify(grafana)).not.toContain('secret reason');
  });

  test('that Kubernetes refuses it to one reader says nothing about the next', async () => {
    await start();
    world.pages.set('/api/health', (request, response) => {
      if (request.headers.authorization === `Bearer ${tokens.admin}`) response.writeHead(200).end();
      else status(403)(request, response);
    });
    expect((await stateOf('grafana-reader', 'grafana')).state).toBe('forbidden');
    expect((await stateOf(tokens.admin, 'grafana')).state).toBe('ok');
  });

  test('a tool’s own refusal is an answer', async () => {
    await start();
    world.pages.set('/api/health', (_, response) => response.writeHead(401).end());
    expect((await stateOf(tokens.admin, 'grafana')).state).toBe('ok');
  });

  test('Kubernetes that does not answer is no “not installed”', async () => {
    await start();
    harness.kubernetes.fault = ({ path }, response) => {
      if (!path.endsWith('accessreviews')) return false;
      response.destroy();
      return true;
    };
    const reply = await harness.ask('/api/v1/links', { headers: bearer(tokens.viewer) });
    expect(reply.status).toBe(503);
  });
});

describe('what an operator says', () => {
  test('an address, another gate, a tool that is not wanted', async () => {
    await start({
      SLUICE_LINKS: JSON.stringify({
        grafana: {
          url: 'https://grafana.example.com',
          gate: 'list pods bookinfo/x',
          dashboards: { mesh: 'abc' },
        },
        tracing: { url: 'https://jaeger.example.com' },
        kiali: false,
      }),
    });
    const { tools } = await linksOf(tokens.viewer);
    expect(tools.map(({ tool }) => tool)).toEqual(['grafana', 'prometheus', 'tracing', 'alertmanager']);
    // The gate is open; nothing is read with rights that the caller lacks.
    expect(await stateOf(tokens.viewer, 'grafana')).toMatchObject({
      state: 'ok',
      way: 'address',
      base: 'https://grafana.example.com',
      dashboards: { mesh: '/d/abc' },
    });
    expect(world.proxied()).toEqual([]);
    expect(await stateOf(tokens.viewer, 'tracing')).toMatchObject({
      state: 'forbidden',
      base: null,
      gate: { verb: 'open', group: 'sluice.dev', resource: 'tools', namespace: null, name: 'tracing' },
    });
    expect(await stateOf(tokens.admin, 'tracing')).toMatchObject({
      state: 'ok',
      product: 'jaeger',
      base: 'https://jaeger.example.com',
    });
  });

  test('a Service under another name', async () => {
    await start({ SLUICE_LINKS: '{"tracing": {"service": "shop/cart:80"}}' });
    expect(await stateOf(tokens.admin, 'tracing')).toMatchObject({ state: 'ok', way: 'command' });
    expect(world.proxied().map(({ path }) => path)).toContain(
      '/api/v1/namespaces/shop/services/http:cart:80/proxy/',
    );
  });
});

describe('the pages that a Service has itself', () => {
  const pagesOf = (token: string, service: string, namespace = 'monitoring') =>
    harness.ask(`/api/v1/namespaces/${namespace}/services/${service}/pages`, { headers: bearer(token) });
  const gate = (name: string) => ({
    verb: 'get',
    group: '',
    resource: 'services',
    subresource: 'proxy',
    namespace: 'shop',
    name,
  });

  test('open for who may read through the proxy, and nothing of it is asked', async () => {
    await start({ SLUICE_TOOLS_URL: 'http://*.localhost' });
    const reply = await pagesOf(tokens.admin, 'grafana');
    expect(reply.status).toBe(200);
    expect(reply.json()).toEqual({
      pages: [
        {
          service: { namespace: 'monitoring', name: 'grafana', port: 3000, scheme: 'http' },
          portName: expect.any(String),
          declared: expect.any(Boolean),
          state: 'ok',
          way: 'proxy',
          gate: null,
        },
      ],
    });
    expect(world.proxied()).toEqual([]);
  });

  test('without host names by a kubectl line', async () => {
    await start();
    expect((await pagesOf(tokens.admin, 'grafana')).json()).toMatchObject({ pages: [{ way: 'command' }] });
  });

  test('who sees the Service and may not open it is told what to ask for', async () => {
    await start({ SLUICE_TOOLS_URL: 'http://*.localhost' });
    expect((await pagesOf(tokens.viewer, 'cart', 'shop')).json()).toMatchObject({
      pages: [{ state: 'forbidden', way: null, gate: gate('http:cart:80') }],
    });
  });

  test('another gate of the operator’s is named before the API server’s', async () => {
    await start({
      SLUICE_LINKS: '{"tracing": {"service": "shop/cart:80", "gate": "open tools.sluice.dev tracing"}}',
    });
    harness.kubernetes.users.set('reads', {
      name: 'reads',
      grants: ['list /pods shop', 'list /services shop', 'get /services/proxy shop'],
    });
    expect((await pagesOf('reads', 'cart', 'shop')).json()).toMatchObject({
      pages: [{ state: 'forbidden', gate: { verb: 'open', group: 'sluice.dev', name: 'tracing' } }],
    });
  });

  test('a hidden namespace answers like a Service that is not there', async () => {
    await start();
    const hidden = await pagesOf(tokens.viewer, 'grafana');
    const gone = await pagesOf(tokens.viewer, 'gone');
    expect([hidden.status, gone.status, (await pagesOf(tokens.admin, 'gone')).status]).toEqual([
      404, 404, 404,
    ]);
    expect({ ...(hidden.json() as object), requestId: '', instance: '' }).toEqual({
      ...(gone.json() as object),
      requestId: '',
      instance: '',
    });
  });
});

describe('opening a Service on a host of its own', () => {
  const grafana = { namespace: 'monitoring', name: 'grafana', port: 3000, scheme: 'http' };
  const tools = { SLUICE_TOOLS_URL: 'http://*.localhost' };
  const open = (body: unknown, headers: Record<string, string> = bearer(tokens.admin)) =>
    harness.ask('/api/v1/links/open', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  test('a ticket for who may, with nothing readable in it', async () => {
    await start(tools);
    const reply = await open({ service: grafana, path: '/d/x?from=1#y' });
    expect(reply.status).toBe(200);
    expect(reply.json()).toMatchObject({
      action: expect.stringMatching(/^http:\/\/grafana-[0-9a-f]{12}\.localhost\/\.sluice\/enter$/),
    });
    expect(reply.text).not.toContain(tokens.admin);
    expect(harness.logLines.filter((line) => line.includes('"action":"open"'))).toHaveLength(1);
    expect(harness.logLines.join('\n')).not.toContain(tokens.admin);
  });

  test.each([tokens.developer, tokens.viewer])(
    '%s is told the missing right, whether it exists or not',
    async (token) => {
      await start(tools);
      const there = await open({ service: grafana, path: '/' }, bearer(token));
      const nowhere = await open({ service: { ...grafana, name: 'gone' }, path: '/' }, bearer(token));
      expect([there.status, nowhere.status]).toEqual([403, 403]);
      expect(there.json()).toMatchObject({
        missing: { verb: 'get', resource: 'services/proxy', namespace: 'monitoring' },
      });
      expect(world.proxied()).toEqual([]);
    },
  );

  test('another gate of the operator stands before the API server’s, never instead of it', async () => {
    await start({ ...tools, SLUICE_LINKS: '{"grafana": {"gate": "open tools.sluice.dev grafana"}}' });
    const reply = await open({ service: grafana, path: '/' }, bearer('grafana-reader'));
    expect(reply.json()).toMatchObject({ status: 403, missing: { verb: 'open', group: 'sluice.dev' } });
    harness.kubernetes.users.set('gate-only', { name: 'g', grants: ['open sluice.dev/tools *'] });
    const other = await open({ service: grafana, path: '/' }, bearer('gate-only'));
    expect(other.json()).toMatchObject({ status: 403, missing: { verb: 'get', resource: 'services/proxy' } });
  });

  test('without host names there is nothing to open; who may not is told that first', async () => {
    await start();
    expect((await open({ service: grafana, path: '/' })).status).toBe(404);
    expect((await open({ service: grafana, path: '/' }, bearer(tokens.viewer))).status).toBe(403);
  });

  test.each<[string, unknown]>([
    ['a namespace that leaves', { service: { ...grafana, namespace: '..' }, path: '/' }],
    ['an empty name', { service: { ...grafana, name: '' }, path: '/' }],
    ['a name with a port', { service: { ...grafana, name: 'grafana:80/proxy/..' }, path: '/' }],
    ['a name with a scheme', { service: { ...grafana, name: 'https:grafana:443' }, path: '/' }],
    ['port 0', { service: { ...grafana, port: 0 }, path: '/' }],
    ['port 1.5', { service: { ...grafana, port: 1.5 }, path: '/' }],
    ['another scheme', { service: { ...grafana, scheme: 'file' }, path: '/' }],
    ['another host', { service: grafana, path: '//evil.test/' }],
    ['a backslash', { service: grafana, path: '/\\evil.test' }],
    ['a script', { service: grafana, path: 'javascript:alert(1)' }],
    ['a line break', { service: grafana, path: '/a\r\nset-cookie: x=1' }],
    ['dots', { service: grafana, path: '/../secrets' }],
    ['escaped dots', { service: grafana, path: '/%2e%2e/secrets' }],
    ['twice escaped dots', { service: grafana, path: '/%252e%252e/secrets' }],
    ['an escaped slash', { service: grafana, path: '/a%2fb' }],
    ['an unknown field', { service: grafana, path: '/', token: 'x' }],
  ])('SEC-18 %s: 400 and nothing is asked of Kubernetes', async (_, body) => {
    await start(tools);
    await open({ service: grafana, path: '/' });
    const before = harness.kubernetes.requests.length;
    expect((await open(body)).status).toBe(400);
    const since = harness.kubernetes.requests.slice(before).filter(({ query }) => !query.has('watch'));
    expect(since.filter(({ path }) => path.includes('proxy') || path.endsWith('accessreviews'))).toEqual([]);
  });

  test('SEC-12 with a cookie, from the console’s own pages only', async () => {
    await start(tools);
    const cookie = await harness.signIn({ strategy: 'token', token: tokens.admin });
    const body = { service: grafana, path: '/' };
    for (const origin of ['https://evil.test', 'null', 'http://grafana-0123456789ab.localhost']) {
      expect((await open(body, { cookie, origin })).status).toBe(403);
    }
    expect((await open(body, { cookie, origin: harness.origin })).status).toBe(200);
  });
});
