/**
 * Lines of Envoy's access log as Istio writes them, in its default text format or as JSON.
 * https://istio.io/latest/docs/tasks/observability/logs/access-log/#default-access-log-format
 */

export interface AccessLogEntry {
  /** ISO 8601, as logged. */
  startTime: string;
  /** Null for TCP. */
  method: string | null;
  path: string | null;
  protocol: string | null;
  /** 0: no answer was sent, or TCP. */
  responseCode: number;
  /** Envoy's flags, such as UF; empty when there were none. */
  responseFlags: readonly string[];
  responseCodeDetails: string | null;
  connectionTerminationDetails: string | null;
  upstreamTransportFailureReason: string | null;
  bytesReceived: number | null;
  bytesSent: number | null;
  durationMs: number | null;
  upstreamServiceTimeMs: number | null;
  forwardedFor: string | null;
  userAgent: string | null;
  requestId: string | null;
  authority: string | null;
  upstreamHost: string | null;
  /** "outbound|9080|v1|reviews.bookinfo.svc.cluster.local" or "inbound|9080||". */
  upstreamCluster: string | null;
  upstreamLocalAddress: string | null;
  downstreamLocalAddress: string | null;
  downstreamRemoteAddress: string | null;
  requestedServerName: string | null;
  routeName: string | null;
}

/** Where Envoy sent a request, from the name of its cluster: "outbound|9080|v1|reviews.bookinfo.svc.cluster.local", "inbound|9080||". */
export interface LoggedDestination {
  direction: 'inbound' | 'outbound';
  port: number;
  /** Empty for none. */
  subset: string;
  /** Empty for inbound. */
  host: string;
}

/** Null for PassthroughCluster and whatever else is not named by Istio. */
export function readClusterName(name: string | null): LoggedDestination | null {
  const match = /^(inbound|outbound)\|(\d+)\|([^|]*)\|(.*)$/.exec(name ?? '');
  if (match === null) return null;
  return {
    direction: match[1] === 'inbound' ? 'inbound' : 'outbound',
    port: Number(match[2]),
    subset: match[3] ?? '',
    host: match[4] ?? '',
  };
}

type FieldName = Exclude<keyof AccessLogEntry, 'responseFlags' | 'method' | 'path' | 'protocol'>;

/** Names of Istio's JSON encoding. */
const jsonNames: Readonly<Record<FieldName, string>> = {
  startTime: 'start_time',
  responseCode: 'response_code',
  responseCodeDetails: 'response_code_details',
  connectionTerminationDetails: 'connection_termination_details',
  upstreamTransportFailureReason: 'upstream_transport_failure_reason',
  bytesReceived: 'bytes_received',
  bytesSent: 'bytes_sent',
  durationMs: 'duration',
  upstreamServiceTimeMs: 'upstream_service_time',
  forwardedFor: 'x_forwarded_for',
  userAgent: 'user_agent',
  requestId: 'request_id',
  authority: 'authority',
  upstreamHost: 'upstream_host',
  upstreamCluster: 'upstream_cluster',
  upstreamLocalAddress: 'upstream_local_address',
  downstreamLocalAddress: 'downstream_local_address',
  downstreamRemoteAddress: 'downstream_remote_address',
  requestedServerName: 'requested_server_name',
  routeName: 'route_name',
};

/** Null for any other line. */
export function readAccessLog(line: string): AccessLogEntry | null {
  const text = line.trim();
  if (text.startsWith('[')) return readText(text);
  return text.startsWith('{') ? readJson(text) : null;
}

/** Parts in quotes or brackets count as one; a quote inside is not escaped by Envoy, so a part ends at a quote before a space. */
function partsOf(text: string): string[] {
  return [...text.matchAll(/\[([^\]]*)\]|"(.*?)"(?=\s|$)|(\S+)/g)].map(
    ([, bracketed, quoted, plain]) => bracketed ?? quoted ?? plain ?? '',
  );
}

function readText(text: string): AccessLogEntry | null {
  const parts = partsOf(text);
  if (parts.length < 15 || !/^\d{4}-\d{2}-\d{2}T/.test(parts[0] ?? '')) return null;
  const at = (index: number) => textOf(parts[index]);
  const request = /^(\S+) (.*) (\S+)$/.exec(parts[1] ?? '');
  const code = numberOf(parts[2]);
  if (code === null) return null;
  return {
    startTime: parts[0] ?? '',
    method: textOf(request?.[1]),
    path: textOf(request?.[2]),
    protocol: textOf(request?.[3]),
    responseCode: code,
    responseFlags: flagsOf(parts[3]),
    responseCodeDetails: at(4),
    connectionTerminationDetails: at(5),
    upstreamTransportFailureReason: at(6),
    bytesReceived: numberOf(parts[7]),
    bytesSent: numberOf(parts[8]),
    durationMs: numberOf(parts[9]),
    upstreamServiceTimeMs: numberOf(parts[10]),
    forwardedFor: at(11),
    userAgent: at(12),
    requestId: at(13),
    authority: at(14),
    upstreamHost: at(15),
    upstreamCluster: at(16),
    upstreamLocalAddress: at(17),
    downstreamLocalAddress: at(18),
    downstreamRemoteAddress: at(19),
    requestedServerName: at(20),
    routeName: at(21),
  };
}

function readJson(text: string): AccessLogEntry | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const values = new Map(
    Object.entries(parsed).map(([name, value]) => [name, value === null ? undefined : String(value)]),
  );
  const text_ = (name: FieldName) => textOf(values.get(jsonNames[name]));
  const number = (name: FieldName) => numberOf(values.get(jsonNames[name]));
  const code = number('responseCode');
  const startTime = text_('startTime');
  if (code === null || startTime === null) return null;
  return {
    startTime,
    method: textOf(values.get('method')),
    path: textOf(values.get('path')),
    protocol: textOf(values.get('protocol')),
    responseCode: code,
    responseFlags: flagsOf(values.get('response_flags')),
    responseCodeDetails: text_('responseCodeDetails'),
    connectionTerminationDetails: text_('connectionTerminationDetails'),
    upstreamTransportFailureReason: text_('upstreamTransportFailureReason'),
    bytesReceived: number('bytesReceived'),
    bytesSent: number('bytesSent'),
    durationMs: number('durationMs'),
    upstreamServiceTimeMs: number('upstreamServiceTimeMs'),
    forwardedFor: text_('forwardedFor'),
    userAgent: text_('userAgent'),
    requestId: text_('requestId'),
    authority: text_('authority'),
    upstreamHost: text_('upstreamHost'),
    upstreamCluster: text_('upstreamCluster'),
    upstreamLocalAddress: text_('upstreamLocalAddress'),
    downstreamLocalAddress: text_('downstreamLocalAddress'),
    downstreamRemoteAddress: text_('downstreamRemoteAddress'),
    requestedServerName: text_('requestedServerName'),
    routeName: text_('routeName'),
  };
}

/** Envoy writes "-" for what there is none of. */
function textOf(text: string | undefined): string | null {
  return text === undefined || text === '' || text === '-' ? null : text;
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

function flagsOf(text: string | undefined): string[] {
  return (textOf(text) ?? '').split(',').filter((flag) => flag !== '');
}
