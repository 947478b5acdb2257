/** Calls that two reporters tell under different names: plain text calls, and calls to a pod's own port. */
import type { TrafficRecord } from './traffic-record.ts';
import { isNeverSent, totalsOf } from './traffic-record.ts';

/** Below this share what is left over is the jitter of two scrapes, not traffic of its own. */
const jitter = 0.05;

/** Takes off a coarse record (source unknown, or passthrough) what finer records tell about the same requests. */
export function removeSeenTwice<R extends TrafficRecord>(records: readonly R[]): R[] {
  const known = new Map<string, number>();
  for (const record of records) {
    const key = finerKey(record);
    if (key !== null) known.set(key, (known.get(key) ?? 0) + amountOf(record));
  }
  if (known.size === 0) return [...records];
  const total = new Map<string, number>();
  for (const record of records) {
    const key = coarseKey(record);
    if (key !== null) total.set(key, (total.get(key) ?? 0) + amountOf(record));
  }
  const kept: R[] = [];
  for (const record of records) {
    const key = coarseKey(record);
    const taken = key === null ? 0 : (known.get(key) ?? 0);
    if (key === null || !(taken > 0)) {
      kept.push(record);
      continue;
    }
    const left = 1 - taken / (total.get(key) ?? taken);
    if (left > jitter) kept.push(scaled(record, left));
  }
  return kept;
}

function coarseKey({ source, destination, reporter, protocol }: TrafficRecord): string | null {
  if (reporter !== 'source' && source.workload === '' && destination.workload !== '') {
    return `unknown\n${protocol}\n${destination.cluster}\n${destination.namespace}\n${destination.workload}`;
  }
  if (reporter === 'source' && destination.serviceName === 'PassthroughCluster') {
    return `passthrough\n${protocol}\n${source.cluster}\n${source.namespace}\n${source.workload}`;
  }
  return null;
}

function finerKey({ source, destination, reporter, protocol }: TrafficRecord): string | null {
  if (reporter === 'source' && source.workload !== '' && destination.workload !== '') {
    return `unknown\n${protocol}\n${destination.cluster}\n${destination.namespace}\n${destination.workload}`;
  }
  if (reporter !== 'source' && destination.serviceName.startsWith('InboundPassthroughCluster')) {
    return `passthrough\n${protocol}\n${source.cluster}\n${source.namespace}\n${source.workload}`;
  }
  return null;
}

/** Requests that reached the other proxy, or bytes. */
function amountOf(record: TrafficRecord): number {
  if (record.protocol === 'tcp') return record.sentBytesPerSecond + record.receivedBytesPerSecond;
  let sum = 0;
  for (const { flags, requestsPerSecond } of record.outcomes)
    sum += isNeverSent(flags) ? 0 : requestsPerSecond;
  return sum;
}

function scaled<R extends TrafficRecord>(record: R, factor: number): R {
  const outcomes = record.outcomes.map((outcome) => ({
    ...outcome,
    requestsPerSecond: outcome.requestsPerSecond * factor,
  }));
  return {
    ...record,
    outcomes,
    totals: totalsOf(record.protocol, outcomes),
    durationMsPerSecond: record.durationMsPerSecond === null ? null : record.durationMsPerSecond * factor,
    timedPerSecond: record.timedPerSecond * factor,
    sentBytesPerSecond: record.sentBytesPerSecond * factor,
    receivedBytesPerSecond: record.receivedBytesPerSecond * factor,
  };
}
