/**
 * Several edges as one, from numbers that were already read: rates are added, ratios and averages weighted by requests. Percentiles
 * cannot be added: the worst known one is told, or none.
 */
import type { GraphEdge, Health, Traffic } from '../../api/traffic/graph.ts';
import { compareHealth } from '../health/health.ts';

/** Host names kept of a sum: enough to recognise it, few enough to show. */
export const mostHosts = 12;

type Weighted = Pick<GraphEdge, 'requestsPerSecond' | 'bytesPerSecond'>;

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Null when no part with weight knows it. */
function weighted<T>(
  parts: readonly T[],
  value: (part: T) => number | null,
  weight: (part: T) => number,
): number | null {
  let sum = 0;
  let weights = 0;
  let least: number | null = null;
  for (const part of parts) {
    const own = value(part);
    if (own === null) continue;
    sum += own * weight(part);
    weights += weight(part);
    least = Math.max(least ?? own, own);
  }
  return weights > 0 ? sum / weights : least;
}

const worst = (values: readonly (number | null)[]) => {
  const numbers = known(values);
  return numbers.length === 0 ? null : Math.max(...numbers);
};

const requests = (part: Weighted) => part.requestsPerSecond;

/** Null for nothing to add. */
export function sumTraffic(parts: readonly Traffic[]): Traffic | null {
  if (parts.length === 0) return null;
  const bytes = known(parts.map((part) => part.bytesPerSecond));
  return {
    requestsPerSecond: total(parts.map(requests)),
    errorRatio: weighted(parts, (part) => part.errorRatio, requests),
    clientErrorRatio: weighted(parts, (part) => part.clientErrorRatio, requests),
    averageMs: weighted(parts, (part) => part.averageMs, requests),
    p50Ms: worst(parts.map((part) => part.p50Ms)),
    p95Ms: worst(parts.map((part) => part.p95Ms)),
    p99Ms: worst(parts.map((part) => part.p99Ms)),
    bytesPerSecond: bytes.length === 0 ? null : total(bytes),
  };
}

/** The worst state; its reasons tell the sum's own numbers, because the part's would be read as the whole's. */
function worstHealth(edges: readonly GraphEdge[], traffic: Traffic): Health {
  const [first] = edges.toSorted((a, b) => compareHealth(b.health.state, a.health.state));
  if (!first) return { state: 'unknown', reasons: [] };
  const own: Partial<Record<Health['reasons'][number]['code'], number | null>> = {
    'error-ratio': traffic.errorRatio,
    'client-error-ratio': traffic.clientErrorRatio,
    latency: traffic.p95Ms,
  };
  return {
    state: first.health.state,
    reasons: first.health.reasons.map((reason) => ({ ...reason, value: own[reason.code] ?? reason.value })),
  };
}

/** Shares of requests by name, weighted by requests, largest first. */
function shares(
  edges: readonly GraphEdge[],
  read: (edge: GraphEdge) => readonly (readonly [name: string, ratio: number])[],
): [string, number][] {
  const all = total(edges.map(requests));
  const rates = new Map<string, number>();
  for (const edge of edges)
    for (const [name, ratio] of read(edge))
      rates.set(name, (rates.get(name) ?? 0) + ratio * edge.requestsPerSecond);
  return [...rates]
    .filter(([, rate]) => rate > 0)
    .map(([name, rate]): [string, number] => [name, rate / all])
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
}

/** Edges of one protocol as one. Their routes are told by the edges themselves, not by the sum. */
export function sumEdges(
  edges: readonly [GraphEdge, ...GraphEdge[]],
  as: Pick<GraphEdge, 'id' | 'source' | 'target' | 'sourceShare'>,
): GraphEdge {
  const [{ protocol }] = edges;
  const traffic = sumTraffic(edges) ?? edges[0];
  const amount = (edge: GraphEdge) => (protocol === 'tcp' ? (edge.bytesPerSecond ?? 0) : requests(edge));
  return {
    ...as,
    protocol,
    health: worstHealth(edges, traffic),
    requestsPerSecond: traffic.requestsPerSecond,
    errorRatio: traffic.errorRatio,
    clientErrorRatio: traffic.clientErrorRatio,
    averageMs: traffic.averageMs,
    p50Ms: traffic.p50Ms,
    p95Ms: traffic.p95Ms,
    p99Ms: traffic.p99Ms,
    bytesPerSecond: traffic.bytesPerSecond,
    mtlsRatio: weighted(edges, (edge) => edge.mtlsRatio, amount),
    flags: shares(edges, (edge) => edge.flags.map(({ flag, ratio }) => [flag, ratio])).map(
      ([flag, ratio]) => ({ flag, ratio }),
    ),
    failures: shares(edges, (edge) =>
      (edge.failures ?? []).map(({ code, flags, ratio }) => [`${code}\n${flags}`, ratio]),
    ).map(([name, ratio]) => {
      const [code = '', flags = ''] = name.split('\n');
      return { code, flags, ratio };
    }),
    hosts: [...new Set(edges.flatMap(({ hosts }) => hosts))].sort().slice(0, mostHosts),
  };
}
