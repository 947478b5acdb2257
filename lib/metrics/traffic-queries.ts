/** Range questions behind the charts of one subject: at most five, whatever is shown and however it is split. */
import type { SeriesGrouping, SeriesMetric } from '../api/traffic/series-words.ts';
import type { Matcher, Vector } from './promql.ts';
import { combine, is, isBetween, isNot, isOneOf, matches, matchesNot, withLabel } from './promql.ts';
import type { ToldOnce, TrafficSelection } from './told-once.ts';
import { toldByEach, toldOnce } from './told-once.ts';

/** One side of a call as labels name it. */
export type TrafficParty =
  /** Any of these; never none. */
  | { kind: 'workloads'; namespace: string; names: readonly string[] }
  | { kind: 'app'; namespace: string; name: string; version: string | null }
  | { kind: 'namespace'; namespace: string; domain: string }
  /** By the host that was called. `domain` is the cluster's: cluster.local. */
  | { kind: 'service'; namespace: string; name: string; domain: string }
  /** Full names outside the mesh; never none. */
  | { kind: 'hosts'; hosts: readonly string[] };

export interface TrafficQuestion {
  subject: TrafficParty;
  peer: TrafficParty | null;
  direction: 'inbound' | 'outbound';
  by: SeriesGrouping;
}

export const trafficQueryIds = ['requests', 'buckets', 'durations', 'bytes', 'tcp'] as const;
export type TrafficQueryId = (typeof trafficQueryIds)[number];

export interface TrafficQuery {
  id: TrafficQueryId;
  promql: string;
}

/** Label that tells which counter a row of `bytes` and `tcp` is from. */
export const counterLabel = 'counter';

const byteCounters = {
  request: 'istio_request_bytes_sum',
  response: 'istio_response_bytes_sum',
} as const;

const tcpCounters = {
  received: 'istio_tcp_received_bytes_total',
  sent: 'istio_tcp_sent_bytes_total',
  opened: 'istio_tcp_connections_opened_total',
  closed: 'istio_tcp_connections_closed_total',
} as const;

/** Labels by which the rows of a grouping are told apart. */
export function groupLabels(by: SeriesGrouping, direction: 'inbound' | 'outbound'): readonly string[] {
  const own = direction === 'inbound' ? 'destination' : 'source';
  switch (by) {
    case 'none':
      return [];
    case 'code':
      return ['request_protocol', 'response_code', 'grpc_response_status'];
    case 'version':
      return [`${own}_workload`, `${own}_canonical_revision`];
    case 'peer':
      return direction === 'inbound'
        ? ['source_workload_namespace', 'source_workload']
        : ['destination_workload_namespace', 'destination_workload', 'destination_service'];
    case 'protocol':
      return ['request_protocol'];
    case 'flag':
      return ['response_flags'];
    case 'reporter':
      return ['reporter'];
  }
}

/** What tells TCP rows apart: they have no codes. */
export function tcpGroupLabels(by: SeriesGrouping, direction: 'inbound' | 'outbound'): readonly string[] {
  return by === 'code' ? [] : groupLabels(by, direction);
}

function partyMatchers(party: TrafficParty, side: 'source' | 'destination'): Matcher[] {
  switch (party.kind) {
    case 'hosts':
      return [isBetween('destination_service', '', party.hosts, anyPort)];
    case 'service': {
      const short = `${party.name}.${party.namespace}`;
      const names = [`${short}.svc.${party.domain}`, `${short}.svc`, short];
      return [isBetween('destination_service', '', names, anyPort)];
    }
    case 'namespace':
      return [is(`${side}_workload_namespace`, party.namespace)];
    case 'workloads':
      return [is(`${side}_workload_namespace`, party.namespace), isOneOf(`${side}_workload`, party.names)];
    case 'app': {
      const version = party.version === null ? [] : [is(`${side}_canonical_revision`, party.version)];
      return [
        is(`${side}_workload_namespace`, party.namespace),
        is(`${side}_canonical_service`, party.name),
        ...version,
      ];
    }
  }
}

const anyPort = '(:[0-9]+)?';
/** The label may also be dropped. */
const noWorkload = isOneOf('destination_workload', ['unknown', '']);

/** How clients call a party whose proxies found no endpoint for it: short names are meant for the client's own namespace. */
function unresolvedMatchers(party: TrafficParty): Matcher[][] {
  if (party.kind !== 'service' && party.kind !== 'namespace') return [];
  const fromSame = is('source_workload_namespace', party.namespace);
  if (party.kind === 'service') {
    return [[isBetween('destination_service', '', [party.name], anyPort), fromSame, noWorkload]];
  }
  const { namespace, domain } = party;
  const nowhere = [
    noWorkload,
    isNot('destination_service', 'unknown'),
    matchesNot('destination_service_name', '(Passthrough|BlackHole)Cluster'),
  ];
  const full = [`${namespace}.svc.${domain}`, `${namespace}.svc`, namespace];
  return [
    [isBetween('destination_service', '[^.]+[.]', full, anyPort), ...nowhere],
    [matches('destination_service', `[^.]+${anyPort}`), fromSame, ...nowhere],
  ];
}

function selectionOf({ subject, peer, direction }: TrafficQuestion): TrafficSelection {
  const [own, other] =
    direction === 'inbound' ? (['destination', 'source'] as const) : (['source', 'destination'] as const);
  const rest = peer === null ? [] : partyMatchers(peer, other);
  const subjectMatchers = partyMatchers(subject, own);
  const called = direction === 'inbound' ? subject : peer;
  const callers = direction === 'inbound' ? rest : subjectMatchers;
  return {
    side: direction,
    matchers: [...subjectMatchers, ...rest],
    unresolved:
      called === null ? [] : unresolvedMatchers(called).map((matchers) => [...matchers, ...callers]),
  };
}

export interface TrafficQueryOptions {
  metrics: readonly SeriesMetric[];
  /** Window of each rate; at least the step, so that no request falls between two samples. */
  windowSeconds: number;
  /** Names of the peers' workloads whose buckets are asked for, about twenty rows each; null for all. */
  latencyPeers?: readonly string[] | null;
}

export function trafficQueries(question: TrafficQuestion, options: TrafficQueryOptions): TrafficQuery[] {
  const { metrics, windowSeconds, latencyPeers = null } = options;
  const { by, direction } = question;
  const selection = selectionOf(question);
  const group = groupLabels(by, direction);
  const wants = (...some: SeriesMetric[]) => some.some((one) => metrics.includes(one));
  const told = (asked: Omit<ToldOnce, 'windowSeconds'>, from = selection) =>
    (by === 'reporter' ? toldByEach : toldOnce)(from, { windowSeconds, ...asked });
  const anyOf = (counters: Readonly<Record<string, string>>, keep: readonly string[]) =>
    Object.entries(counters)
      .map(([label, name]) => withLabel(told({ name, keep, neverSent: false }), counterLabel, label))
      .reduce((left, right) => combine(left, 'or', right));
  const queries: { id: TrafficQueryId; expression: Vector }[] = [];
  if (wants('requests', 'errors', 'grpc')) {
    const outcome = ['request_protocol', 'response_code', 'grpc_response_status'];
    const keep = [...new Set([...group, ...outcome])];
    queries.push({
      id: 'requests',
      expression: told({ name: 'istio_requests_total', keep, neverSent: true }),
    });
  }
  if (wants('latency', 'heatmap')) {
    const histogram = 'istio_request_duration_milliseconds';
    const presentAs = `${histogram}_count`;
    const peers = latencyPeers === null ? [] : [isOneOf(peerWorkload[direction], latencyPeers)];
    const timed = { ...selection, matchers: [...selection.matchers, ...peers] };
    const rows = (name: string, keep: readonly string[]) =>
      told({ name, presentAs, keep, neverSent: false }, timed);
    queries.push({ id: 'buckets', expression: rows(`${histogram}_bucket`, [...group, 'le']) });
    if (wants('latency')) queries.push({ id: 'durations', expression: rows(`${histogram}_sum`, group) });
  }
  if (wants('bytes')) queries.push({ id: 'bytes', expression: anyOf(byteCounters, group) });
  if (wants('tcp'))
    queries.push({ id: 'tcp', expression: anyOf(tcpCounters, tcpGroupLabels(by, direction)) });
  return queries.map(({ id, expression: { promql } }) => ({ id, promql }));
}

/** The label that names the workload at the other end. */
export const peerWorkload = { inbound: 'source_workload', outbound: 'destination_workload' } as const;
