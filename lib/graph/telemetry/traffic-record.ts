/** One edge of the telemetry: what went from one workload to another over the window. */
import { neverSentFlags } from '../../metrics/response-flags.ts';
import type { Endpoint } from '../build/identity.ts';

export type Protocol = 'http' | 'grpc' | 'tcp';
export type Reporter = 'source' | 'destination' | 'waypoint';

export interface Destination extends Endpoint {
  /** The same workload, one object for all edges of a reading. */
  endpoint: Endpoint;
  /** `destination_service`: a full name, or what the client wrote as Host when no service is known. */
  host: string;
  serviceName: string;
  serviceNamespace: string;
}

export interface Outcome {
  /** HTTP status; "0" when there was no answer. */
  code: string;
  /** A number as text; "" for what is not gRPC. */
  grpcStatus: string;
  /** Envoy's flags, comma-separated; "" for none. */
  flags: string;
  requestsPerSecond: number;
}

export interface Totals {
  requestsPerSecond: number;
  errorsPerSecond: number;
  clientErrorsPerSecond: number;
  /** Whether any outcome carries a flag. */
  flagged: boolean;
}

/** Traffic from one workload to one workload (of one service), in one protocol. */
export interface TrafficRecord {
  source: Endpoint;
  destination: Destination;
  protocol: Protocol;
  reporter: Reporter;
  outcomes: Outcome[];
  /** Sums of the outcomes. */
  totals: Totals;
  /** Sum of the durations per second; null when not known. By `timedPerSecond` it is the average. */
  durationMsPerSecond: number | null;
  timedPerSecond: number;
  /** Cumulative rates over the bounds of the latency index. */
  buckets: Float64Array | null;
  /** Payload from the source's view; of HTTP and gRPC 0 as well where nobody tells sizes. */
  sentBytesPerSecond: number;
  receivedBytesPerSecond: number;
  /** Share of the traffic under mutual TLS; null when nobody who can tell reported it. */
  mtlsRatio: number | null;
}

const neverSent = new Set(neverSentFlags);

export function isNeverSent(flags: string): boolean {
  if (flags === '') return false;
  return (
    neverSent.has(flags) || (flags.includes(',') && flags.split(',').some((flag) => neverSent.has(flag)))
  );
}

export function totalsOf(protocol: Protocol, outcomes: readonly Outcome[]): Totals {
  const totals = { requestsPerSecond: 0, errorsPerSecond: 0, clientErrorsPerSecond: 0, flagged: false };
  for (const outcome of outcomes) {
    const { code, flags, requestsPerSecond } = outcome;
    totals.requestsPerSecond += requestsPerSecond;
    totals.flagged ||= flags !== '';
    if (isFailure(protocol, outcome)) totals.errorsPerSecond += requestsPerSecond;
    else if (code.length === 3 && code.startsWith('4')) totals.clientErrorsPerSecond += requestsPerSecond;
  }
  return totals;
}

/** Failure is a 5xx, a gRPC status other than OK, or no answer; a code that telemetry does not carry is none. */
export function isFailure(protocol: Protocol, { code, grpcStatus }: Outcome): boolean {
  if (code === '0' || (code.length === 3 && code.startsWith('5'))) return true;
  return protocol === 'grpc' && grpcStatus !== '' && grpcStatus !== '0';
}

/** "grpc 14" or "http 503": how a response is named in health rules and evidence. */
export function codeOf(protocol: Protocol, outcome: Outcome): string {
  return protocol === 'grpc' && outcome.grpcStatus !== ''
    ? `grpc ${outcome.grpcStatus}`
    : `http ${outcome.code}`;
}
