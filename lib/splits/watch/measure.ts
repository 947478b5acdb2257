/** Answers about one split, read: what each version did in each window. Rates are per second, windows in rising time. */

import { histogramQuantile } from '../../metrics/quantile.ts';
import type { RangeSeries } from '../../metrics/samples.ts';
import type { SplitQueryId } from '../../metrics/split-queries.ts';

export interface MeasuredVersion {
  requests: number;
  /** 5xx, and failed gRPC statuses. */
  failed: number;
  /** 4xx. */
  refused: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
  atLeast: boolean;
  connections: number;
  bytes: number;
  /** The requests by the cluster of the pods that answered, as Istio names it. */
  clusters: ReadonlyMap<string, { requests: number; failed: number }>;
}

export interface MeasuredCaller {
  namespace: string;
  workload: string;
  /** By version. */
  requests: ReadonlyMap<string, number>;
  /** 5xx, and failed gRPC statuses, by version. */
  failed: ReadonlyMap<string, number>;
}

export interface Measured {
  /** Unix seconds of the windows' ends. */
  times: readonly number[];
  /** By version, one for each window; null where nothing was told. */
  versions: ReadonlyMap<string, readonly (MeasuredVersion | null)[]>;
  /** Requests that never arrived, of all callers. */
  unreachable: readonly number[];
  /** Of the last window. */
  callers: readonly MeasuredCaller[];
}

export type SplitAnswers = ReadonlyMap<SplitQueryId, readonly RangeSeries[]>;

interface Sum {
  requests: number;
  failed: number;
  refused: number;
  connections: number;
  bytes: number;
  buckets: Map<number, number>;
  clusters: Map<string, { requests: number; failed: number }>;
}

/** `versionOf`: the version that a workload (`namespace/name`) is; null for one that is none. */
export function measure(
  answers: SplitAnswers,
  times: readonly number[],
  versionOf: (workload: string) => string | null,
): Measured {
  const at = new Map(times.map((time, index) => [time, index]));
  const sums = new Map<string, (Sum | null)[]>();
  const each = (
    id: SplitQueryId,
    add: (sum: Sum, value: number, labels: RangeSeries['labels']) => void,
  ): void => {
    for (const { labels, times: own, values } of answers.get(id) ?? []) {
      const version = versionOf(workloadOf(labels));
      if (version === null) continue;
      const list = sums.get(version) ?? times.map(() => null);
      sums.set(version, list);
      for (const [nth, time] of own.entries()) {
        const index = at.get(time);
        const value = values[nth] ?? Number.NaN;
        if (index === undefined || !Number.isFinite(value)) continue;
        const sum = list[index] ?? {
          requests: 0,
          failed: 0,
          refused: 0,
          connections: 0,
          bytes: 0,
          buckets: new Map(),
          clusters: new Map(),
        };
        list[index] = sum;
        add(sum, value, labels);
      }
    }
  };
  each('requests', (sum, value, labels) => {
    sum.requests += value;
    const name = known(labels.destination_cluster);
    const cluster = sum.clusters.get(name) ?? { requests: 0, failed: 0 };
    sum.clusters.set(name, cluster);
    cluster.requests += value;
    if (isFailed(labels)) {
      sum.failed += value;
      cluster.failed += value;
    } else if ((labels.response_code ?? '').startsWith('4')) sum.refused += value;
  });
  each('buckets', (sum, value, { le = '' }) => {
    const bound = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
    if (!Number.isNaN(bound)) sum.buckets.set(bound, (sum.buckets.get(bound) ?? 0) + value);
  });
  each('tcp', (sum, value, labels) => {
    if (labels.counter === 'opened') sum.connections += value;
    else sum.bytes += value;
  });
  return {
    times,
    versions: new Map([...sums].map(([version, list]) => [version, list.map((sum) => sum && finished(sum))])),
    unreachable: unreachable(answers, at, times.length),
    callers: callers(answers, times.at(-1) ?? 0, versionOf),
  };
}

function isFailed({
  request_protocol,
  response_code = '',
  grpc_response_status,
}: RangeSeries['labels']): boolean {
  const isGrpc =
    request_protocol === 'grpc' && grpc_response_status !== undefined && grpc_response_status !== '';
  if (isGrpc && grpc_response_status !== '0') return true;
  return response_code.startsWith('5') || response_code === '0';
}

function finished({ buckets, ...sum }: Sum): MeasuredVersion {
  const bounds = [...buckets.keys()].sort((a, b) => a - b);
  const rates = Float64Array.from(bounds, (bound) => buckets.get(bound) ?? 0);
  const quantile = (q: number) => histogramQuantile(q, { bounds, rates });
  const highest = bounds.findLast((bound) => Number.isFinite(bound));
  const p99Ms = quantile(0.99);
  return {
    ...sum,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms,
    atLeast: p99Ms !== null && p99Ms === highest,
  };
}

function unreachable(answers: SplitAnswers, at: ReadonlyMap<number, number>, length: number): number[] {
  const lost = new Array<number>(length).fill(0);
  for (const { times, values } of answers.get('unreachable') ?? []) {
    for (const [nth, time] of times.entries()) {
      const index = at.get(time);
      const value = values[nth] ?? Number.NaN;
      if (index !== undefined && Number.isFinite(value)) lost[index] = (lost[index] ?? 0) + value;
    }
  }
  return lost;
}

function callers(
  answers: SplitAnswers,
  last: number,
  versionOf: (workload: string) => string | null,
): MeasuredCaller[] {
  const found = new Map<
    string,
    { namespace: string; workload: string; requests: Map<string, number>; failed: Map<string, number> }
  >();
  for (const { labels, times, values } of answers.get('callers') ?? []) {
    const version = versionOf(workloadOf(labels));
    const value = values[times.lastIndexOf(last)] ?? 0;
    if (version === null || !(value > 0)) continue;
    const namespace = known(labels.source_workload_namespace);
    const workload = known(labels.source_workload);
    const key = `${namespace}/${workload}`;
    const one = found.get(key) ?? { namespace, workload, requests: new Map(), failed: new Map() };
    found.set(key, one);
    one.requests.set(version, (one.requests.get(version) ?? 0) + value);
    if (isFailed(labels)) one.failed.set(version, (one.failed.get(version) ?? 0) + value);
  }
  return [...found.values()];
}

/** Istio writes "unknown" for callers without a proxy. */
function known(value: string | undefined): string {
  return value === undefined || value === 'unknown' ? '' : value;
}

function workloadOf(labels: RangeSeries['labels']): string {
  return `${labels.destination_workload_namespace ?? ''}/${labels.destination_workload ?? ''}`;
}
