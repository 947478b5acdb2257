import { mkdtempSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAppError } from '../app-error.ts';
import { codeOf } from '../testing/code-of.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { until } from '../testing/harness.ts';
import { type Recorded, type Recorder, sendJson, startRecorder } from '../testing/recorder.ts';
import { createPrometheusClient, type PrometheusClient, type PrometheusOptions } from './client.ts';

let backend: Recorder;
let respond: (request: Recorded, response: ServerResponse) => void;
let client: PrometheusClient;
const clock = fakeClock(1_000_000);

const vector = (value: string) => ({
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: { a: 'b' }, value: [1, value] }] },
});
const good = (_: Recorded, response: ServerResponse) => sendJson(response, 200, vector('1'));

function connect(options: Partial<PrometheusOptions> = {}): PrometheusClient {
  client = createPrometheusClient({ url: backend.url, token: null, tokenFile: null, clock, ...options });
  return client;
}

beforeEach(async () => {
  respond = good;
  backend = await startRecorder((request, response) => respond(request, response));
});

afterEach(async () => {
  await client.close();
  await backend.close();
});

test('SEC-18 questions go out as a form, to one of the fixed paths', async () => {
  connect({ url: new URL(`${backend.url.origin}/prometheus/`), token: 'secret-token' });
  await client.query('up', 1000);
  await client.query('up', null);
  expect(backend.requests.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['POST', '/prometheus/api/v1/query', 'query=up&timeout=7s&time=1000'],
    ['POST', '/prometheus/api/v1/query', 'query=up&timeout=7s'],
  ]);
  expect(backend.requests[0]?.headers.authorization).toBe('Bearer secret-token');
});

test('nobody waits for what nobody has asked: the first reading lasts since the first question', async () => {
  const time = fakeClock(1_000_000);
  const { promise, resolve } = Promise.withResolvers<void>();
  respond = (request, response) => void promise.then(() => good(request, response));
  connect({ clock: time });
  time.advance(300_000);
  expect(client.state()).toMatchObject({ state: 'starting', since: 1300 });
  const asked = client.query('up', null);
  time.advance(5000);
  expect(client.state()).toMatchObject({ state: 'starting', since: 1300 });
  resolve();
  await asked;
  expect(client.state()).toMatchObject({ state: 'ok', since: 1305 });
});

test('a patient question may take longer than others, and says so', async () => {
  respond = (request, response) => {
    setTimeout(() => good(request, response), 150);
  };
  connect({ deadlineMs: 50, patientDeadlineMs: 5000 });
  expect(await codeOf(client.query('up', null))).toBe('timeout');
  expect(await codeOf(client.query('up', null, true))).toBe('ok');
  expect(backend.requests.map(({ body }) => new URLSearchParams(body).get('timeout'))).toEqual(['1s', '4s']);
});

test('buckets that are no answer leave the store invalid, on the thread as here', async () => {
  connect();
  for (const text of ['<html>', '<html>'.repeat(200_000)]) {
    respond = (_, response) => response.end(text);
    expect(await codeOf(client.queryBuckets('up', null))).toBe('unavailable');
    expect(client.state()).toMatchObject({ state: 'invalid' });
  }
});

test('a range has start, end and step', async () => {
  respond = (_, response) =>
    sendJson(response, 200, { status: 'success', data: { resultType: 'matrix', result: [] } });
  await connect().queryRange('up', { from: 10, to: 70, stepSeconds: 15 });
  expect(Object.fromEntries(new URLSearchParams(backend.requests[0]?.body))).toMatchObject({
    start: '10',
    end: '70',
    step: '15',
  });
});

test('a token file is read', async () => {
  const tokenFile = join(mkdtempSync(join(tmpdir(), 'sluice-')), 'token');
  writeFileSync(tokenFile, 'from-file\n');
  await connect({ tokenFile }).query('up', null);
  expect(backend.requests[0]?.headers.authorization).toBe('Bearer from-file');
});

test('REL-49 NaN, infinities, warnings and packed bodies arrive', async () => {
  respond = (_, response) => {
    const body = {
      status: 'success',
      warnings: ['a store is away'],
      data: {
        resultType: 'vector',
        result: ['NaN', '+Inf', '-Inf', '2'].map((value) => ({ metric: {}, value: [1, value] })),
      },
    };
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify(body)));
  };
  const { samples, warnings } = await connect().query('up', null);
  expect(samples.map(({ value }) => value)).toEqual([Number.NaN, Infinity, -Infinity, 2]);
  expect(warnings).toEqual(['a store is away']);
});

describe('failures have a state', () => {
  const text = (status: number, body: string) => (_: Recorded, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  };
  const failure = (status: number, errorType: string) => (_: Recorded, response: ServerResponse) =>
    sendJson(response, status, { status: 'error', errorType, error: 'in: Bearer secret-token' });
  test.each<[string, string, typeof good]>([
    ['HTML', 'invalid', text(200, '<html>sign in</html>')],
    ['half a JSON', 'invalid', text(200, JSON.stringify(vector('1')).slice(0, 40))],
    ['another JSON', 'invalid', (_, response) => sendJson(response, 200, { hello: 'world' })],
    ['a redirect', 'invalid', (_, response) => response.writeHead(302, { location: '/x' }).end()],
    ['a gateway without backend', 'unreachable', text(502, 'bad gateway')],
    ['401', 'forbidden', text(401, '')],
    ['403', 'forbidden', text(403, '')],
    ['its own timeout', 'slow', failure(503, 'timeout')],
    ['unavailable', 'unreachable', failure(503, 'unavailable')],
    ['a cut', 'unreachable', (_, response) => response.destroy()],
  ])('%s is %s', async (_, state, answer) => {
    respond = answer;
    const error = await connect()
      .query('up', null)
      .catch((thrown: unknown) => thrown);
    expect(isAppError(error)).toBe(true);
    expect(JSON.stringify(error)).not.toContain('secret-token');
    expect(client.state()).toMatchObject({ state, lastGood: null });
    respond = good;
    await client.query('up', null);
    expect(client.state()).toMatchObject({ state: 'ok', detail: null });
  });

  test('a question that Prometheus does not understand says nothing about Prometheus', async () => {
    respond = failure(400, 'bad_data');
    expect(await codeOf(connect().query('up', null))).toBe('unavailable');
    expect(client.state().state).toBe('ok');
  });

  test('REL-48 the deadline holds, waiting for a turn included', async () => {
    respond = () => undefined;
    connect({ deadlineMs: 60, maxInFlight: 1 });
    const codes = await Promise.all(['a', 'b', 'c'].map((query) => codeOf(client.query(query, null))));
    expect(codes).toEqual(['timeout', 'timeout', 'timeout']);
    expect(client.state().state).toBe('slow');
    // The others never had a turn.
    expect(backend.requests).toHaveLength(1);
  });

  test('REL-47 refused connections are unreachable', async () => {
    await backend.close();
    expect(await codeOf(connect().query('up', null))).toBe('unavailable');
    expect(client.state().state).toBe('unreachable');
  });
});

test('REL-48 at most four questions are on their way at any time', async () => {
  const open: ServerResponse[] = [];
  let most = 0;
  respond = (_, response) => {
    open.push(response);
    most = Math.max(most, open.length);
  };
  connect();
  const answers = Promise.all(Array.from({ length: 40 }, (_, index) => client.query(`q${index}`, null)));
  for (let answered = 0; answered < 40; answered += 1) {
    const response = await until(() =>
      open.length >= Math.min(4, 40 - answered) ? (open.shift() ?? null) : null,
    );
    sendJson(response, 200, vector('1'));
  }
  await answers;
  expect(most).toBe(4);
});

test('equal questions share one answer', async () => {
  connect();
  await Promise.all(Array.from({ length: 10 }, () => client.query('up', 100)));
  expect(backend.requests).toHaveLength(1);
});

test('after four failures it is left alone for five seconds, then probed once', async () => {
  respond = (_, response) => response.destroy();
  connect();
  for (let count = 0; count < 10; count += 1) await codeOf(client.query(`q${count}`, null));
  expect(backend.requests).toHaveLength(4);
  clock.advance(5000);
  await Promise.all(['x', 'y'].map((query) => codeOf(client.query(query, null))));
  expect(backend.requests).toHaveLength(5);
  clock.advance(5000);
  respond = good;
  await client.query('z', null);
  await client.query('z2', null);
  expect(client.state().state).toBe('ok');
});
