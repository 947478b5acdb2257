import { describe, expect, it, test } from 'vitest';
import type { Traffic } from '../../api/traffic/graph.ts';
import { judgeHealth, mergeHealth } from './health.ts';
import { parseTolerances } from './health-tolerance.ts';

const none: Traffic = {
  requestsPerSecond: 0,
  errorRatio: null,
  clientErrorRatio: null,
  averageMs: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  bytesPerSecond: null,
};

const traffic = (numbers: Partial<Traffic>): Traffic => ({
  ...none,
  requestsPerSecond: 10,
  errorRatio: 0,
  ...numbers,
});
const judge = (numbers: Partial<Traffic>, windowSeconds = 60) =>
  judgeHealth({ traffic: traffic(numbers), windowSeconds });
const shown = ({ state, reasons }: ReturnType<typeof judgeHealth>) =>
  [state, ...reasons.map(({ code, value, threshold }) => `${code} ${value}/${threshold}`)].join(', ');

test.each<[string, Partial<Traffic>, string]>([
  ['no errors', {}, 'healthy'],
  ['errors below the first threshold', { errorRatio: 0.0099 }, 'healthy'],
  ['errors at the first threshold', { errorRatio: 0.01 }, 'degraded, error-ratio 0.01/0.01'],
  ['errors at the second threshold', { errorRatio: 0.05 }, 'failing, error-ratio 0.05/0.05'],
  ['client errors are tolerated longer', { clientErrorRatio: 0.099 }, 'healthy'],
  ['many client errors', { clientErrorRatio: 0.1 }, 'degraded, client-error-ratio 0.1/0.1'],
  ['mostly client errors', { clientErrorRatio: 0.5 }, 'failing, client-error-ratio 0.5/0.5'],
  ['a second is not slow', { p95Ms: 1000 }, 'healthy'],
  ['slow', { p95Ms: 1001 }, 'degraded, latency 1001/1000'],
  ['slow on average, percentiles unknown', { averageMs: 1500 }, 'degraded, latency 1500/1000'],
  ['slow on average, but not at the p95', { averageMs: 1500, p95Ms: 900 }, 'healthy'],
  [
    'the worst reason first',
    { errorRatio: 0.2, p95Ms: 2000 },
    'failing, error-ratio 0.2/0.05, latency 2000/1000',
  ],
  ['nothing', { requestsPerSecond: 0, errorRatio: null }, 'idle, no-traffic null/null'],
  ['bytes only', { requestsPerSecond: 0, errorRatio: null, bytesPerSecond: 5 }, 'healthy'],
])('%s', (_, numbers, expected) => {
  expect(shown(judge(numbers))).toBe(expected);
});

test('silence is no traffic only where the question was answered', () => {
  const silent = { traffic: null, windowSeconds: 60 };
  expect(shown(judgeHealth(silent))).toBe('idle, no-traffic null/null');
  expect(shown(judgeHealth({ ...silent, silence: 'unknown' }))).toBe('unknown');
  expect(shown(judgeHealth({ ...silent, silence: 'unknown', pods: { ready: 0, wanted: 2 } }))).toBe(
    'failing, not-ready 0/2',
  );
  expect(shown(judgeHealth({ traffic: traffic({}), windowSeconds: 60, silence: 'unknown' }))).toBe('healthy');
});

describe('few requests', () => {
  it('never turn anything amber or red', () => {
    expect(shown(judge({ requestsPerSecond: 19 / 60, errorRatio: 1 }))).toBe(
      'unknown, too-few-requests 19/20',
    );
    expect(shown(judge({ requestsPerSecond: 20 / 60, errorRatio: 1 }))).toBe('failing, error-ratio 1/0.05');
    expect(shown(judge({ requestsPerSecond: 19 / 60, p95Ms: 5000 }))).toBe('unknown, too-few-requests 19/20');
  });

  it('without a finding are healthy, and in a longer window are many', () => {
    expect(shown(judge({ requestsPerSecond: 0.01 }))).toBe('healthy');
    expect(shown(judge({ requestsPerSecond: 0.1, errorRatio: 1 }, 600))).toBe('failing, error-ratio 1/0.05');
  });
});

test.each([
  [{ ready: 3, wanted: 3 }, 'healthy'],
  [{ ready: 2, wanted: 3 }, 'degraded, not-ready 2/3'],
  [{ ready: 0, wanted: 3 }, 'failing, not-ready 0/3'],
  [{ ready: 0, wanted: 0 }, 'healthy'],
])('pods %j', (pods, expected) => {
  expect(shown(judgeHealth({ traffic: traffic({}), windowSeconds: 60, pods }))).toBe(expected);
});

describe('tolerances of an object', () => {
  const codes = new Map([
    ['http 200', 90],
    ['http 404', 6],
    ['http 503', 4],
    ['grpc 14', 50],
  ]);
  const judged = (annotation: string, direction: 'inbound' | 'outbound' = 'inbound') =>
    shown(
      judgeHealth({
        traffic: traffic({ requestsPerSecond: 150, errorRatio: 0.36 }),
        windowSeconds: 60,
        tolerated: { tolerances: parseTolerances(annotation), codes, direction },
      }),
    );

  test.each([
    ['4XX,5,10,http,inbound', 'degraded, client-error-ratio 0.06/0.05'],
    ['4xx,5,6,http,inbound', 'failing, client-error-ratio 0.06/0.06'],
    ['4XX,10,20,http,inbound;5XX,1,4,http,inbound', 'failing, error-ratio 0.04/0.04'],
    ['404,50,60,http,inbound', 'healthy'],
    ['503,0,50,.*,.*', 'degraded, error-ratio 0.02666'],
    ['14,0,100,grpc,inbound', 'failing, error-ratio 1/1'],
    ['5XX,1,4,http,outbound', 'healthy'],
  ])('%s', (annotation, expected) => {
    expect(judged(annotation)).toContain(expected);
  });

  it('hold for what is sent, where they say so', () => {
    expect(judged('5XX,1,4,http,outbound', 'outbound')).toBe('failing, error-ratio 0.04/0.04');
  });

  it.each([
    '',
    'nonsense',
    '4XX,10,20,http',
    '4XX,a,20,http,inbound',
    '5XX,20,10,http,inbound',
    '(,1,2,http,inbound',
    `${'x'.repeat(61)},1,2,http,inbound`,
    'a{1000},1,2,http,in',
  ])('%j says nothing, so that the defaults hold', (annotation) => {
    expect(parseTolerances(annotation)).toEqual([]);
    expect(judged(annotation)).toBe('failing, error-ratio 0.36/0.05');
  });

  it('keep what can be read of several', () => {
    expect(parseTolerances('bad;5XX,1,2,http,inbound')).toHaveLength(1);
  });
});

describe('of several parts', () => {
  it('the worst state wins and idle parts are silent', () => {
    const merged = mergeHealth([judge({ requestsPerSecond: 0, errorRatio: null }), judge({ p95Ms: 2000 })]);
    expect(shown(merged)).toBe('degraded, latency 2000/1000');
    expect(mergeHealth([]).state).toBe('idle');
  });
});
