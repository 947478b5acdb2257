/** Who calls a service without a proxy that would route: such requests go to any pod, whatever rules say. */
import { compareText } from '#lib/compare-text.ts';
import { indexOf } from '../../graph/build/cluster-index.ts';
import type { TrafficRecord } from '../../graph/telemetry/traffic-record.ts';
import type { ClusterObjects } from '../../istio/objects.ts';

/** By what is measured: `namespace/name`, rising; `unknown` where nothing names them (plain text from outside of the mesh). */
export function callersWithoutProxy(
  records: readonly Pick<TrafficRecord, 'source' | 'destination' | 'totals'>[],
  hosts: ReadonlySet<string>,
  objects: ClusterObjects,
): string[] {
  const { workloads } = indexOf(objects);
  const found = new Set<string>();
  for (const { source, destination, totals } of records) {
    if (!hosts.has(destination.host.toLowerCase()) || totals.requestsPerSecond <= 0) continue;
    const known = workloads.get(`${source.namespace}/${source.workload}`);
    if (source.workload === '') found.add('unknown');
    else if (known !== undefined && known.ambient === 0 && known.withoutSidecar > 0 && !known.gateway)
      found.add(`${source.namespace}/${source.workload}`);
  }
  return [...found].sort(compareText);
}
