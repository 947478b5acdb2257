/** An edge while the graph is being built: what records say of it, and the finished numbers. */
import type { GraphEdge } from '../../api/traffic/graph.ts';
import { judgeHealth } from '../health/health.ts';
import type { Tolerance } from '../health/health-tolerance.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Protocol, TrafficRecord } from '../telemetry/traffic-record.ts';
import type { TrafficSum } from '../telemetry/traffic-sum.ts';
import {
  addRecord,
  emptySum,
  ratesByCode,
  ratesByFailure,
  ratesByFlag,
  rounded,
  toTraffic,
} from '../telemetry/traffic-sum.ts';
import { edgeId } from './identity.ts';
import type { NodeDraft } from './node-draft.ts';

export type RouteFields = Pick<GraphEdge, 'route' | 'configuredShare' | 'observedShare' | 'routedBy'>;

export interface EdgeDraft {
  id: string;
  source: NodeDraft;
  target: NodeDraft;
  protocol: Protocol;
  sum: TrafficSum;
  hosts: string[];
}

/** Hosts kept per edge and node: a passthrough edge may see any number. */
const hostLimit = 20;

export function addEdge(
  edges: Map<string, EdgeDraft>,
  source: NodeDraft,
  target: NodeDraft,
  record: TrafficRecord,
  host: string | null,
): EdgeDraft {
  const id = edgeId(source.key.id, target.key.id, record.protocol);
  let edge = edges.get(id);
  if (edge === undefined) {
    edge = { id, source, target, protocol: record.protocol, sum: emptySum(), hosts: [] };
    edges.set(id, edge);
  }
  if (host !== null && edge.hosts.length < hostLimit && !edge.hosts.includes(host)) edge.hosts.push(host);
  addRecord(edge.sum, record);
  addRecord(source.outbound, record);
  addRecord(target.inbound, record);
  if (source !== target) {
    source.calls = true;
    target.called = true;
  }
  return edge;
}

export interface EdgeContext {
  telemetry: Telemetry;
  windowSeconds: number;
  /** Of the node that answers. */
  tolerances: readonly Tolerance[];
  route: RouteFields | null;
}

export function finishEdge(
  edge: EdgeDraft,
  { telemetry: { latency, answered }, windowSeconds, tolerances, route }: EdgeContext,
): GraphEdge {
  const { sum, source } = edge;
  const traffic = toTraffic(sum, latency);
  const heard = edge.protocol === 'tcp' ? answered.tcp : answered.requests;
  const requests = sum.http + sum.grpc;
  const fromSource = source.outbound.http + source.outbound.grpc;
  return {
    id: edge.id,
    source: source.key.id,
    target: edge.target.key.id,
    protocol: edge.protocol,
    health: judgeHealth({
      traffic,
      windowSeconds,
      silence: heard ? 'idle' : 'unknown',
      tolerated:
        tolerances.length > 0 ? { tolerances, codes: ratesByCode(sum), direction: 'inbound' } : undefined,
    }),
    ...traffic,
    mtlsRatio: sum.judged > 0 ? rounded(sum.secured / sum.judged) : null,
    sourceShare: requests > 0 && fromSource > 0 ? rounded(requests / fromSource) : null,
    flags: shares(sum.flagged ? ratesByFlag(sum) : null, requests).map(([flag, ratio]) => ({ flag, ratio })),
    failures: shares(sum.errors > 0 ? ratesByFailure(sum) : null, requests)
      .slice(0, 4)
      .map(([name, ratio]) => {
        const [protocol = '', code = '', flags = ''] = name.split(' ');
        return { code: `${protocol} ${code}`, flags, ratio };
      }),
    hosts: edge.hosts.sort(),
    ...route,
  };
}

function shares(rates: ReadonlyMap<string, number> | null, total: number): [string, number][] {
  if (rates === null || total <= 0) return [];
  return [...rates]
    .map(([name, rate]): [string, number] => [name, rounded(rate / total)])
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
