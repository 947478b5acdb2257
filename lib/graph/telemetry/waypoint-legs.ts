/**
 * In ambient mode a call through a waypoint is told three times: by the waypoint as from caller to server, and by ztunnel as bytes from
 * caller to waypoint and from waypoint to server. The waypoint's word counts, where it is heard.
 */
import type { ClusterIndex } from '../build/cluster-index.ts';
import type { Endpoint } from '../build/identity.ts';
import type { Telemetry } from './telemetry.ts';
import type { TrafficRecord } from './traffic-record.ts';

const counted = new WeakMap<Telemetry, { index: ClusterIndex; records: readonly TrafficRecord[] }>();

/** The records in which every call counts once, whatever stood between its ends. */
export function callsOf(telemetry: Telemetry, index: ClusterIndex): readonly TrafficRecord[] {
  const known = counted.get(telemetry);
  if (known?.index === index) return known.records;
  const records = withoutWaypointLegs(telemetry.records, index);
  counted.set(telemetry, { index, records });
  return records;
}

function withoutWaypointLegs(
  records: readonly TrafficRecord[],
  index: ClusterIndex,
): readonly TrafficRecord[] {
  const isWaypoint = ({ namespace, workload }: Endpoint) =>
    index.workloads.get(`${namespace}/${workload}`)?.waypoint === true;
  const told = records.filter(({ reporter }) => reporter === 'waypoint');
  if (told.length === 0) return records;
  const callers = new Set(told.map(({ source }) => source));
  const servers = new Set(told.map(({ destination }) => destination.endpoint));
  return records.filter(({ protocol, reporter, source, destination }) => {
    if (protocol !== 'tcp' || reporter === 'waypoint') return true;
    return !(
      (isWaypoint(destination) && callers.has(source)) ||
      (isWaypoint(source) && servers.has(destination.endpoint))
    );
  });
}
