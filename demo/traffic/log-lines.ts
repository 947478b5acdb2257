/** How one request looks in a log. */
import type { Outcome } from './branches.ts';

export interface LoggedRequest {
  direction: 'inbound' | 'outbound';
  method: string;
  path: string;
  protocol: string;
  /** As the client wrote it. */
  host: string;
  port: number;
  /** Of the service that was reached. */
  servicePort: number;
  /** Full name; null when the proxy found none. */
  serviceHost: string | null;
  outcome: Outcome;
  durationMs: number;
  requestBytes: number;
  responseBytes: number;
  requestId: string;
  ownAddress: string;
  /** Null when nobody was reached. */
  peerAddress: string | null;
  ephemeralPort: number;
}

/** Envoy's %RESPONSE_CODE_DETAILS% by the last response flag. */
const details: Readonly<Record<string, string>> = {
  '-': 'via_upstream',
  NC: 'cluster_not_found',
  NR: 'route_not_found',
  UH: 'no_healthy_upstream',
  UF: 'upstream_reset_before_response_started{connection_failure}',
  UT: 'response_timeout',
  UO: 'overflow',
  DC: 'downstream_remote_disconnect',
  FI: 'fault_filter_abort',
  DI: 'via_upstream',
  URX: 'via_upstream',
};

/**
 * Istio's default format: start, request, code, flags, code details, termination, transport failure, bytes in and out, duration,
 * upstream time, forwarded for, user agent, request id, authority, upstream host and cluster, addresses, SNI, route.
 */
export function accessLine(atMs: number, request: LoggedRequest): string {
  const { direction, outcome, ownAddress, peerAddress, servicePort, ephemeralPort, durationMs } = request;
  const inbound = direction === 'inbound';
  const flags = outcome.flags.split(',');
  const reached = peerAddress !== null && !['NC', 'NR', 'UH', 'UO', 'FI'].includes(flags.at(-1) ?? '');
  const cluster = inbound
    ? `inbound|${servicePort}||`
    : `outbound|${servicePort}||${request.serviceHost ?? request.host}`;
  const upstream = inbound ? `${ownAddress}:${servicePort}` : `${peerAddress}:${servicePort}`;
  return [
    `[${new Date(atMs).toISOString()}]`,
    `"${request.method} ${request.path} ${request.protocol}"`,
    outcome.status ?? 0,
    outcome.flags,
    details[flags.at(-1) ?? '-'] ?? 'via_upstream',
    '-',
    '"-"',
    request.requestBytes,
    reached ? request.responseBytes : 0,
    durationMs,
    reached ? Math.max(0, durationMs - 1) : '-',
    '"-"',
    '"Go-http-client/2.0"',
    `"${request.requestId}"`,
    `"${request.host}:${request.port}"`,
    reached ? `"${upstream}"` : '"-"',
    reached ? cluster : '-',
    reached ? `${ownAddress}:${ephemeralPort}` : '-',
    `${inbound ? ownAddress : (peerAddress ?? '-')}:${servicePort}`,
    `${inbound ? peerAddress : ownAddress}:${ephemeralPort + 1}`,
    inbound && request.serviceHost ? `outbound_.${servicePort}_._.${request.serviceHost}` : '-',
    'default',
  ].join(' ');
}

export function programLine(atMs: number, request: LoggedRequest): string {
  const { outcome, method, path, durationMs } = request;
  const bad = (outcome.status ?? 0) >= 500 || (outcome.grpcStatus ?? 0) !== 0;
  const status =
    outcome.grpcStatus === undefined ? `status=${outcome.status}` : `grpc_status=${outcome.grpcStatus}`;
  const level = bad ? 'ERROR' : 'INFO';
  return `${new Date(atMs).toISOString()} ${level} ${method} ${path} ${status} duration=${durationMs}ms request_id=${request.requestId}`;
}
