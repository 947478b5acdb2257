/** Traffic in one direction with the peers at its other end. Peers in namespaces that the caller may not see are one. */
import type { Flow, Peer } from '../../api/traffic/details.ts';
import type { NodeKey } from '../build/resolve-node.ts';
import { judgeHealth } from '../health/health.ts';
import type { Protocol } from '../telemetry/traffic-record.ts';
import {
  addRecord,
  emptySum,
  ratesByFlag,
  rounded,
  type TrafficSum,
  toTraffic,
} from '../telemetry/traffic-sum.ts';
import type { DetailInput } from './input.ts';
import { type Directed, trafficByNode } from './traffic-by-node.ts';

export type Side = 'inbound' | 'outbound';

interface PeerDraft {
  node: NodeKey;
  hidden: boolean;
  protocol: Protocol;
  sum: TrafficSum;
}

export function flowOf(records: readonly Directed[], side: Side, input: DetailInput): Flow {
  const { telemetry, windowSeconds, viewer } = input;
  const total = emptySum();
  const peers = new Map<string, PeerDraft>();
  const nodeOf = side === 'inbound' ? callerOf(input) : calledOf(input);
  for (const directed of records) {
    const { record } = directed;
    addRecord(total, record);
    const node = nodeOf(directed);
    const hidden = node.namespace !== '' && !viewer.sees(node.namespace);
    const id = `${record.protocol} ${hidden ? 'restricted' : node.id}`;
    let peer = peers.get(id);
    if (peer === undefined) {
      peer = { node, hidden, protocol: record.protocol, sum: emptySum() };
      peers.set(id, peer);
    }
    addRecord(peer.sum, record);
  }
  const known = telemetry.answered.requests || telemetry.answered.tcp;
  return {
    total: known && records.length > 0 ? toTraffic(total, telemetry.latency) : null,
    mtlsRatio: securedRatio(total),
    peers: [...peers]
      .map(([id, peer]) => finish(id, peer, windowSeconds, input))
      .sort(
        (a, b) =>
          b.requestsPerSecond - a.requestsPerSecond ||
          (b.bytesPerSecond ?? 0) - (a.bytesPerSecond ?? 0) ||
          (a.id < b.id ? -1 : 1),
      ),
  };
}

/** Workloads call. */
function callerOf(input: DetailInput): (directed: Directed) => NodeKey {
  const { resolver } = trafficByNode(input, 'workload');
  return ({ record }) => resolver.source(record.source);
}

/** Services and hosts are called; a workload where it was reached past all of them. */
function calledOf(input: DetailInput): (directed: Directed) => NodeKey {
  const services = trafficByNode(input, 'service').resolver;
  const workloads = trafficByNode(input, 'workload').resolver;
  return ({ record, host }) =>
    (host === null ? workloads : services).destination(record.destination, record.source.namespace).node;
}

function finish(
  id: string,
  { node, hidden, protocol, sum }: PeerDraft,
  windowSeconds: number,
  { telemetry }: DetailInput,
): Peer {
  const traffic = toTraffic(sum, telemetry.latency);
  const requests = sum.http + sum.grpc;
  return {
    id,
    kind: hidden ? 'restricted' : node.kind,
    namespace: hidden ? '' : node.namespace,
    name: hidden || node.kind === 'unknown' ? '' : node.name,
    version: hidden ? null : node.version,
    protocol,
    health: judgeHealth({ traffic, windowSeconds }),
    ...traffic,
    mtlsRatio: securedRatio(sum),
    flags: requests > 0 && sum.flagged ? flagsOf(sum, requests) : [],
  };
}

function flagsOf(sum: TrafficSum, requests: number): Peer['flags'] {
  return [...ratesByFlag(sum)]
    .map(([flag, rate]) => ({ flag, ratio: rounded(rate / requests) }))
    .sort((a, b) => b.ratio - a.ratio || (a.flag < b.flag ? -1 : 1));
}

function securedRatio({ judged, secured }: TrafficSum): number | null {
  return judged > 0 ? rounded(secured / judged) : null;
}
