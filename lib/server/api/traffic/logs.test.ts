/** Logs of pods: whose rights Kubernetes sees, what it is asked, and what comes back. */
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, type Harness, startHarness, until } from '../../testing/harness.ts';
import { fillMesh, tokens } from '../../testing/mesh-content.ts';
import { sendJson } from '../../testing/recorder.ts';

let harness: Harness;
const path = '/api/v1/namespaces/bookinfo/pods/reviews-1/logs';
const logRequests = () => harness.kubernetes.requests.filter(({ path: asked }) => asked.endsWith('/log'));
const open = new Set<import('node:http').ServerResponse>();

beforeAll(async () => {
  harness = await startHarness({ prepare: fillMesh });
  harness.kubernetes.fault = ({ path: asked, query, headers }, response) => {
    if (!asked.endsWith('/log')) return false;
    if (!/^Bearer (viewer-token|reader-\d)$/.test(String(headers.authorization))) {
      sendJson(response, 403, { kind: 'Status', code: 403, message: 'secret reason' });
      return true;
    }
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('2026-11-21T14:00:00Z first\n2026-11-21T14:00:01Z second\n');
    if (query.has('follow')) open.add(response.once('close', () => open.delete(response)));
    else response.end();
    return true;
  };
});

afterAll(() => harness.stop());

test('the last lines, asked for with the caller’s own credential', async () => {
  const reply = await harness.ask(`${path}?container=reviews&tail=20&sinceSeconds=60`, {
    headers: bearer(tokens.viewer),
  });
  expect(reply.json()).toEqual({
    lines: [
      { time: '2026-11-21T14:00:00Z', text: 'first' },
      { time: '2026-11-21T14:00:01Z', text: 'second' },
    ],
  });
  const asked = logRequests().at(-1);
  expect(asked?.path).toBe('/api/v1/namespaces/bookinfo/pods/reviews-1/log');
  expect(asked?.headers.authorization).toBe(`Bearer ${tokens.viewer}`);
  expect(Object.fromEntries(asked?.query ?? [])).toEqual({
    container: 'reviews',
    timestamps: 'true',
    tailLines: '20',
    sinceSeconds: '60',
    limitBytes: String(4 * 1024 * 1024),
  });
});

test.each([`${path}?container=reviews`, `${path}/stream?container=reviews`])(
  'what Kubernetes forbids is forbidden, with what is missing: %s',
  async (address) => {
    const reply = await harness.ask(address, { headers: bearer(tokens.developer) });
    expect(reply.status).toBe(403);
    expect(reply.json()).toMatchObject({
      code: 'forbidden',
      missing: { verb: 'get', resource: 'pods/log', namespace: 'bookinfo' },
    });
    expect(reply.text).not.toContain('secret reason');
  },
);

test.each([
  `${path}`,
  `${path}?container=`,
  `${path}?container=a%2Fb`,
  `${path}?container=reviews&tail=-1`,
  `${path}?container=reviews&tail=5001`,
  `${path}?container=reviews&follow=true`,
  '/api/v1/namespaces/bookinfo/pods/..%2f..%2fsecrets/logs?container=a',
  '/api/v1/namespaces/BOOK/pods/reviews-1/logs?container=a',
])('never reaches Kubernetes: %s', async (address) => {
  const before = logRequests().length;
  expect((await harness.ask(address, { headers: bearer(tokens.viewer) })).status).toBe(400);
  expect(logRequests()).toHaveLength(before);
});

test('a followed log comes as events, ends with its reader, and frees its place', async () => {
  for (let round = 0; round < 10; round += 1) {
    const text = await readEvents(`${path}/stream?container=reviews`);
    expect(text).toContain('event: lines\ndata: {"lines":[{"time":"2026-11-21T14:00:00Z","text":"first"},');
    await until(() => (open.size === 0 ? true : null));
  }
  expect(logRequests().at(-1)?.query.get('follow')).toBe('true');
});

test('a log that ends says so', async () => {
  const ending = readEvents(`${path}/stream?container=reviews`, 'event: end');
  const upstream = await until(() => [...open][0] ?? null);
  upstream.end('2026-11-21T14:00:02Z last');
  expect(await ending).toContain('"text":"last"');
});

/** What arrives until the mark has come; then the reader leaves. */
function readEvents(address: string, mark = '\n\n'): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: harness.port, path: address, headers: bearer(tokens.viewer) },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (!text.includes(mark)) return;
          answer.destroy();
          resolve(text);
        });
        answer.on('error', () => undefined);
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

/** A log that is followed until `leave`. */
function follow(
  token: string = tokens.viewer,
): Promise<{ status: number; retryAfter: string | undefined; leave(): void }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port: harness.port,
        path: `${path}/stream?container=reviews`,
        headers: bearer(token),
        agent: false,
      },
      (response) => {
        response.on('error', () => undefined).resume();
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
          leave: () => sent.destroy(),
        });
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

test('a reader follows eight at once; the ninth is told to wait, Kubernetes is not asked, and there is room again', async () => {
  await until(() => (open.size === 0 ? true : null));
  const followed = [];
  for (let count = 0; count < 8; count += 1) followed.push(await follow());
  expect(followed.map(({ status }) => status)).toEqual(Array(8).fill(200));
  const before = logRequests().length;
  const ninth = await follow();
  expect([ninth.status, ninth.retryAfter, logRequests().length]).toEqual([429, '10', before]);
  followed[0]?.leave();
  await until(() => (open.size === 7 ? true : null));
  await until(async () => {
    const again = await follow();
    if (again.status === 200) followed.push(again);
    return again.status === 200 ? true : null;
  });
  for (const { leave } of followed) leave();
});

test('a process follows fifty-six, whoever asks: eight of its connections are left for who only looks', async () => {
  await until(() => (open.size === 0 ? true : null));
  const readers = Array.from({ length: 8 }, (_, index) => `reader-${index}`);
  const { grants = [] } = harness.kubernetes.users.get(tokens.viewer) ?? {};
  for (const name of readers) harness.kubernetes.users.set(name, { name, grants });
  const followed = [];
  for (const name of readers.slice(0, 7))
    for (let count = 0; count < 8; count += 1) followed.push(await follow(name));
  expect(new Set(followed.map(({ status }) => status))).toEqual(new Set([200]));
  const before = logRequests().length;
  const beyond = await follow('reader-7');
  expect([beyond.status, beyond.retryAfter, logRequests().length]).toEqual([429, '10', before]);
  followed[0]?.leave();
  await until(async () => {
    const again = await follow('reader-7');
    if (again.status === 200) followed.push(again);
    return again.status === 200 ? true : null;
  });
  for (const { leave } of followed) leave();
});
