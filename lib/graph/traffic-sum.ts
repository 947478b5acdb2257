/** Adds records up: rates, failures, durations and buckets are all sums, so any grouping of edges has exact numbers. */
import type { Traffic } from '../api/graph.ts';
import { addBuckets } from '../metrics/quantile.ts';
import type { LatencyIndex } from './latency.ts';
import { quantileMs } from './latency.ts';
import type { Outcome, Protocol, TrafficRecord } from './traffic-record.ts';

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
  /** Rate by "protocol code", e.g. "http 503" or "grpc 14". */
  codes: Map<string, number>;
  /** Rate of failed requests by "code flags". */
  failures: Map<string, number>;
  flags: Map<string, number>;
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
    codes: new Map(),
    failures: new Map(),
    flags: new Map(),
  };
}

export function addRecord(sum: TrafficSum, record: TrafficRecord): void {
  let requests = 0;
  for (const outcome of record.outcomes) {
    requests += outcome.requestsPerSecond;
    addOutcome(sum, record.protocol, outcome);
  }
  if (record.protocol === 'grpc') sum.grpc += requests;
  else sum.http += requests;
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
    const amount =
      record.protocol === 'tcp' ? record.sentBytesPerSecond + record.receivedBytesPerSecond : requests;
    sum.judged += amount;
    sum.secured += amount * record.mtlsRatio;
  }
}

/** "grpc 14" or "http 503": how a response is named in health rules and evidence. */
export function codeOf(protocol: Protocol, outcome: Outcome): string {
  return protocol === 'grpc' && outcome.grpcStatus !== ''
    ? `grpc ${outcome.grpcStatus}`
    : `http ${outcome.code}`;
}

/** Failure is a 5xx, a gRPC status other than OK, or no answer; a code that telemetry does not carry is none. */
export function isFailure(protocol: Protocol, { code, grpcStatus }: Outcome): boolean {
  if (code === '0' || (code.length === 3 && code.startsWith('5'))) return true;
  return protocol === 'grpc' && grpcStatus !== '' && grpcStatus !== '0';
}

function addOutcome(sum: TrafficSum, protocol: Protocol, outcome: Outcome): void {
  const { code, flags, requestsPerSecond } = outcome;
  const name = codeOf(protocol, outcome);
  add(sum.codes, name, requestsPerSecond);
  if (flags !== '') for (const flag of flags.split(',')) add(sum.flags, flag, requestsPerSecond);
  if (isFailure(protocol, outcome)) {
    sum.errors += requestsPerSecond;
    add(sum.failures, `${name} ${flags}`, requestsPerSecond);
  } else if (code.length === 3 && code.startsWith('4')) {
    sum.clientErrors += requestsPerSecond;
  }
}

function add(map: Map<string, number>, key: string, amount: number): void {
  map.set(key, (map.get(key) ?? 0) + amount);
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
