/** How the requests to a service were shared by its versions: of what reached a workload, in its own namespace. */
import type { ServiceRow } from '../../api/traffic/inventory.ts';
import type { ClusterIndex, IndexedService } from '../build/cluster-index.ts';
import { resolveHost } from '../build/cluster-index.ts';
import { defaultRevision } from '../build/identity.ts';
import { podsOf } from '../build/node-draft.ts';
import type { TrafficRecord } from '../telemetry/traffic-record.ts';
import { rounded } from '../telemetry/traffic-sum.ts';

interface Amount {
  requests: number;
  bytes: number;
}

/** By host, then by version. */
type VersionAmounts = ReadonlyMap<string, ReadonlyMap<string, Amount>>;

export function versionAmounts(records: readonly TrafficRecord[], index: ClusterIndex): VersionAmounts {
  const amounts = new Map<string, Map<string, Amount>>();
  for (const { source, destination, totals, sentBytesPerSecond, receivedBytesPerSecond } of records) {
    if (destination.workload === '') continue;
    const host = resolveHost(index, destination.host, source.namespace);
    if (host === null || index.services.get(host)?.namespace !== destination.namespace) continue;
    const byVersion = amounts.get(host) ?? new Map<string, Amount>();
    amounts.set(host, byVersion);
    const version = destination.version || defaultRevision;
    const amount = byVersion.get(version) ?? { requests: 0, bytes: 0 };
    amount.requests += totals.requestsPerSecond;
    amount.bytes += sentBytesPerSecond + receivedBytesPerSecond;
    byVersion.set(version, amount);
  }
  return amounts;
}

/** Versions that run, and those that were called; in the order of their names. */
export function versionsOf(service: IndexedService, amounts: VersionAmounts): ServiceRow['versions'] {
  const called = amounts.get(service.host) ?? new Map<string, Amount>();
  const names = new Set([...service.workloads.map(({ version }) => version), ...called.keys()]);
  const total = { requests: 0, bytes: 0 };
  for (const { requests, bytes } of called.values()) {
    total.requests += requests;
    total.bytes += bytes;
  }
  const unit = total.requests > 0 ? 'requests' : 'bytes';
  return [...names]
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => ({
      name,
      share: total[unit] > 0 ? rounded((called.get(name)?.[unit] ?? 0) / total[unit]) : null,
      readyPods: podsOf(service.workloads.filter(({ version }) => version === name))?.ready ?? null,
    }));
}
