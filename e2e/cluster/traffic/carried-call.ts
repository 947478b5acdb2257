/**
 * A request of the demo on its way through a gRPC channel, and what became of it.
 *
 * How an HTTP request is carried by gRPC. istiod serves proxyless clients (pilot/pkg/networking/grpcgen) a listener for every port of
 * every Service, and routes for those whose protocol is HTTP, HTTP/2, gRPC or not declared (`IsHTTPOrSniffed` in
 * pilot/pkg/networking/core/route): Bookinfo's port `http` 9080 gets the same routes, clusters, timeouts and faults as a port named
 * `grpc`. So the content keeps its true port names: the `:path` of the call is the request's path, its metadata are the request's headers, and
 * the HTTP status comes back as the message of a call that is OK. `request_protocol` is then the port's, `http`.
 * Not carried so are TCP ports (no routes), hosts outside of the cluster (no endpoints here), gateways (they are Envoys) and clients
 * without a proxy. What differs from Envoy: every call is a POST, so `match.method` cannot be told; rewrites, mirrors and header changes are
 * not done; retries on HTTP codes are not either (on gRPC statuses they are). mTLS needs certificates of an agent that is not
 * here: calls travel in plain text, and `connection_security_policy` says what auto mTLS makes of the same objects.
 */
import { status } from '@grpc/grpc-js';
import type { Call } from '#demo/traffic/behaviour.ts';
import { type Outcome, outcomeOf } from '#demo/traffic/branches.ts';
import type { PlannedCall } from '#demo/traffic/plan.ts';
import type { WorkloadNode } from '#demo/traffic/topology.ts';

/** One that is under way; both ends are in this process, so the wire carries only its number. */
export interface CarriedCall {
  planned: PlannedCall;
  /** Where it arrived, once per attempt. `status` is HTTP's; 0 while there is no answer. */
  attempts: { node: WorkloadNode; arrivedAtMs: number; status: number }[];
}

/** How the client's channel ended a call. */
export interface ChannelEnd {
  code: number;
  details: string;
}

/** What the client's side reports. */
export interface CallEnd {
  outcome: Outcome;
  /** The HTTP status of what the client's side answered itself; null when the request reached a server. */
  localStatus: number | null;
  failed: boolean;
}

/** Fault injection, of HTTP aborts as well, ends a call with a gRPC status; these are the HTTP codes that become it (`httpCodeToGrpcStatus`). */
const abortCodes: Readonly<Record<number, number>> = {
  [status.INTERNAL]: 400,
  [status.UNAUTHENTICATED]: 401,
  [status.PERMISSION_DENIED]: 403,
  [status.UNIMPLEMENTED]: 404,
  [status.UNAVAILABLE]: 503,
};

export function endOfCall(
  { planned, attempts }: CarriedCall,
  { code, details }: ChannelEnd,
  delayed: boolean,
): CallEnd {
  const protocol = planned.call.protocol === 'grpc' ? 'grpc' : 'http';
  const withDelay = (flags: string) => (delayed ? (flags === '-' ? 'DI' : `DI,${flags}`) : flags);
  const last = attempts.at(-1);
  if (last && last.status !== 0) {
    const exhausted = attempts.length > 1 && last.status >= 400 ? 'URX' : '-';
    const outcome = { ...outcomeOf(last.status, protocol), flags: withDelay(exhausted) };
    return { outcome, localStatus: null, failed: last.status >= 400 };
  }
  if (details === faultInjected) return { ...abort(code, protocol, withDelay('FI')), failed: true };
  const [localStatus, flags] = localAnswer(code, details);
  const outcome = { ...outcomeOf(localStatus, protocol), flags: withDelay(flags) };
  return { outcome, localStatus: last ? null : localStatus, failed: true };
}

const faultInjected = 'Fault injected';

function abort(code: number, protocol: 'http' | 'grpc', flags: string): Omit<CallEnd, 'failed'> {
  const localStatus = abortCodes[code] ?? 500;
  if (protocol === 'http') return { outcome: { status: localStatus, flags }, localStatus };
  return { outcome: { status: 200, grpcStatus: code, flags }, localStatus };
}

/** The HTTP status and flag by which Envoy reports what the channel says (grpc-js `resolving-call`, `load-balancer-*`, `xds-dependency-manager`). */
function localAnswer(code: number, details: string): [status: number, flags: string] {
  if (code === status.DEADLINE_EXCEEDED) return [504, 'UT'];
  if (details.startsWith('Failed to route call')) return [404, 'NR'];
  if (/does not exist/.test(details)) return [503, 'NC'];
  if (details.startsWith('Call dropped by load balancing policy')) return [503, 'UO'];
  if (/ECONNREFUSED|ECONNRESET|Connection dropped/.test(details)) return [503, 'UF'];
  return [503, 'UH'];
}

/** Whether fault injection held the request back: it arrived (or ended) later than any network makes it, by the delay that its route asks for. */
export function wasDelayed(lateMs: number, fixedDelayMs: number | null): boolean {
  return fixedDelayMs !== null && fixedDelayMs > 0 && lateMs >= fixedDelayMs * 0.95;
}

/** What travels in the metadata beside the request's own headers. */
export const callNumberHeader = 'sluice-call';

/** A call without a number is a probe's: the server waits so many milliseconds and answers with its workload's name. Nobody counts it. */
export const probeHeader = 'sluice-probe-ms';

export function pathOf(call: Call): string {
  return call.path ?? '/';
}
