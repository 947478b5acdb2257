/** What the pills count: edges and nodes that fail or are slow, idle nodes, workloads without a sidecar. */

import { cardId } from '#components/mesh-drawing/canvas-mapping.ts';
import type { Graph, GraphNode, Health } from '#lib/api/traffic/graph.ts';

export const findingNames = ['failing', 'slow', 'idle', 'sidecar'] as const;
export type FindingName = (typeof findingNames)[number];

/** Ids of edges and nodes, those first in which most requests go wrong. */
export type Findings = Readonly<Record<FindingName, readonly string[]>>;

/** A share of the requests made it so; of the other reasons (pods, latency) nobody knows how many requests they hit. */
const countedReasons: readonly Health['reasons'][number]['code'][] = ['error-ratio', 'client-error-ratio'];

/** A busy edge with a few errors is less urgent than a small one that loses more requests: a canary gets little traffic. */
function harm({ reasons }: Health, requestsPerSecond: number): number {
  const shares = reasons.map(({ code, value }) => (countedReasons.includes(code) ? (value ?? 0) : 0));
  return requestsPerSecond * Math.max(0, ...shares);
}

function unhealthy(graph: Graph, state: 'failing' | 'degraded'): string[] {
  const edges = graph.edges.filter((edge) => edge.health.state === state);
  const explained = new Set(edges.flatMap((edge) => [edge.source, edge.target]));
  // A node whose edges show it already is not counted twice.
  const nodes = graph.nodes.filter((node) => node.health.state === state && !explained.has(node.id));
  const measured = [
    ...edges.map(({ id, health, requestsPerSecond }) => ({ id, health, requestsPerSecond })),
    ...nodes.map(({ id, health, inbound }) => ({
      id,
      health,
      requestsPerSecond: inbound?.requestsPerSecond ?? 0,
    })),
  ].map(({ id, health, requestsPerSecond }) => ({
    id,
    requestsPerSecond,
    harmed: harm(health, requestsPerSecond),
  }));
  return measured
    .toSorted((a, b) => b.harmed - a.harmed || b.requestsPerSecond - a.requestsPerSecond)
    .map(({ id }) => id);
}

export function findingsOf(graph: Graph): Findings {
  const ids = (nodes: readonly GraphNode[]) => nodes.map((node) => node.id);
  return {
    failing: unhealthy(graph, 'failing'),
    slow: unhealthy(graph, 'degraded'),
    idle: ids(graph.nodes.filter((node) => node.health.state === 'idle')),
    sidecar: ids(graph.nodes.filter((node) => node.badges.includes('missing-sidecar'))),
  };
}

/** Whether all that is degraded is so by its latency. */
export function onlySlow(graph: Graph): boolean {
  const degraded = [...graph.edges, ...graph.nodes].filter(({ health }) => health.state === 'degraded');
  return degraded.every(({ health }) => health.reasons[0]?.code === 'latency');
}

/** Everything that stays at full strength when these are looked for: the ends of an edge, the card around a version. */
export function withContext(graph: Graph, ids: readonly string[]): Set<string> {
  const all = new Set(ids);
  for (const edge of graph.edges) {
    if (!all.has(edge.id)) continue;
    all.add(edge.source);
    all.add(edge.target);
  }
  for (const node of graph.nodes) if (all.has(node.id) && node.group !== null) all.add(cardId(node.group));
  return all;
}
