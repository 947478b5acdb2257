/** One edge of the telemetry: what went from one workload to another over the window. */
import type { Endpoint } from './identity.ts';

export type Protocol = 'http' | 'grpc' | 'tcp';
export type Reporter = 'source' | 'destination' | 'waypoint';

export interface Destination extends Endpoint {
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

/** Traffic from one workload to one workload (of one service), in one protocol. */
export interface TrafficRecord {
  source: Endpoint;
  destination: Destination;
  protocol: Protocol;
  reporter: Reporter;
  outcomes: Outcome[];
  /** Sum of the durations per second; null when not known. By `timedPerSecond` it is the average. */
  durationMsPerSecond: number | null;
  timedPerSecond: number;
  /** Cumulative rates over the bounds of the latency index. */
  buckets: Float64Array | null;
  /** Payload from the source's view. */
  sentBytesPerSecond: number;
  receivedBytesPerSecond: number;
  /** Share of the traffic under mutual TLS; null when nobody who can tell reported it. */
  mtlsRatio: number | null;
}

/** Flags of requests that never left the source's proxy. https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags */
const neverSent = new Set(['NR', 'NC', 'UH', 'UF', 'UO', 'FI', 'RL']);

export function isNeverSent(flags: string): boolean {
  if (flags === '') return false;
  return (
    neverSent.has(flags) || (flags.includes(',') && flags.split(',').some((flag) => neverSent.has(flag)))
  );
}

export function requestsOf(record: { outcomes: readonly Outcome[] }): number {
  let sum = 0;
  for (const outcome of record.outcomes) sum += outcome.requestsPerSecond;
  return sum;
}
