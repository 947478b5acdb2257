/** Graph, overview and search: who gets what, and what Prometheus is asked. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemSchema } from '#lib/api/problem.ts';
import { graphSchema } from '#lib/api/traffic/graph.ts';
import { overviewSchema } from '#lib/api/traffic/overview.ts';
import { bearer, type Harness, startHarness } from '../../testing/harness.ts';
import { fillMesh, prometheusAnswer, tokens } from '../../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

let prometheus: Recorder;
let harness: Harness;

beforeAll(async () => {
  prometheus = await startRecorder((request, response) => sendJson(response, 200, prometheusAnswer(request)));
  harness = await startHarness({ prometheusUrl: prometheus.url, prepare: fillMesh });
});

afterAll(async () => {
  await harness.stop();
  await prometheus.close();
});

describe('the graph', () => {
  const graph = async (token: string, query = '') => {
    const reply = await harness.ask(`/api/v1/graph${query}`, { headers: bearer(token) });
    expect(reply.status).toBe(200);
    return { reply, graph: graphSchema.parse(reply.json()) };
  };

  test('SEC-21 SEC-24 holds nothing of a hidden namespace but an opaque neighbour', async () => {
    const { reply, graph: seen } = await graph(tokens.viewer);
    expect(reply.text).not.toContain('canary');
    expect(reply.text).not.toContain('payments');
    expect(seen.nodes.filter(({ kind }) => kind === 'restricted')).toHaveLength(1);
    const whole = await graph(tokens.admin);
    expect(whole.reply.text).toContain('canary-vault');
  });

  test('SEC-24 what a hidden neighbour is called differs from reader to reader and from key to key: nobody can compare or guess', async () => {
    const seen = (namespace: string) => [`list /pods ${namespace}`, `list /services ${namespace}`];
    const fill = (fake: Harness['kubernetes']) => {
      fillMesh(fake);
      fake.users.set('shop-only', { name: 'shop-only', grants: seen('shop') });
    };
    const idsOf = async (secret: string) => {
      const own = await startHarness({
        environment: { SLUICE_SESSION_SECRET: secret },
        prometheusUrl: prometheus.url,
        prepare: fill,
      });
      const masked = async (token: string) => {
        const reply = await own.ask('/api/v1/graph', { headers: bearer(token) });
        const { nodes } = graphSchema.parse(reply.json());
        return nodes.filter(({ kind }) => kind === 'restricted').map(({ id }) => id);
      };
      const ids = [await masked(tokens.viewer), await masked('shop-only'), await masked(tokens.viewer)];
      await own.stop();
      return ids;
    };
    const [wide, narrow, again] = await idsOf('Q7xk2mVn9sLf3vYc8eHd5gPf1aBw0Rz4');
    expect(wide).toHaveLength(1);
    expect(narrow).toHaveLength(1);
    expect(again).toEqual(wide);
    expect(narrow).not.toEqual(wide);
    const [otherKey] = await idsOf('Zt4Rw8yUp1oAs6dFg2hJk9lXc5vBn7mQ');
    expect(otherKey).not.toEqual(wide);
  });

  test('SEC-22 after the admin, the viewer gets what a viewer gets', async () => {
    const cold = await graph(tokens.viewer);
    await graph(tokens.admin);
    const warm = await graph(tokens.viewer);
    const developer = await graph(tokens.developer);
    expect(warm.graph.nodes).toEqual(cold.graph.nodes);
    // Viewer and developer see the same namespaces: they share the very bytes.
    expect(developer.reply.headers.etag).toBe(warm.reply.headers.etag);
  });

  test('a hidden namespace and one that does not exist are refused alike', async () => {
    const ask = (name: string) =>
      harness.ask(`/api/v1/graph?namespaces=${name}`, { headers: bearer(tokens.viewer) });
    const plain = async (name: string) => {
      const reply = await ask(name);
      return {
        status: reply.status,
        text: reply.text.replaceAll(name, 'X').replace(/"requestId":"\w+"/, ''),
      };
    };
    expect(await plain('payments')).toEqual(await plain('nowhere'));
    expect((await plain('payments')).status).toBe(403);
  });

  test('a hidden namespace beside a visible one is named as missing, and no more', async () => {
    const { graph: seen } = await graph(tokens.viewer, '?namespaces=bookinfo,payments');
    expect(seen.namespaces.map(({ name }) => name)).toEqual(['bookinfo']);
    expect(seen.warnings).toContainEqual({
      code: 'namespace-forbidden',
      source: 'kubernetes',
      detail: 'payments',
    });
  });

  test('is not sent again when it is known, and unpacks for those who cannot', async () => {
    const { reply } = await graph(tokens.viewer);
    const etag = String(reply.headers.etag);
    const again = await harness.ask('/api/v1/graph', {
      headers: { ...bearer(tokens.viewer), 'if-none-match': etag },
    });
    expect([again.status, again.text]).toEqual([304, '']);
    const packed = await harness.ask('/api/v1/graph', {
      headers: { ...bearer(tokens.viewer), 'accept-encoding': 'gzip' },
    });
    expect(packed.headers['content-encoding']).toBe('gzip');
  });

  test.each([
    'namespaces=a%22%7D%20or%20vector(1)%23',
    'namespaces=..',
    'namespaces=bookinfo,%2e%2e',
    'namespaces=.*',
    'namespaces=a%7Cc',
    'namespaces=a%5C',
    'namespaces=A',
    'window=1h%5D)%20or%20up%5B1y',
    'window=1e99h',
    'window=-5m',
    'window=0s',
    'window=10y',
    'window=60',
    'window=',
    'type=everything',
    'serviceNodes=perhaps',
    'at=never',
    'at=-1',
    'at=1e400',
    'window=60s&window=1h',
    'query=up',
    '__proto__=1',
  ])('SEC-20 inputs 17–21 and 23: %s is refused, and Prometheus is not asked', async (query) => {
    const start = prometheus.requests.length;
    const reply = await harness.ask(`/api/v1/graph?${query}`, { headers: bearer(tokens.admin) });
    expect(reply.status).toBe(400);
    expect(problemSchema.parse(reply.json()).errors?.length).toBeGreaterThan(0);
    const asked = prometheus.requests.slice(start).map(({ body }) => new URLSearchParams(body).get('query'));
    expect(asked.filter((text) => !text?.includes('[1m]'))).toEqual([]);
  });

  test('the number of questions does not depend on the number of viewers', async () => {
    const start = prometheus.requests.length;
    await Promise.all(Array.from({ length: 50 }, () => graph(tokens.viewer, '?window=5m')));
    expect(prometheus.requests.length - start).toBeLessThanOrEqual(8);
  });
});

describe('the overview', () => {
  test('quotes configuration only to those who may read it', async () => {
    const listOnly = ['list /pods bookinfo', 'list /services bookinfo'];
    harness.kubernetes.users.set('traffic-only', { name: 'traffic-only', grants: listOnly });
    const of = async (token: string) =>
      overviewSchema.parse((await harness.ask('/api/v1/overview', { headers: bearer(token) })).json());
    const finding = ({ attention }: { attention: { code: string }[] }) =>
      attention.filter(({ code }) => code === 'route-to-nothing').length;
    const [some, none] = [await of(tokens.viewer), await of('traffic-only')];
    expect(none.namespaces.map(({ name }) => name)).toEqual(['bookinfo']);
    expect(finding(none)).toBe(0);
    expect(finding(some)).toBe(1);
    expect(JSON.stringify(some)).not.toContain('canary');
  });
});

describe('the search', () => {
  test('finds what the caller may list, and nothing else', async () => {
    const find = async (token: string, q: string) =>
      (await harness.ask(`/api/v1/search?q=${q}`, { headers: bearer(token) })).json();
    expect(await find(tokens.viewer, 'canary')).toEqual({ items: [] });
    expect(await find(tokens.viewer, 'book%20rev')).toMatchObject({
      items: [
        { kind: 'Service', name: 'reviews' },
        { kind: 'VirtualService', name: 'reviews' },
      ],
    });
    expect(await find(tokens.admin, 'canary')).toMatchObject({ items: [{}, {}] });
  });
});
