/** Starts that must not succeed: the process ends by itself, at once, and says what to do. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consoleToken, type FakeKubernetes, startFakeKubernetes } from './testing/fake-kubernetes.ts';
import { testSecret, until } from './testing/harness.ts';
import { sendJson, startRecorder } from './testing/recorder.ts';

const directory = mkdtempSync(join(tmpdir(), 'sluice-main-'));
let fake: FakeKubernetes;

beforeAll(async () => {
  fake = await startFakeKubernetes();
});

afterAll(() => fake.close());

function file(name: string, content: object): string {
  const path = join(directory, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

function kubeconfig(cluster: object): string {
  return file('kubeconfig', {
    'current-context': 'c',
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user: { token: consoleToken } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  });
}

async function start(environment: Record<string, string>) {
  const startedAt = performance.now();
  return await new Promise<{ code: unknown; stderr: string; ms: number }>((resolve) => {
    const env = {
      NODE_ENV: process.env.NODE_ENV,
      PATH: process.env.PATH,
      SLUICE_SESSION_SECRET: testSecret,
      PORT: '0',
      ...environment,
    };
    execFile(process.execPath, ['lib/server/main.ts'], { env, timeout: 60_000 }, (error, _, stderr) =>
      resolve({ code: error?.code, stderr, ms: performance.now() - startedAt }),
    );
  });
}

test.each([
  ['without a secret', '', 'SLUICE_SESSION_SECRET is not set'],
  ['with a secret that everybody knows', 'kiali', 'SLUICE_SESSION_SECRET must be at least 32 bytes'],
  ['with a secret of 31 bytes', testSecret.slice(1), 'SLUICE_SESSION_SECRET must be at least 32 bytes'],
])('SEC-01 %s', async (_, secret, sentence) => {
  const { code, stderr, ms } = await start({ SLUICE_SESSION_SECRET: secret });
  expect(code).toBe(1);
  expect(stderr).toContain(sentence);
  // The bar is 2 s on an idle machine; tests share theirs.
  expect(ms).toBeLessThan(10_000);
});

test('without a cluster', async () => {
  const { code, stderr } = await start({});
  expect([code, stderr]).toEqual([1, expect.stringContaining('KUBECONFIG is not set')]);
});

test('with a kubeconfig that is none', async () => {
  const { code, stderr } = await start({ KUBECONFIG: file('broken', []) });
  expect([code, stderr]).toEqual([1, expect.stringContaining('KUBECONFIG')]);
});

test('with a cluster to which credentials would travel in the clear', async () => {
  const { code, stderr } = await start({ KUBECONFIG: kubeconfig({ server: fake.url.origin }) });
  expect([code, stderr]).toEqual([1, expect.stringContaining('without https')]);
});

test('with persona buttons in front of a cluster that is not the embedded mesh', async () => {
  fake.gitVersion = 'v1.35.0';
  const { code, stderr } = await start({
    KUBECONFIG: kubeconfig({ server: fake.url.origin, 'insecure-skip-tls-verify': true }),
    SLUICE_AUTH: 'demo,token',
    SLUICE_DEMO_TOKENS: file('tokens.json', { viewer: 'v', developer: 'd', admin: 'a' }),
  });
  expect([code, stderr]).toEqual([1, expect.stringContaining('not the embedded mesh')]);
});

test('SEC-13 SEC-31 a running console connects to what is configured and to nothing else, whatever in it tries', async () => {
  // It goes on asking a cluster that does not say what it is: long enough to look at it.
  const cluster = await startRecorder((_, response) => sendJson(response, 500, {}));
  const elsewhere = await startRecorder((_, response) => sendJson(response, 200, {}));
  let reached = 0;
  elsewhere.server.on('connection', () => {
    reached += 1;
  });
  const child = spawn(
    process.execPath,
    ['--import', './lib/server/testing/stranger.ts', 'lib/server/main.ts'],
    {
      env: {
        NODE_ENV: process.env.NODE_ENV,
        PATH: process.env.PATH,
        SLUICE_SESSION_SECRET: testSecret,
        KUBECONFIG: kubeconfig({ server: cluster.url.origin, 'insecure-skip-tls-verify': true }),
        SLUICE_AUTH: 'demo',
        SLUICE_DEMO_TOKENS: file('tokens.json', { viewer: 'v', developer: 'd', admin: 'a' }),
        PORT: '0',
        STRANGER_URL: elsewhere.url.href,
      },
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const closed = once(child, 'close');
  await until(() => (cluster.requests.length > 0 ? true : null));
  child.kill('SIGUSR2');
  await until(() => (said.includes('stranger {') ? true : null));
  child.kill('SIGKILL');
  await closed;
  const refused = 'OUTGOING_REFUSED';
  expect(JSON.parse(/stranger (\{.*\})/.exec(said)?.[1] ?? '')).toEqual({
    fetch: refused,
    undici: refused,
    http: refused,
    // Its session takes a line that never was for one that is already there, and fails by the request.
    http2: expect.not.stringMatching(/^reached$/),
    net: refused,
    named: refused,
    tls: refused,
    path: refused,
  });
  expect([reached, elsewhere.requests]).toEqual([0, []]);
  expect(said).toContain('outgoing connection refused');
  await Promise.all([cluster.close(), elsewhere.close()]);
}, 60_000);
