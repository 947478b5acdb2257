/** Sums and means that panels show. What cannot be summed (percentiles of several versions) stays unknown. */
import type { GraphEdge, Health, HealthState, Traffic } from '#lib/api/traffic/graph.ts';

export interface Figures {
  readonly requestsPerSecond: number;
  readonly bytesPerSecond: number | null;
  readonly errorRatio: number | null;
  readonly p95Ms: number | null;
}

/** Null when there is nothing to sum. The p95 of one is known, of several it is not. */
export function sumTraffic(parts: readonly (Traffic | null)[]): Figures | null {
  const known = parts.filter((part) => part !== null);
  const [first] = known;
  if (!first) return null;
  const requestsPerSecond = known.reduce((sum, part) => sum + part.requestsPerSecond, 0);
  const bytes = known.flatMap((part) => (part.bytesPerSecond === null ? [] : [part.bytesPerSecond]));
  const judged = known.filter((part) => part.errorRatio !== null);
  const judgedRate = judged.reduce((sum, part) => sum + part.requestsPerSecond, 0);
  const errors = judged.reduce((sum, part) => sum + (part.errorRatio ?? 0) * part.requestsPerSecond, 0);
  return {
    requestsPerSecond,
    bytesPerSecond: bytes.length === 0 ? null : bytes.reduce((sum, value) => sum + value, 0),
    errorRatio: judgedRate > 0 ? errors / judgedRate : judged.length > 0 ? 0 : null,
    p95Ms: known.length === 1 ? first.p95Ms : null,
  };
}

/** Share of requests under mutual TLS over several edges; null when none reported it. */
export function mtlsShare(edges: readonly GraphEdge[]): number | null {
  let total = 0;
  let secured = 0;
  for (const { mtlsRatio, requestsPerSecond, bytesPerSecond } of edges) {
    if (mtlsRatio === null) continue;
    const weight = requestsPerSecond || (bytesPerSecond ?? 0);
    total += weight;
    secured += weight * mtlsRatio;
  }
  return total > 0 ? secured / total : null;
}

interface Share {
  readonly ratio: number;
}

/** Shares of the requests of each edge as shares of all requests, equal ones together, largest first. */
function sharesOf<Part extends Share>(
  edges: readonly GraphEdge[],
  read: (edge: GraphEdge) => readonly Part[],
  key: (part: Part) => string,
): Part[] {
  const total = edges.reduce((sum, edge) => sum + edge.requestsPerSecond, 0);
  const found = new Map<string, Part>();
  for (const edge of edges)
    for (const part of read(edge)) {
      const share = total > 0 ? (part.ratio * edge.requestsPerSecond) / total : 0;
      found.set(key(part), { ...part, ratio: (found.get(key(part))?.ratio ?? 0) + share });
    }
  return [...found.values()].sort((a, b) => b.ratio - a.ratio);
}

/** Response flags over several edges, by their share of all requests. */
export function flagShares(edges: readonly GraphEdge[]): { flag: string; ratio: number }[] {
  return sharesOf(
    edges,
    ({ flags }) => flags,
    ({ flag }) => flag,
  );
}

/** What failed requests got, over several edges, by their share of all requests. */
export function failureShares(edges: readonly GraphEdge[]): { code: string; flags: string; ratio: number }[] {
  return sharesOf(
    edges,
    ({ failures = [] }) => failures,
    ({ code, flags }) => `${code} ${flags}`,
  );
}

/** Which of the two numbers beside each other broke its limit, and how badly. */
export function blamed(health: Health): {
  errors: HealthState | undefined;
  latency: HealthState | undefined;
} {
  if (health.state !== 'failing' && health.state !== 'degraded')
    return { errors: undefined, latency: undefined };
  const codes = new Set(health.reasons.map(({ code }) => code));
  const errors = codes.has('error-ratio') || codes.has('client-error-ratio') ? health.state : undefined;
  return { errors, latency: codes.has('latency') ? health.state : undefined };
}
