/** Costly questions of one user: what the backends receive of a flood, who is told to wait, and that nobody else is. */
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { problemSchema } from '#lib/api/problem.ts';
import type { RouteContract } from '#lib/api/route-contract.ts';
import { routes } from '#lib/api/routes.ts';
import { systemClock } from '../../clock.ts';
import { costLimits } from '../../http/costly-calls.ts';
import { type Harness, type Reply, startHarness, until } from '../../testing/harness.ts';
import { fillMesh, tokens } from '../../testing/mesh-content.ts';
import { type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

let harness: Harness | undefined;
let prometheus: Recorder | undefined;

afterEach(async () => {
  await harness?.stop();
  await prometheus?.close();
  harness = prometheus = undefined;
});

const ask = (token: string, path: string, body: object, headers: Record<string, string> = {}) => {
  if (harness === undefined) throw new Error('not started');
  return harness.ask(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
};

function refused(reply: Reply): void {
  expect(reply.status).toBe(429);
  const problem = problemSchema.parse(reply.json());
  expect(problem.code).toBe('too-many-requests');
  expect(problem.retryAfterSeconds).toBeGreaterThan(0);
  expect(reply.headers['retry-after']).toBe(String(problem.retryAfterSeconds));
}

test('REL-44 REL-48 a flood of PromQL: few at once arrive, so many wait, the rest is told when to come again', async () => {
  const held: ServerResponse[] = [];
  let mostAtOnce = 0;
  prometheus = await startRecorder((request, response) => {
    if (request.path.endsWith('/buildinfo')) return sendJson(response, 200, { status: 'success', data: {} });
    held.push(response);
    mostAtOnce = Math.max(mostAtOnce, held.length);
  });
  harness = await startHarness({ prometheusUrl: prometheus.url, prepare: fillMesh });
  const { atOnce, inLine } = costLimits.measured;
  const replies: Promise<Reply>[] = [];
  for (let count = 0; count < atOnce + inLine + 5; count += 1)
    replies.push(ask(tokens.admin, routes.explore.path, { query: `up + ${count}` }));
  let refusals = 0;
  for (const reply of replies) void reply.then(({ status }) => (refusals += status === 429 ? 1 : 0));
  await until(() => (refusals === 5 && held.length > 0 ? true : null));
  // Somebody else has a line of their own.
  const other = ask(tokens.viewer, routes.explore.path, { query: 'sum(istio_requests_total)' });
  let answered = 0;
  for (const reply of [...replies, other])
    void reply.then(({ status }) => (answered += status === 200 ? 1 : 0));
  await until(() => {
    for (const response of held.splice(0))
      sendJson(response, 200, { status: 'success', data: { resultType: 'vector', result: [] } });
    return answered === atOnce + inLine + 1 ? true : null;
  });
  expect((await other).status).toBe(200);
  expect(mostAtOnce).toBeLessThanOrEqual(atOnce);
  const all = await Promise.all(replies);
  for (const reply of all.filter(({ status }) => status !== 200)) refused(reply);
  expect(all.filter(({ status }) => status === 429)).toHaveLength(5);
});

describe('so many a minute', () => {
  const draft = {
    op: 'delete',
    kind: 'virtualservices.networking.istio.io',
    namespace: 'bookinfo',
    name: 'reviews',
    resourceVersion: '1',
  };
  const body = { changes: [draft] };
  const isTrial = ({ query }: { query: URLSearchParams }) => query.has('dryRun');

  /** Time stands still, for limits alone. */
  async function start(): Promise<Harness> {
    const now = systemClock.now();
    harness = await startHarness({ clock: { ...systemClock, now: () => now }, prepare: fillMesh });
    return harness;
  }

  test('REL-44 dry runs: beyond, Kubernetes is asked nothing more, of others and of saving it is', async () => {
    const { kubernetes } = await start();
    const { perMinute } = costLimits.tried;
    for (let count = 0; count < perMinute; count += 1)
      expect((await ask(tokens.admin, routes.dryRunChanges.path, body)).status).toBe(200);
    const tried = kubernetes.requests.filter(isTrial).length;
    refused(await ask(tokens.admin, routes.dryRunChanges.path, body));
    expect(kubernetes.requests.filter(isTrial)).toHaveLength(tried);
    expect((await ask(tokens.developer, routes.dryRunChanges.path, body)).status).toBe(200);
    expect((await ask(tokens.admin, routes.checkChanges.path, body)).status).toBe(200);
    const saved = await ask(tokens.admin, routes.applyChanges.path, { ...body, reason: 'under fire' });
    expect(saved.status).toBe(200);
  });

  test('REL-44 of one user with two tokens, and of nobody behind two addresses', async () => {
    const { kubernetes } = await start();
    kubernetes.users.set('second-token', { name: 'admin', grants: ['* * *'] });
    const { perMinute } = costLimits.judged;
    for (let count = 0; count < perMinute; count += 1) {
      const token = count % 2 === 0 ? tokens.admin : 'second-token';
      expect((await ask(token, routes.checkChanges.path, body)).status).toBe(200);
    }
    refused(await ask(tokens.admin, routes.checkChanges.path, body));
    refused(await ask('second-token', routes.predictChanges.path, body));
    expect((await ask(tokens.viewer, routes.checkChanges.path, body)).status).toBe(200);
  });

  test('REL-44 who did not sign in is told apart by address', async () => {
    const now = systemClock.now();
    harness = await startHarness({
      clock: { ...systemClock, now: () => now },
      environment: { SLUICE_TRUSTED_PROXIES: '127.0.0.1' },
      prepare: fillMesh,
    });
    const cookie = await harness.signIn({ strategy: 'anonymous' });
    const { origin } = harness;
    const from = async (address: string) => {
      const reply = await harness?.ask(routes.checkChanges.path, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify(body),
      });
      return reply?.status;
    };
    for (let count = 0; count < costLimits.judged.perMinute; count += 1)
      expect(await from('203.0.113.9')).toBe(200);
    expect(await from('203.0.113.9')).toBe(429);
    expect(await from('198.51.100.1')).toBe(200);
  });
});

test('REL-44 every route that asks Prometheus, Jaeger or Kubernetes for one user alone, or judges what they sent, has its limit', () => {
  const limited = Object.values<RouteContract>(routes)
    .filter(({ costs }) => costs !== undefined)
    .map(({ path }) => path)
    .sort();
  expect(limited).toEqual([
    '/api/v1/config/check',
    '/api/v1/config/dry-run',
    '/api/v1/config/predict',
    '/api/v1/explore',
    '/api/v1/explore/labels',
    '/api/v1/explore/metrics',
    '/api/v1/explore/values',
    '/api/v1/route-test',
    '/api/v1/splits/plan',
    '/api/v1/traces',
    '/api/v1/traces/one',
  ]);
});
