/** What `GET /api/v1/series` is to be asked for a node, a card or an edge; null where nobody keeps its history. */
import type { GraphEdge, GraphNode } from '#lib/api/traffic/graph.ts';
import type { SeriesTarget } from '#lib/client/queries/series-question.ts';

type Direction = 'inbound' | 'outbound';

export interface TrendTarget {
  readonly target: SeriesTarget;
  readonly direction: Direction;
}

type Named = Pick<SeriesTarget, 'subject' | 'namespace' | 'version'> & { name: string };

function named(node: GraphNode): Named | null {
  const { kind, namespace, app, version, workload, service } = node;
  if (namespace === '') return null;
  switch (kind) {
    case 'app':
      return app === null ? null : { subject: 'app', namespace, name: app, version };
    case 'workload':
    case 'gateway':
      return workload === null ? null : { subject: 'workload', namespace, name: workload };
    case 'service':
      return service === null ? null : { subject: 'service', namespace, name: service };
    default:
      return null;
  }
}

function peerOf(node: GraphNode): NonNullable<SeriesTarget['peer']> | null {
  if (node.kind === 'service-entry' || node.kind === 'external')
    return { kind: 'host', namespace: null, name: node.hosts[0] ?? node.name };
  const found = named(node);
  if (found === null || found.subject === 'namespace') return null;
  return { kind: found.subject, namespace: found.namespace, name: found.name, version: found.version };
}

/** What arrives; of the start of traffic what leaves. Several nodes are the versions of one app. */
export function trendOfNodes(nodes: readonly GraphNode[]): TrendTarget | null {
  const [first] = nodes;
  const found = first ? named(first) : null;
  if (!first || !found) return null;
  const target = nodes.length > 1 ? { ...found, version: null } : found;
  const starts = nodes.every(({ root, inbound }) => root && inbound === null);
  return { target, direction: starts && found.subject !== 'service' ? 'outbound' : 'inbound' };
}

/** From the target's side, which sees all of it; from the source's where the target is no part of the mesh. */
export function trendOfEdge(edge: GraphEdge, source: GraphNode, target: GraphNode): TrendTarget | null {
  const called = named(target);
  const caller = named(source);
  const far = called === null ? peerOf(target) : peerOf(source);
  if (far === null || edge.source === edge.target) return null;
  if (called !== null) return { target: { ...called, peer: far }, direction: 'inbound' };
  if (caller === null || caller.subject === 'service') return null;
  return { target: { ...caller, peer: far }, direction: 'outbound' };
}

/** A trend goes back further than the window of the numbers beside it. */
export function trendRange(windowSeconds: number): string {
  const steps = [
    [300, '15m'],
    [900, '1h'],
    [3600, '6h'],
    [21_600, '1d'],
  ] as const;
  return steps.find(([longest]) => windowSeconds <= longest)?.[1] ?? '7d';
}
