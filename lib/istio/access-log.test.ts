import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAccessLog, readClusterName } from './access-log.ts';
import { readLogLine } from './log-line.ts';

/** From Istio's documentation of the default format. */
const documented =
  '[2020-11-25T21:26:18.409Z] "GET /status/418 HTTP/1.1" 418 - via_upstream - "-" 0 135 4 4 "-" "curl/7.73.0-DEV" "84961386-6d84-929d-98bd-c5aee93b5c88" "httpbin:8000" "10.44.1.27:80" outbound|8000||httpbin.foo.svc.cluster.local 10.44.1.23:37652 10.0.45.184:8000 10.44.1.23:46520 - default';
const refused =
  '[2026-11-21T14:00:00.000Z] "POST /api/v1/orders?q=a b HTTP/2" 503 UF,URX upstream_reset_before_response_started{connection_failure} - "TLS error: 268435703" 12 91 3 - "10.0.0.1,10.0.0.2" "grpc-go/1.60 (a"b)" "id-1" "orders.shop" "10.1.2.3:8080" outbound|8080|v2|orders.shop.svc.cluster.local - 10.0.45.184:8080 10.44.1.23:46520 outbound_.8080_._.orders.shop.svc.cluster.local my-route';
const tcp =
  '[2026-11-21T14:00:00.000Z] "- - -" 0 UF,URX - - "delayed connect error: 111" 0 0 1001 - "-" "-" "-" "-" "10.1.2.3:27017" outbound|27017||mongodb.bookinfo.svc.cluster.local - 10.0.45.1:27017 10.44.1.23:46520 - -';

describe('a line of the access log', () => {
  test('of the documentation', () => {
    expect(readAccessLog(documented)).toEqual({
      startTime: '2020-11-25T21:26:18.409Z',
      method: 'GET',
      path: '/status/418',
      protocol: 'HTTP/1.1',
      responseCode: 418,
      responseFlags: [],
      responseCodeDetails: 'via_upstream',
      connectionTerminationDetails: null,
      upstreamTransportFailureReason: null,
      bytesReceived: 0,
      bytesSent: 135,
      durationMs: 4,
      upstreamServiceTimeMs: 4,
      forwardedFor: null,
      userAgent: 'curl/7.73.0-DEV',
      requestId: '84961386-6d84-929d-98bd-c5aee93b5c88',
      authority: 'httpbin:8000',
      upstreamHost: '10.44.1.27:80',
      upstreamCluster: 'outbound|8000||httpbin.foo.svc.cluster.local',
      upstreamLocalAddress: '10.44.1.23:37652',
      downstreamLocalAddress: '10.0.45.184:8000',
      downstreamRemoteAddress: '10.44.1.23:46520',
      requestedServerName: null,
      routeName: 'default',
    });
  });

  test('of a failure, with quotes in the user agent and a space in the path', () => {
    expect(readAccessLog(refused)).toMatchObject({
      method: 'POST',
      path: '/api/v1/orders?q=a b',
      responseCode: 503,
      responseFlags: ['UF', 'URX'],
      upstreamTransportFailureReason: 'TLS error: 268435703',
      userAgent: 'grpc-go/1.60 (a"b)',
      upstreamServiceTimeMs: null,
      upstreamCluster: 'outbound|8080|v2|orders.shop.svc.cluster.local',
      routeName: 'my-route',
    });
  });

  test('of a TCP connection', () => {
    expect(readAccessLog(tcp)).toMatchObject({
      method: null,
      path: null,
      protocol: null,
      responseCode: 0,
      durationMs: 1001,
    });
  });

  test('as JSON', () => {
    const line = JSON.stringify({
      start_time: '2026-11-21T14:00:00.000Z',
      method: 'GET',
      path: '/',
      protocol: 'HTTP/1.1',
      response_code: 200,
      response_flags: '-',
      duration: 12,
      upstream_host: '10.0.0.1:80',
      user_agent: null,
    });
    expect(readAccessLog(line)).toMatchObject({
      method: 'GET',
      responseCode: 200,
      responseFlags: [],
      durationMs: 12,
      userAgent: null,
    });
  });

  test.each([
    '',
    '[',
    '{',
    '[x] y',
    '{"level":"info"}',
    'null',
    '[2020-11-25T21:26:18.409Z] "GET / HTTP/1.1" 200',
  ])('%j is none', (line) => {
    expect(readAccessLog(line)).toBeNull();
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        (line) => void readLogLine(`[2020-01-01T00:00:00Z] ${line}`),
      ),
    );
  });
});

test.each([
  [documented, 'warning'],
  [refused, 'error'],
  [tcp, 'warning'],
  ['2026-11-21T14:00:00.123Z\tinfo\tenvoy main\tstarting', 'info'],
  ['2026-11-21T14:00:00.123Z\twarning\tenvoy config\tgRPC config stream closed', 'warning'],
  ['E1121 14:00:00.000000       1 reflector.go:150] failed', 'error'],
  ['I1121 14:00:00.000000       1 main.go:1] error is not the level here', 'info'],
  ['{"level":"error","msg":"boom"}', 'error'],
  ['{"severity":"WARNING","message":"hm"}', 'warning'],
  ['time="…" level=debug msg="error"', 'debug'],
  ['{"level":"constructor"}', null],
  ['hello', null],
  [`${'x '.repeat(80)} error`, null],
])('%.60s is %s', (line, level) => {
  expect(readLogLine(line).level).toBe(level);
});

test.each([
  [
    'outbound|9080|v1|reviews.bookinfo.svc.cluster.local',
    { direction: 'outbound', port: 9080, subset: 'v1', host: 'reviews.bookinfo.svc.cluster.local' },
  ],
  ['inbound|9080||', { direction: 'inbound', port: 9080, subset: '', host: '' }],
  ['PassthroughCluster', null],
  [null, null],
])('cluster %s', (name, expected) => {
  expect(readClusterName(name)).toEqual(expected);
});
