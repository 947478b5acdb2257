/** Adds records up: rates, failures, durations and buckets are all sums, so any grouping of edges has exact numbers. */
import type { Traffic } from '../../api/traffic/graph.ts';
import { addBuckets } from '../../metrics/quantile.ts';
import type { LatencyIndex } from './latency.ts';
import { quantileMs } from './latency.ts';
import type { Outcome, TrafficRecord } from './traffic-record.ts';
import { codeOf, isFailure } from './traffic-record.ts';

export interface TrafficSum {
  http: number;
  grpc: number;
  errors: number;
  clientErrors: number;
  durationMs: number;
  timed: number;
  buckets: Float64Array | null;
  sentBytes: number;
  receivedBytes: number;
  /** mTLS share times amount, and the amount for which it is known: requests, or bytes where there are none. */
  secured: number;
  judged: number;
  flagged: boolean;
  records: TrafficRecord[];
}

export function emptySum(): TrafficSum {
  return {
    http: 0,
    grpc: 0,
    errors: 0,
    clientErrors: 0,
    durationMs: 0,
    timed: 0,
    buckets: null,
    sentBytes: 0,
    receivedBytes: 0,
    secured: 0,
    judged: 0,
    flagged: false,
    records: [],
  };
}

export function addRecord(sum: TrafficSum, record: TrafficRecord): void {
  const { requestsPerSecond, errorsPerSecond, clientErrorsPerSecond, flagged } = record.totals;
  if (record.protocol === 'grpc') sum.grpc += requestsPerSecond;
  else sum.http += requestsPerSecond;
  sum.errors += errorsPerSecond;
  sum.clientErrors += clientErrorsPerSecond;
  sum.flagged ||= flagged;
  sum.records.push(record);
  if (record.durationMsPerSecond !== null) {
    sum.durationMs += record.durationMsPerSecond;
    sum.timed += record.timedPerSecond;
  }
  if (record.buckets !== null) {
    if (sum.buckets === null) sum.buckets = record.buckets.slice();
    else addBuckets(sum.buckets, record.buckets);
  }
  sum.sentBytes += record.sentBytesPerSecond;
  sum.receivedBytes += record.receivedBytesPerSecond;
  if (record.mtlsRatio !== null) {
    const bytes = record.sentBytesPerSecond + record.receivedBytesPerSecond;
    const amount = record.protocol === 'tcp' ? bytes : requestsPerSecond;
    sum.judged += amount;
    sum.secured += amount * record.mtlsRatio;
  }
}

/** Requests per second by "protocol code". */
export function ratesByCode({ records }: TrafficSum): Map<string, number> {
  return rates(records, (outcome, { protocol }) => [codeOf(protocol, outcome)]);
}

/** Failed requests per second by "protocol code flags". */
export function ratesByFailure(sum: TrafficSum): Map<string, number> {
  return rates(sum.records, (outcome, { protocol }) =>
    isFailure(protocol, outcome) ? [`${codeOf(protocol, outcome)} ${outcome.flags}`] : [],
  );
}

export function ratesByFlag({ records }: TrafficSum): Map<string, number> {
  return rates(records, ({ flags }) => (flags === '' ? [] : flags.split(',')));
}

function rates(
  records: readonly TrafficRecord[],
  keysOf: (outcome: Outcome, record: TrafficRecord) => string[],
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const record of records) {
    for (const outcome of record.outcomes) {
      for (const key of keysOf(outcome, record))
        sums.set(key, (sums.get(key) ?? 0) + outcome.requestsPerSecond);
    }
  }
  return sums;
}

export function toTraffic(sum: TrafficSum, latency: LatencyIndex | null): Traffic {
  const requests = sum.http + sum.grpc;
  const quantile = (q: number) =>
    sum.buckets === null || latency === null ? null : rounded(quantileMs(q, latency, sum.buckets));
  const bytes = sum.sentBytes + sum.receivedBytes;
  return {
    requestsPerSecond: rounded(requests),
    errorRatio: requests > 0 ? rounded(sum.errors / requests) : null,
    clientErrorRatio: requests > 0 ? rounded(sum.clientErrors / requests) : null,
    averageMs: sum.timed > 0 ? rounded(sum.durationMs / sum.timed) : null,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
    bytesPerSecond: bytes > 0 ? rounded(bytes) : null,
  };
}

/** Four significant digits: what a screen shows, and what compresses. */
export function rounded(value: number): number;
export function rounded(value: number | null): number | null;
export function rounded(value: number | null): number | null {
  if (value === null || value === 0 || !Number.isFinite(value)) return value === null ? null : 0;
  const digits = 3 - Math.floor(Math.log10(Math.abs(value)));
  if (digits <= 0) return Math.round(value);
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
