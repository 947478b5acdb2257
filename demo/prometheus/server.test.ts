import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMetricsStore } from './memory-store.ts';
import { type PrometheusServer, startPrometheus } from './server.ts';

const startMs = 1_700_000_000_000;
const nowMs = startMs + 600_000;
let server: PrometheusServer;

beforeAll(async () => {
  const store = createMetricsStore({
    retentionMs: 3600_000,
    help: { istio_requests_total: 'requests by response code' },
  });
  const ok = store.counter('istio_requests_total', { app: 'reviews', response_code: '200' });
  const failed = store.counter('istio_requests_total', { app: 'reviews', response_code: '503' });
  const duration = store.histogram('istio_request_duration_milliseconds', { app: 'reviews' }, [1, 10, 100]);
  store.gauge('broken', { app: 'a"b\\c' }).set(Number.NaN);
  for (let atMs = startMs; atMs <= nowMs; atMs += 5000) {
    ok.add(45);
    failed.add(5);
    duration.observe([10, 20, 20, 0], 1500);
    store.scrape(atMs);
  }
  server = await startPrometheus({ port: 0, store, now: () => nowMs, retentionMs: 3600_000 });
});

afterAll(() => server.close());

async function get(
  path: string,
  parameters: Record<string, string> = {},
  headers: Record<string, string> = {},
) {
  const url = new URL(`/api/v1/${path}`, server.url);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value);
  const response = await fetch(url, { headers });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}

async function post(path: string, parameters: Record<string, string>) {
  const response = await fetch(`${server.url}/api/v1/${path}`, {
    method: 'POST',
    body: new URLSearchParams(parameters),
  });
  return { status: response.status, body: await response.json() };
}

const at = nowMs / 1000;

describe('query', () => {
  test('a vector: labels, time in seconds, value as text', async () => {
    const { status, body } = await get('query', { query: 'rate(istio_requests_total[1m])' });
    expect(status).toBe(200);
    expect(body).toEqual({
      status: 'success',
      data: {
        resultType: 'vector',
        result: [
          { metric: { app: 'reviews', response_code: '200' }, value: [at, '9'] },
          { metric: { app: 'reviews', response_code: '503' }, value: [at, '1'] },
        ],
      },
    });
  });

  test('POST with a form gives the same, and the form goes before the URL', async () => {
    const { body } = await post('query?query=1', { query: 'sum(rate(istio_requests_total[1m]))' });
    expect(body.data.result).toEqual([{ metric: {}, value: [at, '10'] }]);
  });

  const shapes: [query: string, data: unknown][] = [
    ['1 + 1', { resultType: 'scalar', result: [at, '2'] }],
    ['"text"', { resultType: 'string', result: [at, 'text'] }],
    [
      'broken',
      {
        resultType: 'vector',
        result: [{ metric: { __name__: 'broken', app: 'a"b\\c' }, value: [at, 'NaN'] }],
      },
    ],
    ['vector(1/0)', { resultType: 'vector', result: [{ metric: {}, value: [at, '+Inf'] }] }],
    ['-vector(1/0)', { resultType: 'vector', result: [{ metric: {}, value: [at, '-Inf'] }] }],
    ['none', { resultType: 'vector', result: [] }],
    [
      'istio_requests_total{response_code="503"}[10s]',
      {
        resultType: 'matrix',
        result: [
          {
            metric: { __name__: 'istio_requests_total', app: 'reviews', response_code: '503' },
            values: [
              [at - 5, '600'],
              [at, '605'],
            ],
          },
        ],
      },
    ],
  ];
  test.each(shapes)('%s', async (query, data) => {
    expect((await get('query', { query })).body).toEqual({ status: 'success', data });
  });

  test('time as seconds, with fractions, and as RFC 3339', async () => {
    const timeOf = async (time: string) => (await get('query', { query: '1', time })).body.data.result[0];
    expect(await timeOf('1700000100')).toBe(1700000100);
    expect(await timeOf('1700000100.1234')).toBe(1700000100.123);
    expect(await timeOf('2023-11-14T22:15:00Z')).toBe(1700000100);
    expect(await timeOf('2023-11-14T23:15:00.5+01:00')).toBe(1700000100.5);
  });

  test('a scalar is written without exponent, a vector with one', async () => {
    expect((await get('query', { query: '1e-7' })).body.data.result[1]).toBe('0.0000001');
    expect((await get('query', { query: '1e21' })).body.data.result[1]).toBe('1000000000000000000000');
    expect((await get('query', { query: 'vector(1e-7)' })).body.data.result[0].value[1]).toBe('1e-07');
  });

  test('a lookback of 0 is the default one', async () => {
    const { body } = await get('query', { query: 'istio_requests_total', lookback_delta: '0' });
    expect(body.data.result).toHaveLength(2);
  });

  test('the limit cuts and says so', async () => {
    const { body } = await get('query', { query: 'istio_requests_total', limit: '1' });
    expect(body.data.result).toHaveLength(1);
    expect(body.warnings).toEqual(['results truncated due to limit']);
  });

  test('warnings and infos', async () => {
    const { body } = await get('query', { query: 'histogram_quantile(2, rate(broken[1m]))' });
    expect(body.warnings.toSorted()).toEqual([
      'PromQL warning: bucket label "le" is missing or has a malformed value of "" (1:23)',
      'PromQL warning: quantile value should be between 0 and 1, got 2 (1:20)',
    ]);
    expect(body.infos).toEqual([
      'PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "broken" (1:28)',
    ]);
  });
});

type ErrorCase = [
  path: string,
  parameters: Record<string, string>,
  status: number,
  type: string,
  error: string,
];

const errors: ErrorCase[] = [
  ['query', {}, 400, 'bad_data', 'invalid parameter "query": 1:1: parse error: no expression found in input'],
  [
    'query',
    { query: 'sum(' },
    400,
    'bad_data',
    'invalid parameter "query": 1:5: parse error: unclosed left parenthesis',
  ],
  [
    'query',
    { query: '1', time: 'noon' },
    400,
    'bad_data',
    `invalid parameter "time": invalid time value for 'time': cannot parse "noon" to a valid timestamp`,
  ],
  [
    'query',
    { query: '1', timeout: 'x' },
    400,
    'bad_data',
    'invalid parameter "timeout": cannot parse "x" to a valid duration',
  ],
  [
    'query',
    { query: '1', limit: '-1' },
    400,
    'bad_data',
    'invalid parameter "limit": limit must be non-negative',
  ],
  [
    'query',
    { query: '1', limit: 'x' },
    400,
    'bad_data',
    'invalid parameter "limit": strconv.Atoi: parsing "x": invalid syntax',
  ],
  [
    'query',
    { query: 'sum(istio_requests_total)', timeout: '0' },
    503,
    'timeout',
    'query timed out in expression evaluation',
  ],
  ['query', { query: 'topk(NaN, broken)' }, 422, 'execution', 'Parameter value is NaN'],
  [
    'query_range',
    { query: '1', end: '1', step: '1' },
    400,
    'bad_data',
    'invalid parameter "start": cannot parse "" to a valid timestamp',
  ],
  [
    'query_range',
    { query: '1', start: '2', end: '1', step: '1' },
    400,
    'bad_data',
    'invalid parameter "end": end timestamp must not be before start time',
  ],
  [
    'query_range',
    { query: '1', start: '1', end: '2', step: '0' },
    400,
    'bad_data',
    'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
  ],
  [
    'query_range',
    { query: '1', start: '1', end: '2' },
    400,
    'bad_data',
    'invalid parameter "step": cannot parse "" to a valid duration',
  ],
  [
    'query_range',
    { query: '1', start: '0', end: '11001', step: '1' },
    400,
    'bad_data',
    'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
  ],
  [
    'query_range',
    { query: 'broken[1m]', start: '0', end: '1', step: '1' },
    400,
    'bad_data',
    'invalid parameter "query": invalid expression type "range vector" for range query, must be Scalar or instant Vector',
  ],
  ['series', {}, 400, 'bad_data', 'no match[] parameter provided'],
  [
    'series',
    { 'match[]': '{a=""}' },
    400,
    'bad_data',
    'invalid parameter "match[]": match[] must contain at least one non-empty matcher',
  ],
  [
    'series',
    { 'match[]': '{a' },
    400,
    'bad_data',
    'invalid parameter "match[]": 1:3: parse error: unexpected end of input inside braces',
  ],
  [
    'labels',
    { 'match[]': '{a=~".*"}' },
    400,
    'bad_data',
    'match[] must contain at least one non-empty matcher',
  ],
  [
    'series',
    { 'match[]': 'broken offset 5m' },
    400,
    'bad_data',
    'invalid parameter "match[]": 1:1: parse error: unexpected <offset>',
  ],
  ...['2025-02-30T01:00:00Z', '2025-01-01T24:00:00Z'].map(
    (time): ErrorCase => [
      'query',
      { query: '1', time },
      400,
      'bad_data',
      `invalid parameter "time": invalid time value for 'time': cannot parse "${time}" to a valid timestamp`,
    ],
  ),
  [
    'query',
    { query: '1', limit: '99999999999999999999' },
    400,
    'bad_data',
    'invalid parameter "limit": strconv.Atoi: parsing "99999999999999999999": value out of range',
  ],
  ['status/tsdb', { limit: '20000' }, 400, 'bad_data', 'limit must not exceed 10000'],
  ['metadata', { limit: 'x' }, 400, 'bad_data', 'limit must be a number'],
  ['metadata', { limit_per_metric: 'x' }, 400, 'bad_data', 'limit_per_metric must be a number'],
];

test.each(errors)('%s %j is refused', async (path, parameters, status, errorType, error) => {
  const { body, ...response } = await get(path, parameters);
  expect(response.status).toBe(status);
  expect(body).toEqual({ status: 'error', errorType, error });
});

test('query_range: a point per step, 11,000 at most', async () => {
  const { body } = await get('query_range', {
    query: 'sum(rate(istio_requests_total[1m]))',
    start: String(startMs / 1000 + 100),
    end: '2023-11-14T22:16:20Z',
    step: '30s',
  });
  const first = startMs / 1000 + 100;
  expect(body.data).toEqual({
    resultType: 'matrix',
    result: [{ metric: {}, values: [0, 30, 60].map((offset) => [first + offset, '10']) }],
  });
  const most = await get('query_range', { query: '1', start: '0', end: '11000', step: '1' });
  expect(most.body.data.result[0].values).toHaveLength(11_001);
});

describe('what there is', () => {
  const lists: [path: string, parameters: Record<string, string>, data: unknown][] = [
    ['labels', {}, ['__name__', 'app', 'le', 'response_code']],
    ['labels', { 'match[]': 'broken' }, ['__name__', 'app']],
    ['labels', { start: '1', end: '2' }, []],
    ['label/response_code/values', {}, ['200', '503']],
    ['label/le/values', {}, ['+Inf', '1.0', '10.0', '100.0']],
    ['label/app/values', { 'match[]': 'istio_requests_total' }, ['reviews']],
    ['label/app/values', { limit: '1' }, ['a"b\\c']],
    ['label/none/values', {}, []],
    ['label/U__response_5f_code/values', {}, ['200', '503']],
    ['label/U__response__code/values', {}, ['200', '503']],
    [
      'series',
      { 'match[]': '{response_code=~"5.."}' },
      [{ __name__: 'istio_requests_total', app: 'reviews', response_code: '503' }],
    ],
    ['series', { 'match[]': 'broken', start: '1', end: '2' }, []],
    ['rules', {}, { groups: [] }],
    ['alerts', {}, { alerts: [] }],
    [
      'metadata',
      { metric: 'istio_requests_total' },
      { istio_requests_total: [{ type: 'counter', help: 'requests by response code', unit: '' }] },
    ],
  ];
  test.each(lists)('%s %j', async (path, parameters, data) => {
    expect((await get(path, parameters)).body.data).toEqual(data);
  });

  test('several match[] give each series once', async () => {
    const url = `${server.url}/api/v1/series?match[]=broken&match[]={__name__="broken"}&match[]=istio_requests_total`;
    const body = await (await fetch(url)).json();
    expect(body.data).toHaveLength(3);
  });

  test('version, configuration, size', async () => {
    const about = (await get('status/buildinfo')).body.data;
    expect(about).toMatchObject({ version: '3.15.0', revision: 'sluice-demo' });
    expect((await get('status/config')).body.data.yaml).toContain('scrape_interval: 5s');
    expect((await get('status/flags')).body.data['query.lookback-delta']).toBe('5m');
    const { headStats } = (await get('status/tsdb')).body.data;
    expect(headStats).toMatchObject({ numSeries: 9, minTime: startMs, maxTime: nowMs });
  });
});

describe('HTTP', () => {
  test('health, unknown paths, wrong methods', async () => {
    const text = async (path: string) => (await fetch(server.url + path)).text();
    expect(await text('/-/healthy')).toBe('Prometheus Server is Healthy.\n');
    expect(await text('/-/ready')).toBe('Prometheus Server is Ready.\n');
    expect((await get('nothing')).status).toBe(404);
    expect((await fetch(`${server.url}/graph`)).status).toBe(404);
    const wrong = await fetch(`${server.url}/api/v1/metadata`, { method: 'POST' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, OPTIONS']);
  });

  test('a path that is not encoded text is refused', async () => {
    expect((await get('label/%E0%A4%A/values')).status).toBe(400);
  });

  test('any origin may ask', async () => {
    const { headers } = await get('query', { query: '1' }, { origin: 'http://elsewhere' });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect((await get('query', { query: '1' })).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('large answers are compressed for those who take it', async () => {
    const large = { query: '1', start: '0', end: '5000', step: '1' };
    const { headers, body } = await get('query_range', large, { 'accept-encoding': 'gzip' });
    expect(headers.get('content-encoding')).toBe('gzip');
    expect(body.data.result[0].values).toHaveLength(5001);
    expect(
      (await get('query_range', large, { 'accept-encoding': 'identity' })).headers.get('content-encoding'),
    ).toBeNull();
  });

  test('a taken port is an error', async () => {
    const store = createMetricsStore({ retentionMs: 1 });
    await expect(startPrometheus({ port: server.port, store, retentionMs: 1 })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
