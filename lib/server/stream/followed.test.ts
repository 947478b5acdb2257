/** Followed graphs end to end: what a reader has after some differences is what the server would answer it now. */
import { request } from 'node:http';
import { createGunzip } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { applyDelta } from '#lib/graph/views/delta.ts';
import type { Block } from '../http/block.ts';
import { bearerCredential } from '../kubernetes/credential.ts';
import { type Harness, startHarness, until } from '../testing/harness.ts';
import { fillMesh, prometheusAnswer, tokens } from '../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../testing/recorder.ts';

let harness: Harness;

let prometheus: Recorder;

beforeEach(async () => {
  prometheus = await startRecorder((asked, response) => sendJson(response, 200, prometheusAnswer(asked)));
  // No second poll while a test runs: versions change when the test changes something.
  const environment = { SLUICE_POLL_SECONDS: '60' };
  harness = await startHarness({ environment, prometheusUrl: prometheus.url, prepare: fillMesh });
  // The first percentiles come with a reading of their own, a moment after the first.
  await until(async () => ((await graphOf(tokens.viewer)).version.includes('.2-') ? true : null));
});
afterEach(async () => {
  await harness.stop();
  await prometheus.close();
});

interface Listener {
  text(): string;
  of(
    name: string,
  ): { channel: string | null; query: string; version: string; delta: Parameters<typeof applyDelta>[1] }[];
  close(): void;
}

function listen(token: string, graphs: readonly string[], gzip = false): Promise<Listener> {
  const query = graphs.map((graph) => `graph=${encodeURIComponent(graph)}`).join('&');
  return new Promise((resolve, reject) => {
    let text = '';
    const sent = request(
      {
        port: harness.port,
        path: `/api/v1/stream?${query}`,
        headers: { authorization: `Bearer ${token}`, ...(gzip && { 'accept-encoding': 'gzip' }) },
        agent: false,
      },
      (response) => {
        if (response.statusCode !== 200) return reject(new Error(String(response.statusCode)));
        expect(response.headers['content-encoding']).toBe(gzip ? 'gzip' : undefined);
        const body = gzip ? response.pipe(createGunzip()) : response;
        body.on('error', () => undefined);
        body.on('data', (chunk) => {
          text += chunk;
        });
        resolve({
          text: () => text,
          of: (name) =>
            [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].flatMap(([, event, data = '']) =>
              event === name ? [JSON.parse(data)] : [],
            ),
          close: () => sent.destroy(),
        });
      },
    );
    sent.on('error', () => undefined);
    sent.end();
  });
}

let resourceVersion = 1000;
function change(namespace: string, name: string, spec: object): void {
  resourceVersion += 1;
  const metadata = { namespace, name, resourceVersion: String(resourceVersion) };
  const object = { kind: 'VirtualService', metadata, spec };
  harness.kubernetes.emit(
    'networking.istio.io/virtualservices',
    JSON.stringify({ type: 'MODIFIED', object }),
  );
}
const faulty = (seconds: number) => ({
  hosts: ['reviews.bookinfo.svc.cluster.local'],
  http: [
    {
      fault: { abort: { httpStatus: 500, percentage: { value: 1 } } },
      timeout: `${seconds}s`,
      route: [{ destination: { host: 'reviews' } }],
    },
  ],
});

const query = 'type=service&window=60s';
async function graphOf(token: string, text = query): Promise<Graph> {
  const reply = await harness.ask(`/api/v1/graph?${text}`, { headers: { authorization: `Bearer ${token}` } });
  return JSON.parse(reply.text);
}

test.each([false, true])('differences lead to what the server answers now (gzip: %s)', async (gzip) => {
  const before = await graphOf(tokens.viewer);
  const reader = await listen(tokens.viewer, [`${query}&since=${before.version}`], gzip);
  await until(() => reader.of('subscribed')[0] ?? null);
  expect(reader.of('subscribed')[0]).toMatchObject({
    query: `${query}&since=${before.version}`,
    version: before.version,
  });
  change('bookinfo', 'reviews', faulty(3));
  const told = () => reader.of('graph').reduce((graph, { delta }) => applyDelta(graph, delta), before);
  // A new reading may come in between; what counts is where both end.
  const after = await until(async () => {
    const answer = await graphOf(tokens.viewer);
    const fault = answer.nodes.some(({ badges }) => badges.includes('fault'));
    return fault && reader.of('graph').length > 0 && told().version === answer.version ? answer : null;
  });
  expect(told()).toEqual(after);
  expect(after.nodes.find(({ name }) => name === 'reviews')?.badges).toContain('fault');
  expect(reader.of('graph')[0]?.channel).toBe(reader.of('subscribed')[0]?.channel);
  reader.close();
});

test('nothing of a namespace that may not be seen is told, not even that something changed there', async () => {
  const viewer = await listen(tokens.viewer, [query]);
  const admin = await listen(tokens.admin, [query]);
  await until(() => (viewer.of('subscribed')[0] && admin.of('subscribed')[0] ? true : null));
  change('payments', 'canary-routes', { hosts: ['canary-ledger'], http: [{ timeout: '3s' }] });
  await until(() => (admin.text().includes('"timeout"') ? true : null));
  change('bookinfo', 'reviews', faulty(1));
  await until(() => (viewer.text().includes('"fault"') ? true : null));
  expect(viewer.text()).not.toMatch(/payments|canary|ledger/);
  expect(viewer.of('subscribed')[0]?.channel).not.toBe(admin.of('subscribed')[0]?.channel);
  viewer.close();
  admin.close();
});

test('a version that is not known any more is answered with the newest one', async () => {
  // Objects may still come in: the newest one is that of before or that of after.
  const { version: before } = await graphOf(tokens.viewer);
  const reader = await listen(tokens.viewer, [`${query}&since=other`]);
  await until(() => reader.of('subscribed')[0] ?? null);
  const { version: after } = await graphOf(tokens.viewer);
  expect([before, after]).toContain(reader.of('subscribed')[0]?.version);
  expect(reader.of('graph')).toEqual([]);
  reader.close();
});

test('SEC-56 changed rights move a reader to another channel at once; lost ones to none', async () => {
  const reader = await listen(tokens.viewer, ['type=service&namespaces=shop']);
  await until(() => reader.of('subscribed')[0] ?? null);
  const [first] = reader.of('subscribed');
  harness.kubernetes.users.set(tokens.viewer, { name: 'viewer', grants: ['list * bookinfo'] });
  const binding = {
    kind: 'RoleBinding',
    metadata: { namespace: 'shop', name: 'shop-viewers', resourceVersion: '2000' },
  };
  harness.kubernetes.emit(
    'rbac.authorization.k8s.io/rolebindings',
    JSON.stringify({ type: 'MODIFIED', object: binding }),
  );
  await until(() => reader.of('subscribed')[1] ?? null);
  expect(first?.channel).toEqual(expect.any(String));
  expect(reader.of('subscribed')[1]).toMatchObject({ channel: null, version: null });
  const told = reader.of('graph').length;
  change('shop', 'any', { hosts: ['cart'], http: [{ timeout: '1s' }] });
  change('bookinfo', 'reviews', faulty(2));
  await until(() => (JSON.stringify(reader.of('objects')).includes('bookinfo') ? true : null));
  expect(reader.of('graph')).toHaveLength(told);
  reader.close();
});

test.each([
  ['at=100', 'a time of the past'],
  ['type=other', 'another type'],
  ['window=1ms', 'too short a window'],
  ['namespaces=../x', 'a name that is none'],
  ['nonsense=1', 'an unknown field'],
  ['type=app&type=app', 'a field given twice'],
])('refused: %s (%s)', async (text) => {
  await expect(listen(tokens.viewer, [text])).rejects.toThrow('400');
});

test('refused: more graphs than a browser shows', async () => {
  await expect(
    listen(
      tokens.viewer,
      Array.from({ length: 7 }, () => query),
    ),
  ).rejects.toThrow('400');
  await expect(harness.ask('/api/v1/graph?type=app&type=app')).resolves.toMatchObject({ status: 401 });
});

test('a reader that is behind is left out, and told so when it reads again; others are not held up', async () => {
  const followed = {
    query,
    request: { windowSeconds: 60, at: null, type: 'service', serviceNodes: false },
    wanted: null,
    has: null,
  } as const;
  const reader = (ready: () => boolean) => {
    const taken: string[] = [];
    const { open } = harness.services.hub.admit('one', bearerCredential(tokens.admin), [followed]);
    const close = open({
      write: () => undefined,
      offer: ({ plain }: Block) => {
        if (ready()) taken.push(/event: \w+/.exec(plain.toString())?.[0] ?? '');
        return ready();
      },
      close: () => undefined,
    });
    return { taken, close };
  };
  let slowReads = true;
  const [slow, quick] = [reader(() => slowReads), reader(() => true)];
  await until(() => (slow.taken.length > 0 && quick.taken.length > 0 ? true : null));
  slowReads = false;
  change('bookinfo', 'reviews', faulty(4));
  await until(() => (quick.taken.includes('event: graph') ? true : null));
  expect(slow.taken).toEqual(['event: subscribed']);
  slowReads = true;
  await until(() => (slow.taken.length > 1 ? true : null));
  expect(slow.taken).toEqual(['event: subscribed', 'event: subscribed']);
  expect(quick.taken).toEqual(['event: subscribed', 'event: graph']);
  slow.close();
  quick.close();
});
