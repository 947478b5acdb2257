/** The metrics explorer: what Prometheus receives for whom, and what comes back. */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problemSchema } from '#lib/api/problem.ts';
import { exploreAnswerSchema, exploreLimits, exploreMetricsSchema } from '#lib/api/traffic/explore.ts';
import { type Harness, startHarness, until } from '../../testing/harness.ts';
import { fillMesh, tokens, viewIn } from '../../testing/mesh-content.ts';
import { type Recorded, type Recorder, sendJson, startRecorder } from '../../testing/recorder.ts';

let prometheus: Recorder;
let harness: Harness;
let respond: (request: Recorded, response: ServerResponse) => void;

const success = (data: unknown, more: object = {}) => ({ status: 'success', data, ...more });
const vector = (rows: readonly object[]) => success({ resultType: 'vector', result: rows });
const asked = () => prometheus.requests.filter(({ path }) => !path.endsWith('/buildinfo'));
const formsOf = () =>
  asked().map(({ path, body, query }) => [path, new URLSearchParams(body || query)] as const);

function explore(token: string, body: object) {
  return harness.ask('/api/v1/explore', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const get = (token: string, path: string) =>
  harness.ask(path, { headers: { authorization: `Bearer ${token}` } });

beforeEach(async () => {
  respond = (_, response) => sendJson(response, 200, vector([]));
  prometheus = await startRecorder((request, response) => respond(request, response));
  harness = await startHarness({ prometheusUrl: prometheus.url, prepare: fillMesh });
});

afterEach(async () => {
  await harness.stop();
  await prometheus.close();
});

describe('what Prometheus is asked', () => {
  test('who sees the whole mesh asks as they please', async () => {
    const query = 'sum by (job) ({__name__=~"go_.*"}) # everything';
    const answer = await explore(tokens.admin, { query, at: 1000 });
    expect(answer.status).toBe(200);
    expect(exploreAnswerSchema.parse(answer.json()).keptTo).toBeNull();
    const [[path, form] = []] = formsOf();
    expect(path).toBe('/api/v1/query');
    expect(Object.fromEntries(form ?? [])).toEqual({
      query,
      time: '1000',
      timeout: '29s',
      limit: String(exploreLimits.series + 1),
    });
  });

  test('SEC-21 everybody else is kept to their namespaces', async () => {
    const answer = await explore(tokens.viewer, {
      query: 'rate(istio_requests_total{destination_workload_namespace="payments"}[5m])',
      range: { from: 0, to: 60, stepSeconds: 15 },
    });
    expect(exploreAnswerSchema.parse(answer.json()).keptTo).toEqual(['bookinfo', 'shop']);
    const [[path, form] = []] = formsOf();
    expect(path).toBe('/api/v1/query_range');
    const query = form?.get('query') ?? '';
    expect(query).toContain('{destination_workload_namespace="payments",');
    for (const end of ['source_workload', 'destination_workload', 'destination_service']) {
      expect(query).toContain(`${end}_namespace=~"unknown|bookinfo|shop"`);
    }
  });

  test('names and values are those of their namespaces', async () => {
    respond = (request, response) =>
      sendJson(response, 200, request.path.endsWith('/metadata') ? success({}) : success(['a', 'b']));
    expect((await get(tokens.viewer, '/api/v1/explore/metrics')).status).toBe(200);
    expect((await get(tokens.viewer, '/api/v1/explore/labels?metric=up')).json()).toEqual({
      names: ['a', 'b'],
      truncated: false,
    });
    await get(tokens.viewer, '/api/v1/explore/values?label=pod');
    const selectors = formsOf()
      .filter(([path]) => !path.endsWith('/metadata'))
      .map(([path, form]) => [path, form.getAll('match[]')] as const);
    expect(selectors.map(([path]) => path)).toEqual([
      '/api/v1/label/__name__/values',
      '/api/v1/labels',
      '/api/v1/label/pod/values',
    ]);
    for (const [, match] of selectors) {
      expect(match.length).toBeGreaterThan(0);
      for (const selector of match) expect(selector).toMatch(/namespace=~"(unknown\|)?bookinfo\|shop"/);
    }
  });

  test('SEC-21 of many namespaces names are asked for as a form: no address is longer than proxies let through', async () => {
    const many = Array.from({ length: 90 }, (_, index) => `team-${index}-`.padEnd(63, 'x'));
    const wide = await startHarness({
      prometheusUrl: prometheus.url,
      prepare: (fake) => {
        fillMesh(fake);
        const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
        fake.objects.set('/namespaces', many.map(namespace));
        fake.users.set('wide-token', { name: 'wide', grants: many.flatMap(viewIn) });
      },
    });
    respond = (request, response) =>
      sendJson(
        response,
        200,
        request.path.endsWith('/metadata')
          ? success({})
          : vector(['up', 'down'].map((__name__) => ({ metric: { __name__ }, value: [1, '2'] }))),
      );
    const answer = await wide.ask('/api/v1/explore/metrics', {
      headers: { authorization: 'Bearer wide-token' },
    });
    expect(exploreMetricsSchema.parse(answer.json()).metrics.map(({ name }) => name)).toEqual(['down', 'up']);
    for (const { url } of asked()) expect(url.length).toBeLessThan(8 * 1024);
    const queries = formsOf().flatMap(([, form]) => form.getAll('query'));
    expect(queries).toHaveLength(2);
    for (const query of queries) {
      expect(query).toMatch(/^count by \(__name__\) \(\{.*\}\)$/s);
      for (const name of many) expect(query).toContain(name);
    }
    await wide.stop();
  });

  test.each([413, 414, 431])(
    'a question that is too long for what stands before Prometheus (%d) says nothing about Prometheus',
    async (status) => {
      respond = (_, response) =>
        response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>no</h1>');
      for (let count = 0; count < 6; count += 1)
        expect((await get(tokens.viewer, '/api/v1/explore/values?label=pod')).status).toBe(413);
      respond = (_, response) => sendJson(response, 200, success(['a']));
      expect((await get(tokens.viewer, '/api/v1/explore/values?label=pod')).status).toBe(200);
    },
  );

  test('metrics are described where Prometheus describes them', async () => {
    respond = (request, response) =>
      sendJson(
        response,
        200,
        request.path.endsWith('/metadata')
          ? success({
              wait_seconds: [{ type: 'histogram', help: 'Waiting.', unit: 's' }],
              canary_total: [{ type: 'counter', help: 'Not in these namespaces.', unit: '' }],
            })
          : success(['up', 'wait_seconds_bucket']),
      );
    const answer = await get(tokens.viewer, '/api/v1/explore/metrics');
    expect(exploreMetricsSchema.parse(answer.json()).metrics).toEqual([
      { name: 'up', type: '', help: '', unit: '' },
      { name: 'wait_seconds_bucket', type: 'histogram', help: 'Waiting.', unit: 's' },
    ]);
    expect(answer.text).not.toContain('canary');
  });
});

describe('what is refused before anything is asked', () => {
  test.each<[object, string]>([
    [{ query: '' }, '/query'],
    [{ query: 'a'.repeat(exploreLimits.queryLength + 1) }, '/query'],
    [{ query: 7 }, '/query'],
    [{}, '/query'],
    [{ query: 'up', at: 'now' }, '/at'],
    [{ query: 'up', at: 1e12 }, '/at'],
    [{ query: 'up', range: { from: 60, to: 0, stepSeconds: 1 } }, '/range/to'],
    [{ query: 'up', range: { from: 0, to: 1e8, stepSeconds: 86_400 } }, '/range/from'],
    [{ query: 'up', range: { from: 0, to: 3600, stepSeconds: 1 } }, '/range/stepSeconds'],
    [{ query: 'up', range: { from: 0, to: 60, stepSeconds: 0 } }, '/range/stepSeconds'],
    [{ query: 'up', range: { from: 0, to: 60 } }, '/range/stepSeconds'],
  ])('%o', async (body, field) => {
    const answer = await explore(tokens.admin, body);
    expect(answer.status).toBe(400);
    expect(problemSchema.parse(answer.json()).errors?.[0]?.field).toBe(field);
    expect(asked()).toEqual([]);
  });

  test.each([
    ['{__name__=~".+"}', '1:1: every selector has to name one metric, exactly'],
    ['sum(up', '1:7: parse error: unclosed left parenthesis'],
    ['info(up)', '1:1: parse error: function "info" is not enabled'],
    ['up"} or vector(1)#', '1:3: parse error: unterminated quoted string'],
  ])('SEC-20 of those who do not see everything: %s', async (query, message) => {
    const answer = await explore(tokens.developer, { query });
    expect(answer.status).toBe(400);
    expect(problemSchema.parse(answer.json()).errors).toEqual([{ field: '/query', message }]);
    expect(asked()).toEqual([]);
  });

  test('SEC-18 a label that would lead elsewhere', async () => {
    for (const label of ['..', '../query', 'a%2Fb', 'a/b', '', 'x'.repeat(201), '__name__?x']) {
      const answer = await get(tokens.admin, `/api/v1/explore/values?label=${encodeURIComponent(label)}`);
      expect(answer.status).toBe(400);
    }
    expect(asked()).toEqual([]);
  });

  test('who sees no namespace is told what is missing, and completions are empty', async () => {
    harness.kubernetes.users.set('nobody-token', { name: 'nobody', grants: [] });
    const answer = await explore('nobody-token', { query: 'up' });
    expect(answer.status).toBe(403);
    expect(problemSchema.parse(answer.json()).missing).toMatchObject({ verb: 'list', resource: 'pods' });
    for (const path of ['metrics', 'labels', 'values?label=pod']) {
      expect((await get('nobody-token', `/api/v1/explore/${path}`)).status).toBe(200);
    }
    expect(asked()).toEqual([]);
  });

  test('SEC-12 SEC-19 without credentials or as a form', async () => {
    expect((await harness.ask('/api/v1/explore', { method: 'POST', body: '{}' })).status).toBe(403);
    const form = await harness.ask('/api/v1/explore', {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.admin}`, 'content-type': 'text/plain' },
      body: '{"query":"up"}',
    });
    expect(form.status).toBe(415);
    expect(asked()).toEqual([]);
  });
});

describe('what comes back', () => {
  test('REL-49 numbers that JSON has not, and notes', async () => {
    const values = ['1.5', 'NaN', '+Inf', '-Inf'];
    respond = (_, response) =>
      sendJson(response, 200, {
        ...vector(values.map((value, index) => ({ metric: { i: String(index) }, value: [1, value] }))),
        warnings: ['a store is away'],
        infos: ['metric might not be a counter'],
      });
    const { samples, notes, type } = exploreAnswerSchema.parse(
      (await explore(tokens.admin, { query: 'x' })).json(),
    );
    expect(type).toBe('vector');
    expect(samples.map(({ value }) => value)).toEqual([1.5, 'NaN', '+Inf', '-Inf']);
    expect(notes).toEqual(['a store is away', 'metric might not be a counter']);
  });

  test('a range has a value for each step, or none', async () => {
    const result = [
      {
        metric: { a: 'b' },
        values: [
          [0, '1'],
          [30, 'NaN'],
          [45, '4'],
        ],
      },
      { metric: { a: 'c' }, values: [[15, '2']] },
    ];
    respond = (_, response) => sendJson(response, 200, success({ resultType: 'matrix', result }));
    const answer = exploreAnswerSchema.parse(
      (await explore(tokens.admin, { query: 'x', range: { from: 0, to: 60, stepSeconds: 15 } })).json(),
    );
    expect(answer.times).toEqual([0, 15, 30, 45, 60]);
    expect(answer.series.map(({ values }) => values)).toEqual([
      [1, null, null, 4, null],
      [null, 2, null, null, null],
    ]);
  });

  test('scalars, strings and range selectors have shapes of their own', async () => {
    const answers: Record<string, object> = {
      '1': success({ resultType: 'scalar', result: [1, '1'] }),
      '"a"': success({ resultType: 'string', result: [1, 'a'] }),
      'x[1m]': success({
        resultType: 'matrix',
        result: [
          {
            metric: { i: '0' },
            values: [
              [1.5, '1'],
              [3.5, '2'],
            ],
          },
          { metric: { i: '1' }, values: [[2, '3']] },
        ],
      }),
    };
    respond = (request, response) =>
      sendJson(response, 200, answers[new URLSearchParams(request.body).get('query') ?? ''] ?? {});
    const shownOf = async (query: string) =>
      exploreAnswerSchema.parse((await explore(tokens.admin, { query })).json());
    expect(await shownOf('1')).toMatchObject({ type: 'scalar', samples: [{ labels: {}, value: 1 }] });
    expect(await shownOf('"a"')).toMatchObject({ type: 'string', text: 'a' });
    expect(await shownOf('x[1m]')).toMatchObject({
      type: 'matrix',
      times: [1.5, 2, 3.5],
      series: [{ values: [1, null, 2] }, { values: [null, 3, null] }],
    });
  });

  test('more series than are shown are counted', async () => {
    const rows = Array.from({ length: exploreLimits.series + 1 }, (_, index) => ({
      metric: { i: String(index) },
      value: [1, '1'],
    }));
    respond = (_, response) => sendJson(response, 200, vector(rows));
    const answer = exploreAnswerSchema.parse((await explore(tokens.admin, { query: 'x' })).json());
    expect([answer.samples.length, answer.found]).toEqual([exploreLimits.series, exploreLimits.series + 1]);
  });

  test.each([
    [400, 'bad_data', 'invalid parameter "query": 1:5: parse error: unexpected end of input', true],
    [422, 'execution', 'found duplicate series for the match group {}', true],
    [422, 'too_many', 'Bearer secret', false],
  ])('SEC-29 %i %s: %s', async (status, errorType, error, told) => {
    respond = (_, response) => sendJson(response, status, { status: 'error', errorType, error });
    const answer = await explore(tokens.admin, { query: 'x' });
    expect(answer.status).toBe(400);
    expect(answer.text.includes(JSON.stringify(error).slice(1, -1))).toBe(told);
    expect(harness.services.status().prometheus.state).toBe('ok');
  });

  test('SEC-29 of a broken Prometheus nothing is told but its state', async () => {
    respond = (_, response) =>
      sendJson(response, 503, { status: 'error', errorType: 'unavailable', error: 'Bearer secret' });
    const answer = await explore(tokens.admin, { query: 'x' });
    expect(answer.status).toBe(503);
    expect(answer.text).not.toContain('secret');
  });

  test('an answer beyond all bounds is said to be too large, which is not Prometheus’ fault', async () => {
    respond = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(`{"status":"success","data":"${'x'.repeat(17 * 1024 * 1024)}"}`);
    };
    expect((await explore(tokens.admin, { query: 'x' })).status).toBe(413);
    respond = (_, response) => sendJson(response, 200, vector([]));
    expect((await explore(tokens.admin, { query: 'x' })).status).toBe(200);
    expect(harness.services.status().prometheus.state).toBe('ok');
  });

  test('without Prometheus it is not configured', async () => {
    const bare = await startHarness({ prepare: fillMesh });
    const answer = await bare.ask('/api/v1/explore', {
      method: 'POST',
      headers: { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' },
      body: '{"query":"up"}',
    });
    expect(problemSchema.parse(answer.json()).code).toBe('not-configured');
    await bare.stop();
  });
});

test('who leaves takes their question back from Prometheus', async () => {
  let open: ServerResponse | null = null;
  respond = (_, response) => {
    open = response;
  };
  const leaving = new AbortController();
  const asking = fetch(`${harness.origin}/api/v1/explore`, {
    method: 'POST',
    signal: leaving.signal,
    headers: { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' },
    body: '{"query":"slow"}',
  }).catch(() => 'left');
  const held = await until(() => open);
  const closed = new Promise((resolve) => held.on('close', resolve));
  leaving.abort();
  expect(await asking).toBe('left');
  await closed;
  expect(harness.services.status().prometheus.state).not.toBe('slow');
});

test('REL-48 at most two such questions are on their way, and those of the console pass', async () => {
  const open: ServerResponse[] = [];
  respond = (request, response) => {
    if (new URLSearchParams(request.body).get('query')?.startsWith('own')) open.push(response);
    else sendJson(response, 200, vector([]));
  };
  const asking = ['own1', 'own2', 'own3'].map((query) => explore(tokens.admin, { query }));
  await until(() => (open.length === 2 ? true : null));
  await harness.services.prometheus?.query('up', null);
  expect(open).toHaveLength(2);
  for (let count = 0; count < 3; count += 1) {
    const response = await until(() => open.shift() ?? null);
    sendJson(response, 200, vector([]));
  }
  expect((await Promise.all(asking)).map(({ status }) => status)).toEqual([200, 200, 200]);
});
