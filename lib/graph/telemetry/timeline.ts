/**
 * The mesh's requests and errors over time, by pair of namespaces, so that a reader's part is a sum over the pairs they may see:
 * the same requests that the graph of each moment draws. Rows come from `timelineQuery`; what is an error is lib/graph/telemetry/traffic-record.ts'.
 */
import type { RangeSeries } from '../../metrics/samples.ts';
import type { TimeRange } from '../../metrics/time-range.ts';
import type { TimelineRole } from '../../metrics/timeline-queries.ts';
import { known } from './drafts.ts';
import { isFailure } from './traffic-record.ts';
import { rounded } from './traffic-sum.ts';

export type Line = (number | null)[];

export interface NamespacePair {
  /** Empty for what lies in no namespace. */
  source: string;
  destination: string;
  requests: Float64Array;
  errors: Float64Array;
}

export interface MeshTimeline {
  range: TimeRange;
  pairs: readonly NamespacePair[];
  /** Whether anything was measured at that time, by sample. */
  measured: readonly boolean[];
}

export interface TimelineScope {
  visible: ReadonlySet<string> | null;
  requested: ReadonlySet<string> | null;
}

interface Row {
  source: string;
  destination: string;
  failed: boolean;
  role: string;
  workload: string;
  values: Float64Array;
}

/** As in lib/graph/telemetry/unknown-peers.ts: what is left over below this share is the jitter of two scrapes. */
const jitter = 0.05;

export function readTimeline(range: TimeRange, series: readonly RangeSeries[]): MeshTimeline {
  const count = Math.max(0, Math.round((range.to - range.from) / range.stepSeconds) + 1);
  const measured = new Array<boolean>(count).fill(false);
  const rows = series.map(({ labels, times, values }): Row => {
    const line = new Float64Array(count);
    times.forEach((time, index) => {
      const place = Math.round((time - range.from) / range.stepSeconds);
      const value = values[index] ?? Number.NaN;
      if (place < 0 || place >= count || !Number.isFinite(value)) return;
      line[place] = value;
      measured[place] = true;
    });
    const grpcStatus = known(labels.grpc_response_status);
    return {
      source: known(labels.source_workload_namespace),
      destination:
        known(labels.destination_workload_namespace) || known(labels.destination_service_namespace),
      failed: isFailure(grpcStatus === '' ? 'http' : 'grpc', {
        code: labels.response_code ?? '',
        grpcStatus,
        flags: '',
        requestsPerSecond: 0,
      }),
      role: labels.role ?? '',
      workload: labels.workload ?? '',
      values: line,
    };
  });
  takeOffSeenTwice(rows, 'coarse-destination', 'finer-destination', ({ destination }) => destination);
  takeOffSeenTwice(rows, 'coarse-source', 'finer-source', ({ source }) => source);
  const pairs = new Map<string, NamespacePair>();
  for (const { source, destination, failed, values } of rows) {
    const key = `${source}\n${destination}`;
    let pair = pairs.get(key);
    if (pair === undefined) {
      pair = { source, destination, requests: new Float64Array(count), errors: new Float64Array(count) };
      pairs.set(key, pair);
    }
    addTo(pair.requests, values);
    if (failed) addTo(pair.errors, values);
  }
  return { range, pairs: [...pairs.values()], measured };
}

/** A reader's part: pairs of which one end is wanted and visible, as the graph's edges are chosen. */
export function scopeTimeline(
  { pairs, measured }: MeshTimeline,
  { visible, requested }: TimelineScope,
): { requestsPerSecond: Line; errorsPerSecond: Line } {
  const isWanted = (namespace: string) =>
    (visible === null || visible.has(namespace)) && (requested === null || requested.has(namespace));
  const everything = visible === null && requested === null;
  const requests = new Float64Array(measured.length);
  const errors = new Float64Array(measured.length);
  for (const pair of pairs) {
    const wanted =
      everything ||
      (pair.source !== '' && isWanted(pair.source)) ||
      (pair.destination !== '' && isWanted(pair.destination));
    if (!wanted) continue;
    addTo(requests, pair.requests);
    addTo(errors, pair.errors);
  }
  const line = (values: Float64Array) =>
    measured.map((known, index) => (known ? rounded(values[index] ?? 0) : null));
  return { requestsPerSecond: line(requests), errorsPerSecond: line(errors) };
}

/** Scales the coarse rows of a workload by the share that no finer row explains, sample by sample. */
function takeOffSeenTwice(
  rows: readonly Row[],
  coarseRole: TimelineRole,
  finerRole: TimelineRole,
  namespaceOf: (row: Row) => string,
): void {
  const keyOf = (row: Row) => `${namespaceOf(row)}/${row.workload}`;
  const finer = sumsOf(
    rows.filter(({ role, workload }) => role === finerRole && known(workload) !== ''),
    keyOf,
  );
  if (finer.size === 0) return;
  const coarse = rows.filter(({ role }) => role === coarseRole);
  const totals = sumsOf(coarse, keyOf);
  for (const row of coarse) {
    const taken = finer.get(keyOf(row));
    const total = totals.get(keyOf(row));
    if (taken === undefined || total === undefined) continue;
    row.values.forEach((value, index) => {
      const left = 1 - (taken[index] ?? 0) / (total[index] || 1);
      row.values[index] = left > jitter ? value * left : 0;
    });
  }
}

function sumsOf(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Float64Array> {
  const sums = new Map<string, Float64Array>();
  for (const row of rows) {
    const key = keyOf(row);
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, row.values.slice());
    else addTo(sum, row.values);
  }
  return sums;
}

function addTo(sum: Float64Array, values: Float64Array): void {
  for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + (values[index] ?? 0);
}
