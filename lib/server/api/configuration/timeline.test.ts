/** The timeline: a sum over what the caller may see, asked once for everybody. */
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { timelineSchema } from '#lib/api/configuration/timeline.ts';
import { systemClock } from '../../clock.ts';
import { bearer, type Harness, startHarness } from '../../testing/harness.ts';
import { fillMesh, hops, prometheusAnswer, tokens } from '../../testing/mesh-content.ts';
import { type Recorded, type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

let prometheus: Recorder;
let harness: Harness;
/** Where time stands still, two questions are never of two moments. */
let heldMs: number | null = null;
let respond: (request: Recorded, response: ServerResponse) => void;
const nowSeconds = Math.floor(Date.now() / 1000);

function rows({ body }: Recorded): object {
  const asked = new URLSearchParams(body);
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(asked.get(name)));
  const times: number[] = [];
  for (let time = start ?? 0; time <= (end ?? 0); time += step ?? 60) times.push(time);
  const result = hops.map(({ from, to, requestsPerSecond }) => ({
    metric: {
      source_workload_namespace: from[0],
      destination_workload_namespace: to[0],
      destination_service_namespace: to[0],
      response_code: to[0] === 'payments' ? '503' : '200',
    },
    values: times.map((time) => [time, String(requestsPerSecond)]),
  }));
  return { status: 'success', data: { resultType: 'matrix', result } };
}

const good = (request: Recorded, response: ServerResponse) =>
  sendJson(response, 200, request.path.endsWith('/query_range') ? rows(request) : prometheusAnswer(request));

beforeAll(async () => {
  prometheus = await startRecorder((request, response) => respond(request, response));
  harness = await startHarness({
    prometheusUrl: prometheus.url,
    clock: { ...systemClock, now: () => heldMs ?? Date.now() },
    prepare: (fake) => {
      fillMesh(fake);
      const time = new Date((nowSeconds - 600) * 1000).toISOString();
      for (const object of fake.objects.get('networking.istio.io/virtualservices') ?? []) {
        Object.assign(object.metadata, {
          creationTimestamp: time,
          managedFields: [{ manager: 'kubectl', operation: 'Update', time }],
        });
      }
    },
  });
});

beforeEach(() => {
  heldMs = null;
  respond = good;
});

afterAll(async () => {
  await harness.stop();
  await prometheus.close();
});

const timeline = async (token: string, query = '') => {
  const reply = await harness.ask(`/api/v1/timeline${query}`, { headers: bearer(token) });
  expect(reply.status).toBe(200);
  return { text: reply.text, ...timelineSchema.parse(reply.json()) };
};

test('is the sum over the connections that the caller’s graph shows', async () => {
  const all = await timeline(tokens.admin);
  expect(new Set(all.requestsPerSecond)).toEqual(new Set([16]));
  expect(new Set(all.errorsPerSecond)).toEqual(new Set([6]));
  const some = await timeline(tokens.viewer);
  expect(new Set(some.requestsPerSecond)).toEqual(new Set([14]));
  expect(new Set(some.errorsPerSecond)).toEqual(new Set([4]));
  const one = await timeline(tokens.viewer, '?namespaces=bookinfo');
  expect(new Set(one.requestsPerSecond)).toEqual(new Set([10]));
  expect(one.requestsPerSecond).toHaveLength((one.to - one.from) / one.stepSeconds + 1);
});

test('marks changes of configuration for those who may read it', async () => {
  harness.kubernetes.users.set('no-reader', {
    name: 'no-reader',
    grants: ['list /pods bookinfo', 'list /services bookinfo'],
  });
  const marks = async (token: string, query = '') =>
    (await timeline(token, query)).changes.map(({ name }) => name);
  expect(await marks('no-reader')).toEqual([]);
  expect(await marks(tokens.viewer)).toEqual(['reviews']);
  expect(await marks(tokens.admin)).toEqual(['canary-routes', 'reviews']);
  expect(await marks(tokens.admin, '?namespaces=shop')).toEqual([]);
  expect(await marks(tokens.admin, `?at=${nowSeconds - 1200}`)).toEqual([]);
  expect((await timeline(tokens.viewer)).text).not.toContain('canary');
});

test('any number of viewers cost one question', async () => {
  heldMs = Date.now();
  const start = prometheus.requests.length;
  const query = '?range=3h';
  await Promise.all(Array.from({ length: 20 }, () => timeline(tokens.viewer, query)));
  await timeline(tokens.admin, query);
  expect(prometheus.requests.length - start).toBe(1);
});

test('without an answer it says so, and keeps the marks', async () => {
  respond = (_, response) => sendJson(response, 500, {});
  const seen = await timeline(tokens.admin, '?range=6h');
  expect(new Set(seen.requestsPerSecond)).toEqual(new Set([null]));
  expect(seen.warnings).toMatchObject([{ source: 'prometheus' }]);
  expect(seen.changes).toHaveLength(2);
});

test.each(['range=1m', 'range=60d', 'range=x', 'at=never', 'namespaces=..', 'window=1h'])(
  '%s is refused',
  async (query) => {
    const reply = await harness.ask(`/api/v1/timeline?${query}`, { headers: bearer(tokens.admin) });
    expect(reply.status).toBe(400);
  },
);
