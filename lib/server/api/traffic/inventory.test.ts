/** Services and workloads as rows: who gets which, and that the bytes are shared. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servicesSchema, workloadsSchema } from '#lib/api/traffic/inventory.ts';
import { bearer, type Harness, startHarness } from '../../testing/harness.ts';
import { fillMesh, prometheusAnswer, tokens } from '../../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

let prometheus: Recorder;
let harness: Harness;
const ask = (list: string, token: string, query = '') =>
  harness.ask(`/api/v1/${list}${query}`, { headers: bearer(token) });

beforeAll(async () => {
  prometheus = await startRecorder((request, response) => sendJson(response, 200, prometheusAnswer(request)));
  harness = await startHarness({ prometheusUrl: prometheus.url, prepare: fillMesh });
  const listOnly = ['list /pods bookinfo', 'list /services bookinfo'];
  harness.kubernetes.users.set('traffic-only', { name: 'traffic-only', grants: listOnly });
});

afterAll(async () => {
  await harness.stop();
  await prometheus.close();
});

const services = async (token: string, query = '') =>
  servicesSchema.parse((await ask('services', token, query)).json());

describe.each(['services', 'workloads'])('%s', (list) => {
  test('hold nothing of a hidden namespace, before and after somebody saw it', async () => {
    const texts = [];
    for (const token of [tokens.viewer, tokens.admin, tokens.viewer])
      texts.push((await ask(list, token)).text);
    const [before, whole, after] = texts;
    expect(before).toBe(after);
    expect(before).not.toMatch(/canary|payments/);
    expect(whole).toContain('canary-vault');
  });

  test('are the same bytes for equal rights, and not sent again when they are known', async () => {
    // Both see and may read the same; only one of them may write.
    const [one, two] = [await ask(list, tokens.viewer), await ask(list, tokens.developer)];
    expect(one.headers.etag).toBe(two.headers.etag);
    const again = await harness.ask(`/api/v1/${list}`, {
      headers: { ...bearer(tokens.viewer), 'if-none-match': String(one.headers.etag) },
    });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  test('of a hidden namespace and of one that does not exist are refused alike', async () => {
    const plain = async (name: string) => {
      const { status, text } = await ask(list, tokens.viewer, `?namespaces=${name}`);
      return [status, text.replaceAll(name, 'X').replace(/"requestId":"\w+"/, '')];
    };
    expect(await plain('payments')).toEqual(await plain('nowhere'));
    expect((await plain('payments'))[0]).toBe(403);
  });

  test.each(['window=never', 'window=1s', 'namespaces=..', 'at=1', 'type=app'])(
    '%s is refused',
    async (query) => {
      expect((await ask(list, tokens.admin, `?${query}`)).status).toBe(400);
    },
  );
});

test('the numbers are those of the graph', async () => {
  const rows = (await services(tokens.viewer)).services;
  expect(rows.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
    'bookinfo/reviews',
    'shop/cart',
  ]);
  expect(rows[0]).toMatchObject({
    inbound: { requestsPerSecond: 10 },
    versions: [{ name: 'v1', share: 1, readyPods: null }],
    exists: true,
  });
  const { workloads } = workloadsSchema.parse((await ask('workloads', tokens.viewer)).json());
  expect(workloads.find(({ name }) => name === 'cart')?.outbound?.requestsPerSecond).toBe(4);
});

test('configuration is counted only for those who may read it', async () => {
  const configuration = async (token: string) =>
    (await services(token, '?namespaces=bookinfo')).services.map((row) => row.configuration);
  expect(await configuration(tokens.viewer)).toEqual([[{ kind: 'VirtualService', count: 1 }]]);
  expect(await configuration('traffic-only')).toEqual([null]);
});

test('the number of questions to Prometheus does not depend on the number of callers', async () => {
  const start = prometheus.requests.length;
  await Promise.all(
    Array.from({ length: 50 }, (_, place) =>
      ask(place % 2 === 0 ? 'services' : 'workloads', tokens.viewer, '?window=5m'),
    ),
  );
  expect(prometheus.requests.length - start).toBeLessThanOrEqual(8);
});
