/**
 * Istio's standard metrics as traffic records in which every request counts once.
 * Both proxies of a call report it, under the label `reporter`; labels: https://istio.io/latest/docs/reference/config/metrics/
 *
 * 1. A pair of workloads is told by one reporter: waypoint, else destination, else source.
 * 2. From the source of such a pair only those failures are added that never reached the destination.
 * 3. A destination that could not tell who called (plain text) reports an unknown source; what a source reported about
 *    the same destination is taken off it. Likewise for calls to a pod's own port, which the source sees as passthrough.
 */
import type { InstantSample } from '../../metrics/samples.ts';
import type { Draft } from './drafts.ts';
import { Drafts, known } from './drafts.ts';
import type { LatencyIndex } from './latency.ts';
import type { Protocol, Reporter, TrafficRecord } from './traffic-record.ts';
import { isNeverSent, totalsOf } from './traffic-record.ts';
import { removeSeenTwice } from './unknown-peers.ts';

export interface Telemetry {
  records: readonly TrafficRecord[];
  latency: LatencyIndex | null;
  /** What Prometheus was heard about: silence says "no traffic" only where it was. */
  answered: Answered;
}

export interface Answered {
  requests: boolean;
  tcp: boolean;
}

/** Answers to `meshQueries`; null where a question failed or was not asked. */
export interface MeshResults {
  requests: readonly InstantSample[] | null;
  durations: readonly InstantSample[] | null;
  tcp: readonly InstantSample[] | null;
  /** Of the slow beat, read once by `readLatency`. */
  latency: LatencyIndex | null;
  /** Of the slow beat too: payload of HTTP and gRPC. */
  sizes?: readonly InstantSample[] | null;
}

export const noTelemetry: Telemetry = {
  records: [],
  latency: null,
  answered: { requests: false, tcp: false },
};

export function readTelemetry(results: MeshResults): Telemetry {
  const drafts = new Drafts();
  for (const sample of results.requests ?? []) addRequests(drafts, sample);
  for (const sample of results.tcp ?? []) addBytes(drafts, sample);
  for (const sample of results.durations ?? []) addDuration(drafts, sample);
  for (const sample of results.sizes ?? []) addSize(drafts, sample);
  const records = removeSeenTwice([...drafts.pairs()].flatMap(chooseReporter));
  for (const record of records) {
    // Durations of what only the source saw were measured elsewhere.
    if (record.timedPerSecond > 0) record.buckets = bucketsOf(record, results.latency);
    record.mtlsRatio = record.judged > 0 ? record.secured / record.judged : null;
  }
  return {
    records,
    latency: results.latency,
    answered: { requests: results.requests !== null, tcp: results.tcp !== null },
  };
}

function addRequests(drafts: Drafts, { labels, value }: InstantSample): void {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY) return;
  const protocol = protocolOf(labels);
  const draft = drafts.of(labels, protocol);
  draft.outcomes.push({
    code: labels.response_code ?? '',
    grpcStatus: protocol === 'grpc' ? known(labels.grpc_response_status) : '',
    flags: labels.response_flags === '-' ? '' : known(labels.response_flags),
    requestsPerSecond: value,
  });
  judge(draft, labels.connection_security_policy, value);
}

function addBytes(drafts: Drafts, { labels, value }: InstantSample): void {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY) return;
  const draft = drafts.of(labels, 'tcp');
  // Istio counts TCP bytes from the server's proxy: "received" is what the source sent.
  if (labels.direction === 'received') draft.sentBytesPerSecond += value;
  else draft.receivedBytesPerSecond += value;
  judge(draft, labels.connection_security_policy, value);
}

function addDuration(drafts: Drafts, { labels, value }: InstantSample): void {
  if (!Number.isFinite(value)) return;
  for (const draft of drafts.alike(labels, protocolOf(labels))) {
    draft.durationMsPerSecond = (draft.durationMsPerSecond ?? 0) + value * shareOf(draft);
  }
}

/** What has no requests now has no payload either: sizes are read less often. */
function addSize(drafts: Drafts, { labels, value }: InstantSample): void {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY) return;
  for (const draft of drafts.alike(labels, protocolOf(labels))) {
    const amount = value * shareOf(draft);
    if (labels.direction === 'request') draft.sentBytesPerSecond += amount;
    else draft.receivedBytesPerSecond += amount;
  }
}

function bucketsOf(draft: Draft, latency: LatencyIndex | null): Float64Array | null {
  const rates = latency?.rates.get(draft.latencyKey()) ?? null;
  if (rates === null || draft.alike === null) return rates;
  const share = shareOf(draft);
  return rates.map((rate) => rate * share);
}

/** Of what is told of alike drafts together: by their requests. */
function shareOf(draft: Draft): number {
  if (draft.alike === null) return 1;
  const all = draft.alike.reduce((sum, one) => sum + requestsOf(one), 0);
  return all > 0 ? requestsOf(draft) / all : 0;
}

function requestsOf({ outcomes }: Draft): number {
  return outcomes.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
}

function protocolOf({ request_protocol }: InstantSample['labels']): Protocol {
  return request_protocol === 'grpc' ? 'grpc' : 'http';
}

/** Only the receiving side knows how it was called. */
function judge(draft: Draft, policy: string | undefined, amount: number): void {
  if (draft.reporter === 'source' || (policy !== 'mutual_tls' && policy !== 'none')) return;
  draft.judged += amount;
  if (policy === 'mutual_tls') draft.secured += amount;
}

const rank: Readonly<Record<Reporter, number>> = { source: 1, destination: 2, waypoint: 3 };

/** HTTP and gRPC to one workload pass the same proxy; TCP is told apart. */
function chooseReporter(pair: readonly Draft[]): Draft[] {
  const best = { http: 0, tcp: 0 };
  for (const { protocol, reporter } of pair) {
    const layer = protocol === 'tcp' ? 'tcp' : 'http';
    best[layer] = Math.max(best[layer], rank[reporter]);
  }
  return pair.flatMap((draft) => {
    const isTcp = draft.protocol === 'tcp';
    // A ztunnel counts as TCP what the waypoint of the same pair tells request by request.
    if (isTcp && draft.reporter !== 'waypoint' && best.http === rank.waypoint) return [];
    if (rank[draft.reporter] === best[isTcp ? 'tcp' : 'http']) {
      draft.totals = totalsOf(draft.protocol, draft.outcomes);
      draft.timedPerSecond = draft.totals.requestsPerSecond;
      return [draft];
    }
    if (draft.reporter !== 'source' || isTcp) return [];
    const outcomes = draft.outcomes.filter(({ flags }) => isNeverSent(flags));
    const totals = totalsOf(draft.protocol, outcomes);
    if (outcomes.length === 0) return [];
    // Durations and sizes are those of the other reporter, or of nothing that was sent.
    const unmeasured = { durationMsPerSecond: null, sentBytesPerSecond: 0, receivedBytesPerSecond: 0 };
    return [{ ...draft, outcomes, totals, ...unmeasured }];
  });
}
