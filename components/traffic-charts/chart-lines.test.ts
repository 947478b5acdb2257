import { describe, expect, it } from 'vitest';
import type { SeriesLabels, TimeSeries } from '#lib/api/traffic/series.ts';
import type { SeriesMeasure } from '#lib/api/traffic/series-words.ts';
import {
  codeLines,
  grpcLines,
  type LineNames,
  measureLines,
  partId,
  partLines,
  partsOf,
} from './chart-lines.ts';

const names: LineNames = {
  measure: (measure) => measure,
  part: ({ version, workload, code, peer, grpcStatus }, needsWorkload) =>
    needsWorkload ? `${version} (${workload})` : (version ?? code ?? peer?.name ?? grpcStatus ?? '?'),
};

const one = (measure: SeriesMeasure, labels: SeriesLabels, ...values: (number | null)[]): TimeSeries => ({
  measure,
  labels,
  values,
});
const answer = (...series: TimeSeries[]) => ({ times: [1, 2], series });
const looks = (lines: ReturnType<typeof partLines>) => lines.map(({ label, tone }) => `${label} ${tone}`);

describe('codeLines', () => {
  it('goes from good to bad; no answer comes last; protocols of one code are added', () => {
    const lines = codeLines(
      answer(
        one('requestsPerSecond', { protocol: 'http', code: '503' }, 1, 1),
        one('requestsPerSecond', { protocol: 'http', code: '0' }, 1, 1),
        one('requestsPerSecond', { protocol: 'http', code: '200' }, 1, null),
        one('requestsPerSecond', { protocol: 'grpc', code: '200', grpcStatus: '0' }, 2, null),
        one('requestsPerSecond', { protocol: 'http', code: '500' }, 1, 1),
        one('requestsPerSecond', { protocol: 'http', code: '404' }, 1, 1),
      ),
      names,
    );
    expect(looks(lines)).toEqual([
      '200 healthyShare',
      '404 degraded',
      '500 failing',
      '503 failingLine',
      '0 plum',
    ]);
    expect(lines[0]?.values).toEqual([3, null]);
  });
});

describe('partLines', () => {
  const version = (name: string, workload: string, ...values: (number | null)[]) =>
    one('requestsPerSecond', { version: name, workload }, ...values);

  it('marks versions as everywhere: the oldest, the newest and those between', () => {
    const lines = partLines(
      answer(version('v10', 'w10', 1), version('v2', 'w2', 1), version('', '', 1), version('v1', 'w1', 1)),
      ['requestsPerSecond'],
      names,
    );
    expect(looks(lines)).toEqual(['v1 stable', 'v2 otherVersion', 'v10 candidate', ' idle']);
  });

  it('names the workloads where one version has several', () => {
    const lines = partLines(
      answer(version('v1', 'a', 1), version('v1', 'b', 1)),
      ['requestsPerSecond'],
      names,
    );
    expect(lines.map(({ label }) => label)).toEqual(['v1 (a)', 'v1 (b)']);
  });

  it('gives a part one key and colour in every chart, whichever measures it has', () => {
    const peer = (name: string) => ({ peer: { kind: 'workload' as const, namespace: 'a', name } });
    const all = answer(
      one('requestsPerSecond', peer('x'), 1),
      one('requestsPerSecond', peer('y'), 1),
      one('p95Ms', peer('y'), 9),
      one('requestsPerSecond', { peer: { kind: 'restricted', namespace: '', name: '' } }, 1),
    );
    const rate = partLines(all, ['requestsPerSecond'], names);
    const p95 = partLines(all, ['p95Ms'], names);
    expect(looks(rate)).toEqual(['x stable', 'y candidate', ' idle']);
    expect(p95.map(({ key, tone }) => [key, tone])).toEqual([[rate[1]?.key, 'candidate']]);
  });

  it('adds several measures of one part', () => {
    const lines = partLines(
      answer(
        one('requestBytesPerSecond', { version: 'v1', workload: 'w' }, 1, null),
        one('responseBytesPerSecond', { version: 'v1', workload: 'w' }, 2, null),
      ),
      ['requestBytesPerSecond', 'responseBytesPerSecond'],
      names,
    );
    expect(lines[0]?.values).toEqual([3, null]);
  });
});

it('a line of refusals appears only with refusals', () => {
  const series = (ratio: number) =>
    answer(one('errorRatio', {}, 0, 0), one('clientErrorRatio', {}, 0, ratio));
  const measures: SeriesMeasure[] = ['errorRatio', 'clientErrorRatio'];
  expect(measureLines(series(0), measures, names)).toHaveLength(1);
  expect(measureLines(series(0.1), measures, names)).toHaveLength(2);
});

it('gRPC statuses are in order, OK in grey', () => {
  const lines = grpcLines(
    answer(
      one('grpcCallsPerSecond', { grpcStatus: '14' }, 1),
      one('grpcCallsPerSecond', { grpcStatus: '0' }, 1),
      one('grpcCallsPerSecond', { grpcStatus: '4' }, 1),
    ),
    names,
  );
  expect(looks(lines)).toEqual(['0 healthyShare', '4 failing', '14 plum']);
});

describe('parts of what one chart cannot show side by side', () => {
  const v1 = { version: 'v1', workload: 'a' };
  const v2 = { version: 'v2', workload: 'b' };
  const calls = (labels: SeriesLabels, status: string, ...values: (number | null)[]) =>
    one('grpcCallsPerSecond', { ...labels, grpcStatus: status }, ...values);
  const split = answer(
    one('requestsPerSecond', v2, 1, 1),
    one('requestsPerSecond', v1, 1, 1),
    one('requestsPerSecond', { version: '', workload: '' }, 1, 1),
    one('p95Ms', v1, 5, null),
    one('p95Ms', v2, null, null),
    calls(v2, '14', 1, 1),
    calls(v2, '0', 7, 7),
    calls(v1, '0', 9, 9),
  );

  it('are those with samples of it, in the order of the lines', () => {
    expect(partsOf(split, 'p95Ms', names)).toEqual([{ id: 'v1 a', label: 'v1' }]);
    expect(partsOf(split, 'grpcCallsPerSecond', names)).toEqual([
      { id: 'v1 a', label: 'v1' },
      { id: 'v2 b', label: 'v2' },
    ]);
  });

  it('have a name in addresses, also the nameless', () => {
    const peer = { kind: 'restricted', namespace: '', name: '' } as const;
    expect([partId({ ...v1, grpcStatus: '0' }), partId({ flag: '' }), partId({ peer })]).toEqual([
      'v1 a',
      '-',
      'restricted',
    ]);
  });

  it('have their own calls by status', () => {
    expect(grpcLines(split, names, 'v2 b').map(({ label, values }) => [label, values[0]])).toEqual([
      ['0', 7],
      ['14', 1],
    ]);
  });

  it('leave the colours of the lines as they are: calls by status are no versions', () => {
    expect(looks(partLines(split, ['requestsPerSecond'], names))).toEqual([
      'v1 stable',
      'v2 candidate',
      ' idle',
    ]);
  });
});
