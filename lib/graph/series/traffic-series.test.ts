import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeriesPeerName } from '../../api/traffic/series.ts';
import type { SeriesGrouping, SeriesMetric } from '../../api/traffic/series-words.ts';
import type { RangeSeries } from '../../metrics/samples.ts';
import type { TrafficCut, TrafficRows } from './traffic-series.ts';
import { trafficSeries } from './traffic-series.ts';

const range = { from: 100, to: 130, stepSeconds: 10 };

/** `_` for a step without a sample. */
function row(labels: RangeSeries['labels'], notation: string): RangeSeries {
  const samples = notation
    .split(' ')
    .flatMap((text, index): [number, number][] => (text === '_' ? [] : [[100 + index * 10, Number(text)]]));
  return { labels, times: samples.map(([at]) => at), values: samples.map(([, value]) => value) };
}

const http = (code: string, more: RangeSeries['labels'] = {}) => ({
  request_protocol: 'http',
  response_code: code,
  grpc_response_status: '',
  ...more,
});
const grpc = (status: string) => ({
  request_protocol: 'grpc',
  response_code: '200',
  grpc_response_status: status,
});

function cut(by: SeriesGrouping, metrics: SeriesMetric[], more: Partial<TrafficCut> = {}): TrafficCut {
  const hostPeer = (name: string): SeriesPeerName => ({ kind: 'host', namespace: '', name });
  return { by, metrics, direction: 'inbound', visible: null, hostPeer, ...more };
}

function lines(rows: TrafficRows['rows'], asked: TrafficCut): Record<string, (number | null)[]> {
  const { series } = trafficSeries({ range, rows }, asked);
  return Object.fromEntries(
    series.map(({ measure, labels, values }) => [
      [
        measure,
        ...Object.values(labels).map((one) => (typeof one === 'string' ? one : `${one.kind}:${one.name}`)),
      ].join(' '),
      values,
    ]),
  );
}

describe('rates', () => {
  it('are zero where others were measured, and unknown where nothing was', () => {
    const requests = [row(http('200'), '1 2 _ 4'), row(http('503'), '_ 1 _ _')];
    expect(lines({ requests }, cut('code', ['requests']))).toEqual({
      'requestsPerSecond http 200': [1, 2, null, 4],
      'requestsPerSecond http 503': [0, 1, null, 0],
    });
  });

  it('tell failures from refusals, as the graph does', () => {
    const requests = [
      row(http('200'), '6 1 0 _'),
      row(http('404'), '2 _ 0 _'),
      row(http('503'), '1 _ 0 _'),
      row(http('0'), '1 _ 0 _'),
    ];
    expect(lines({ requests }, cut('none', ['errors']))).toEqual({
      errorRatio: [0.2, 0, null, null],
      clientErrorRatio: [0.2, 0, null, null],
    });
    const calls = [row(grpc('0'), '3 3 3 3'), row(grpc('14'), '1 1 1 1'), row(http('200'), '9 9 9 9')];
    expect(lines({ requests: calls }, cut('protocol', ['errors', 'grpc']))).toMatchObject({
      'errorRatio grpc': [0.25, 0.25, 0.25, 0.25],
      'errorRatio http': [0, 0, 0, 0],
      'grpcCallsPerSecond grpc 0': [3, 3, 3, 3],
      'grpcCallsPerSecond grpc 14': [1, 1, 1, 1],
    });
    // By status it is split already.
    for (const by of ['none', 'code'] as const) {
      expect(Object.keys(lines({ requests: calls }, cut(by, ['grpc'])))).toEqual([
        'grpcCallsPerSecond 0',
        'grpcCallsPerSecond 14',
      ]);
    }
    const of = (version: string, rate: string) =>
      row({ ...grpc('14'), destination_workload: 'w', destination_canonical_revision: version }, rate);
    expect(lines({ requests: [of('v1', '1 1 1 1'), of('v2', '2 2 2 2')] }, cut('version', ['grpc']))).toEqual(
      {
        'grpcCallsPerSecond v1 w 14': [1, 1, 1, 1],
        'grpcCallsPerSecond v2 w 14': [2, 2, 2, 2],
      },
    );
  });

  it('leave out infinities and samples outside the range', () => {
    const stray: RangeSeries = {
      labels: http('200'),
      times: [90, 100, 110, 140],
      values: [9, Number.POSITIVE_INFINITY, 2, 9],
    };
    expect(lines({ requests: [stray] }, cut('none', ['requests']))).toEqual({
      requestsPerSecond: [null, 2, null, null],
    });
  });

  it('lose nothing, however they are grouped and whoever may see', () => {
    const namespaces = fc.constantFrom('a', 'b', 'c', 'unknown');
    const rows = fc.array(
      fc.record({
        namespace: namespaces,
        workload: fc.constantFrom('x', 'y', 'unknown'),
        code: fc.constantFrom('200', '404', '500', '0'),
        rate: fc.integer({ min: 0, max: 1000 }),
      }),
      { maxLength: 60 },
    );
    void fc.assert(
      fc.property(rows, fc.constantFrom<SeriesGrouping>('none', 'code', 'peer'), (all, by) => {
        const requests = all.map(({ namespace, workload, code, rate }) =>
          row(http(code, { source_workload_namespace: namespace, source_workload: workload }), `${rate}`),
        );
        const { series } = trafficSeries(
          { range, rows: { requests } },
          cut(by, ['requests'], { visible: new Set(['a']) }),
        );
        const sum = series.reduce((left, { values }) => left + (values[0] ?? 0), 0);
        const real = all.reduce((left, { rate }) => left + rate, 0);
        expect(Math.abs(sum - real)).toBeLessThanOrEqual(real * 0.01);
        for (const { labels } of series) expect(['', 'a']).toContain(labels.peer?.namespace ?? '');
      }),
    );
  });
});

describe('peers', () => {
  const from = (namespace: string, workload: string) =>
    http('200', { source_workload_namespace: namespace, source_workload: workload });

  it('in hidden namespaces are one without a name', () => {
    const requests = [
      row(from('bookinfo', 'productpage'), '5 5 5 5'),
      row(from('payments', 'canary-ledger'), '1 1 1 1'),
      row(from('payments', 'unknown'), '1 1 1 1'),
      row(from('vault', 'canary-vault'), '2 2 2 2'),
      row(from('unknown', 'unknown'), '3 3 3 3'),
    ];
    const found = lines({ requests }, cut('peer', ['requests'], { visible: new Set(['bookinfo']) }));
    expect(found).toEqual({
      'requestsPerSecond workload:productpage': [5, 5, 5, 5],
      'requestsPerSecond restricted:': [4, 4, 4, 4],
      'requestsPerSecond unknown:': [3, 3, 3, 3],
    });
  });

  it('that are called but never reached are told by their host, hidden ones not', () => {
    const to = (host: string) =>
      http('503', {
        destination_workload_namespace: 'unknown',
        destination_workload: 'unknown',
        destination_service: host,
      });
    const requests = [row(to('api.example.com'), '1 1 1 1'), row(to('canary.payments'), '1 1 1 1')];
    const hostPeer = (host: string): SeriesPeerName =>
      host.endsWith('.payments')
        ? { kind: 'service', namespace: 'payments', name: 'canary' }
        : { kind: 'host', namespace: 'bookinfo', name: host };
    const asked = cut('peer', ['requests'], {
      direction: 'outbound',
      visible: new Set(['bookinfo']),
      hostPeer,
    });
    expect(lines({ requests }, asked)).toEqual({
      'requestsPerSecond host:api.example.com': [1, 1, 1, 1],
      'requestsPerSecond restricted:': [1, 1, 1, 1],
    });
  });

  it('beyond the ten largest are one', () => {
    const requests = Array.from({ length: 13 }, (_, index) => row(from('a', `w${index}`), `${index + 1}`));
    const found = lines({ requests }, cut('peer', ['requests']));
    expect(Object.keys(found)).toHaveLength(11);
    expect(found['requestsPerSecond rest:']).toEqual([6, null, null, null]);
    expect(found['requestsPerSecond workload:w12']).toEqual([13, null, null, null]);
  });
});

describe('latency', () => {
  const bucket = (le: string, notation: string, more: RangeSeries['labels'] = {}) =>
    row({ le, ...more }, notation);
  const buckets = [bucket('10', '5 5 _ 0'), bucket('100.0', '9 9 _ 0'), bucket('+Inf', '10 10 _ 0')];
  const durations = [row({}, '200 400 _ 0')];

  it('is percentiles of the buckets as they come, and the average of the sum', () => {
    const found = lines({ buckets, durations }, cut('none', ['latency']));
    expect(found.averageMs).toEqual([20, 40, null, null]);
    expect(found.p50Ms).toEqual([10, 10, null, null]);
    expect(found.p99Ms).toEqual([100, 100, null, null]);
  });

  it('of peers that are merged is of their merged buckets, not a mean of percentiles', () => {
    const of = (namespace: string) => ({ source_workload_namespace: namespace, source_workload: 'w' });
    const merged = [
      bucket('10', '99', of('hidden')),
      bucket('1000', '99', of('hidden')),
      bucket('+Inf', '99', of('hidden')),
      bucket('10', '0', of('secret')),
      bucket('1000', '1', of('secret')),
      bucket('+Inf', '1', of('secret')),
    ];
    const found = lines({ buckets: merged }, cut('peer', ['latency'], { visible: new Set() }));
    expect(found['p50Ms restricted:']?.[0]).toBeLessThan(10);
  });

  it('as a heat map counts each bucket alone, with the bounds that the proxies have', () => {
    const { heatMaps } = trafficSeries({ range, rows: { buckets } }, cut('none', ['heatmap']));
    expect(heatMaps).toEqual([
      { labels: {}, boundsMs: [10, 100, null], columns: [[5, 4, 1], [5, 4, 1], null, [0, 0, 0]] },
    ]);
  });

  it('as heat maps of the parts, those of hidden peers together and without a name', () => {
    const from = (workload: string, namespace: string) => ({
      source_workload: workload,
      source_workload_namespace: namespace,
    });
    const parts = [
      bucket('10', '1', from('page', 'shop')),
      bucket('+Inf', '3', from('page', 'shop')),
      bucket('10', '4', from('a', 'hidden')),
      bucket('+Inf', '4', from('a', 'hidden')),
      bucket('100', '1', from('b', 'secret')),
      bucket('+Inf', '1', from('b', 'secret')),
    ];
    const asked = cut('peer', ['heatmap'], { visible: new Set(['shop']) });
    const { heatMaps } = trafficSeries({ range, rows: { buckets: parts } }, asked);
    expect(
      heatMaps.map(({ labels, boundsMs, columns }) => [labels.peer?.name, boundsMs, columns[0]]),
    ).toEqual([
      ['page', [10, null], [1, 2]],
      ['', [10, 100, null], [4, 0, 1]],
    ]);
    expect(JSON.stringify(heatMaps)).not.toMatch(/hidden|secret/);
  });

  it('reads buckets that do not rise, and two spellings of one bound', () => {
    const odd = [bucket('1', '2'), bucket('1.0', '3'), bucket('10', '4'), bucket('+Inf', '9')];
    const { heatMaps } = trafficSeries({ range, rows: { buckets: odd } }, cut('none', ['heatmap']));
    expect(heatMaps[0]?.boundsMs).toEqual([1, 10, null]);
    expect(heatMaps[0]?.columns[0]).toEqual([5, 0, 4]);
  });
});

it('TCP is told from the caller: what the server received, the caller sent', () => {
  const tcp = [
    row({ counter: 'received' }, '7'),
    row({ counter: 'sent' }, '9'),
    row({ counter: 'opened' }, '1'),
  ];
  expect(lines({ tcp }, cut('code', ['tcp']))).toEqual({
    tcpSentBytesPerSecond: [7, null, null, null],
    tcpReceivedBytesPerSecond: [9, null, null, null],
    connectionsOpenedPerSecond: [1, null, null, null],
  });
});

it('nothing asked or answered is nothing, and no error', () => {
  expect(trafficSeries({ range, rows: {} }, cut('none', ['requests', 'heatmap']))).toEqual({
    series: [],
    heatMaps: [],
  });
});
