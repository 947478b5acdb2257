/**
 * Istio's standard metrics as traffic records in which every request counts once.
 * Both proxies of a call report it, under the label `reporter`; labels: https://istio.io/latest/docs/reference/config/metrics/
 *
 * 1. A pair of workloads is told by one reporter: waypoint, else destination, else source.
 * 2. From the source of such a pair only those failures are added that never reached the destination.
 * 3. A destination that could not tell who called (plain text) reports an unknown source; what a source reported about
 *    the same destination is taken off it. Likewise for calls to a pod's own port, which the source sees as passthrough.
 */
import type { InstantSample } from '../metrics/samples.ts';
import type { LatencyIndex } from './latency.ts';
import { pairKey, sampleKey } from './latency.ts';
import { removeSeenTwice } from './telemetry-unknown.ts';
import type { Protocol, Reporter, TrafficRecord } from './traffic-record.ts';
import { isNeverSent, totalsOf } from './traffic-record.ts';

export interface Telemetry {
  records: readonly TrafficRecord[];
  latency: LatencyIndex | null;
}

/** Answers to `meshQueries`; null where a question failed or was not asked. */
export interface MeshResults {
  requests: readonly InstantSample[] | null;
  durations: readonly InstantSample[] | null;
  tcp: readonly InstantSample[] | null;
  /** Of the slow beat, read once by `readLatency`. */
  latency: LatencyIndex | null;
}

const noRequests = totalsOf('http', []);

export const noTelemetry: Telemetry = { records: [], latency: null };

interface Draft extends TrafficRecord {
  key: string;
  secured: number;
  judged: number;
}

export function readTelemetry(results: MeshResults): Telemetry {
  const drafts = new Map<string, Draft>();
  for (const sample of results.requests ?? []) addRequests(drafts, sample);
  for (const sample of results.tcp ?? []) addBytes(drafts, sample);
  for (const sample of results.durations ?? []) addDuration(drafts, sample);
  const records = removeSeenTwice(chooseReporters([...drafts.values()]));
  for (const record of records) {
    record.buckets = results.latency?.rates.get(record.key) ?? null;
    record.mtlsRatio = record.judged > 0 ? record.secured / record.judged : null;
  }
  return { records, latency: results.latency };
}

function addRequests(drafts: Map<string, Draft>, { labels, value }: InstantSample): void {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY) return;
  const draft = draftOf(drafts, labels, labels.request_protocol === 'grpc' ? 'grpc' : 'http');
  draft.outcomes.push({
    code: labels.response_code ?? '',
    grpcStatus: draft.protocol === 'grpc' ? known(labels.grpc_response_status) : '',
    flags: labels.response_flags === '-' ? '' : known(labels.response_flags),
    requestsPerSecond: value,
  });
  judge(draft, labels.connection_security_policy, value);
}

function addBytes(drafts: Map<string, Draft>, { labels, value }: InstantSample): void {
  if (!(value > 0) || value === Number.POSITIVE_INFINITY) return;
  const draft = draftOf(drafts, labels, 'tcp');
  // Istio counts TCP bytes from the server's proxy: "received" is what the source sent.
  if (labels.direction === 'received') draft.sentBytesPerSecond += value;
  else draft.receivedBytesPerSecond += value;
  judge(draft, labels.connection_security_policy, value);
}

function addDuration(drafts: Map<string, Draft>, { labels, value }: InstantSample): void {
  if (!Number.isFinite(value)) return;
  const draft = drafts.get(draftKey(sampleKey(labels), labels.reporter));
  if (draft !== undefined) draft.durationMsPerSecond = (draft.durationMsPerSecond ?? 0) + value;
}

/** Only the receiving side knows how it was called. */
function judge(draft: Draft, policy: string | undefined, amount: number): void {
  if (draft.reporter === 'source' || (policy !== 'mutual_tls' && policy !== 'none')) return;
  draft.judged += amount;
  if (policy === 'mutual_tls') draft.secured += amount;
}

function draftOf(
  drafts: Map<string, Draft>,
  labels: Readonly<Record<string, string>>,
  protocol: Protocol,
): Draft {
  const key = sampleKey(labels);
  const id = draftKey(key, labels.reporter);
  const present = drafts.get(id);
  if (present !== undefined) return present;
  const draft: Draft = {
    key,
    source: {
      cluster: known(labels.source_cluster),
      namespace: known(labels.source_workload_namespace),
      workload: known(labels.source_workload),
      app: known(labels.source_canonical_service) || known(labels.source_workload),
      version: known(labels.source_canonical_revision),
    },
    destination: {
      cluster: known(labels.destination_cluster),
      namespace: known(labels.destination_workload_namespace),
      workload: known(labels.destination_workload),
      app: known(labels.destination_canonical_service) || known(labels.destination_workload),
      version: known(labels.destination_canonical_revision),
      host: known(labels.destination_service),
      serviceName: known(labels.destination_service_name),
      serviceNamespace: known(labels.destination_service_namespace),
    },
    protocol,
    reporter: readReporter(labels.reporter),
    outcomes: [],
    totals: noRequests,
    durationMsPerSecond: null,
    timedPerSecond: 0,
    buckets: null,
    sentBytesPerSecond: 0,
    receivedBytesPerSecond: 0,
    mtlsRatio: null,
    secured: 0,
    judged: 0,
  };
  drafts.set(id, draft);
  return draft;
}

function draftKey(key: string, reporter: string | undefined): string {
  return `${reporter}\n${key}`;
}

function readReporter(text: string | undefined): Reporter {
  return text === 'destination' || text === 'waypoint' ? text : 'source';
}

function known(value: string | undefined): string {
  return value === undefined || value === 'unknown' ? '' : value;
}

const rank: Readonly<Record<Reporter, number>> = { source: 1, destination: 2, waypoint: 3 };

function chooseReporters(drafts: readonly Draft[]): Draft[] {
  const best = new Map<string, number>();
  for (const draft of drafts) {
    const pair = pairOf(draft);
    best.set(pair, Math.max(best.get(pair) ?? 0, rank[draft.reporter]));
  }
  const chosen: Draft[] = [];
  for (const draft of drafts) {
    draft.totals = totalsOf(draft.protocol, draft.outcomes);
    draft.timedPerSecond = draft.totals.requestsPerSecond;
    const winner = best.get(pairOf(draft));
    // A ztunnel counts as TCP what the waypoint of the same pair tells request by request.
    if (draft.protocol === 'tcp' && best.get(pairKey(draft, 'http')) === rank.waypoint) continue;
    if (winner === rank[draft.reporter]) {
      chosen.push(draft);
    } else if (draft.reporter === 'source' && draft.protocol !== 'tcp') {
      const outcomes = draft.outcomes.filter(({ flags }) => isNeverSent(flags));
      if (outcomes.length > 0) {
        const totals = totalsOf(draft.protocol, outcomes);
        chosen.push({ ...draft, outcomes, totals, durationMsPerSecond: null, timedPerSecond: 0, key: '' });
      }
    }
  }
  return chosen;
}

/** HTTP and gRPC to one workload pass the same proxy. Pairs with an unknown end are told apart by their service. */
function pairOf(draft: Draft): string {
  return pairKey(draft, draft.protocol === 'tcp' ? 'tcp' : 'http');
}
