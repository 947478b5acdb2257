/** Who calls a service without a proxy that would route: such requests go to any pod, whatever rules say. */
import { compareText } from '#lib/compare-text.ts';
import { indexOf } from '../../graph/build/cluster-index.ts';
import type { TrafficRecord } from '../../graph/telemetry/traffic-record.ts';
import type { ClusterObjects } from '../../istio/objects.ts';

/**
 * By what is measured: `namespace/name`, rising; `unknown` where nothing names them (plain text from outside of the mesh). `waypoint`: one
 * serves the service, which routes for callers of the ambient mesh; ztunnel by itself reads no VirtualService.
 */
export function callersWithoutProxy(
  records: readonly Pick<TrafficRecord, 'source' | 'destination' | 'totals'>[],
  hosts: ReadonlySet<string>,
  objects: ClusterObjects,
  waypoint: boolean,
): string[] {
  const { workloads } = indexOf(objects);
  const found = new Set<string>();
  for (const { source, destination, totals } of records) {
    if (!hosts.has(destination.host.toLowerCase()) || totals.requestsPerSecond <= 0) continue;
    const known = workloads.get(`${source.namespace}/${source.workload}`);
    if (source.workload === '') found.add('unknown');
    else if (
      known !== undefined &&
      !known.gateway &&
      known.withoutSidecar + (waypoint ? 0 : known.ambient) > 0
    )
      found.add(`${source.namespace}/${source.workload}`);
  }
  return [...found].sort(compareText);
}
