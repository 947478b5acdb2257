/** Which records belong to which node of a graph, read once for each reading: exactly the assignment of `buildGraph`. */
import type { GraphType } from '../../api/words.ts';
import type { ClusterObjects } from '../../istio/objects.ts';
import { indexOf } from '../build/cluster-index.ts';
import { NodeResolver } from '../build/resolve-node.ts';
import { mainServices } from '../build/traffic-part.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { TrafficRecord } from '../telemetry/traffic-record.ts';
import { callsOf } from '../telemetry/waypoint-legs.ts';

export interface NodeTraffic {
  inbound: Directed[];
  outbound: Directed[];
}

export interface Directed {
  record: TrafficRecord;
  /** Full name of the host that was called; null when nobody knows it. */
  host: string | null;
}

export interface TrafficByNode {
  resolver: NodeResolver;
  nodes: ReadonlyMap<string, NodeTraffic>;
}

export interface MeshReading {
  telemetry: Telemetry;
  objects: ClusterObjects;
  cluster: string;
}

const readings = new WeakMap<
  Telemetry,
  Map<GraphType, { objects: ClusterObjects; traffic: TrafficByNode }>
>();

export function trafficByNode(reading: MeshReading, type: GraphType): TrafficByNode {
  const { telemetry, objects } = reading;
  const known = readings.get(telemetry) ?? new Map();
  readings.set(telemetry, known);
  const present = known.get(type);
  if (present !== undefined && present.objects === objects) return present.traffic;
  const traffic = assign(reading, type);
  known.set(type, { objects, traffic });
  return traffic;
}

function assign({ telemetry, objects, cluster }: MeshReading, type: GraphType): TrafficByNode {
  const index = indexOf(objects);
  const records = callsOf(telemetry, index);
  const main = type === 'service' ? mainServices(records, index) : new Map<string, string>();
  const resolver = new NodeResolver(type, false, cluster, index, main);
  const nodes = new Map<string, NodeTraffic>();
  const of = (id: string) => {
    const present = nodes.get(id) ?? { inbound: [], outbound: [] };
    nodes.set(id, present);
    return present;
  };
  for (const record of records) {
    const { node, host } = resolver.destination(record.destination, record.source.namespace);
    const directed = { record, host };
    of(resolver.source(record.source).id).outbound.push(directed);
    of(node.id).inbound.push(directed);
  }
  return { resolver, nodes };
}

const nothing: NodeTraffic = { inbound: [], outbound: [] };

export function trafficOf({ nodes }: TrafficByNode, id: string): NodeTraffic {
  return nodes.get(id) ?? nothing;
}
