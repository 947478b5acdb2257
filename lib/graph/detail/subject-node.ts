/** The subject as a node of the graph: the same sums, the same rule, so that page, list and picture never disagree about its health. */
import type { GraphNode } from '../../api/traffic/graph.ts';
import { indexOf } from '../build/cluster-index.ts';
import type { Endpoint } from '../build/identity.ts';
import { bytesOf, finishNode, NodeDrafts } from '../build/node-draft.ts';
import type { NodeKey } from '../build/resolve-node.ts';
import { addRecord } from '../telemetry/traffic-sum.ts';
import type { DetailInput } from './input.ts';
import type { NodeTraffic } from './traffic-by-node.ts';

export function subjectNode(
  key: NodeKey,
  { inbound, outbound }: NodeTraffic,
  { endpoint, hosts }: { endpoint: Endpoint | null; hosts: readonly string[] },
  {
    telemetry,
    objects,
    cluster,
    windowSeconds,
  }: Pick<DetailInput, 'telemetry' | 'objects' | 'cluster' | 'windowSeconds'>,
): GraphNode {
  const index = indexOf(objects);
  const drafts = new NodeDrafts(index, cluster);
  const draft = drafts.of(key, endpoint);
  for (const host of hosts) drafts.addService(draft, host, 0);
  for (const { record, host } of inbound) {
    drafts.of(key, record.destination);
    if (host !== null) drafts.addService(draft, host, record.totals.requestsPerSecond + bytesOf(record));
    addRecord(draft.inbound, record);
  }
  for (const { record } of outbound) {
    drafts.of(key, record.source);
    addRecord(draft.outbound, record);
  }
  return finishNode(draft, { index, telemetry, windowSeconds, badges: [], due: [], group: null });
}

export function hasTraffic({ inbound, outbound }: NodeTraffic): boolean {
  return inbound.length > 0 || outbound.length > 0;
}
