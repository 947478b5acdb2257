/**
 * What configuration gives each version against what it got, from the edges of those whom the rule speaks to. A gap counts
 * only when it is larger than chance explains: with few requests, shares wander.
 */
import type { GraphEdge, GraphNode } from '#lib/api/traffic/graph.ts';

export interface SplitPart {
  readonly node: GraphNode;
  /** Null: rules differ by request, or say nothing. */
  readonly configured: number | null;
  /** Null: nothing was sent. */
  readonly observed: number | null;
}

export interface SplitComparison {
  readonly parts: readonly SplitPart[];
  /** VirtualServices, as "namespace/name". */
  readonly routedBy: readonly string[];
  /** Requests in the window that the observed shares are of. */
  readonly requests: number;
  /** The largest distance between configured and observed, 0..1, and whether it is more than chance; null without both. */
  readonly gap: { readonly size: number; readonly telling: boolean } | null;
}

/** Shares are compared in points of a hundred: rounding alone may be one. */
const leastTelling = 0.02;
/** Standard deviations of a share: chance goes beyond them once in 370 windows. */
const deviations = 3;

function tolerance(share: number, requests: number): number {
  if (requests <= 0) return 1;
  return Math.max(leastTelling, deviations * Math.sqrt((share * (1 - share)) / requests));
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** `versions` are the nodes of one app. Null when no rule speaks for what they receive. */
export function compareSplit(
  versions: readonly GraphNode[],
  edges: readonly GraphEdge[],
  windowSeconds: number,
): SplitComparison | null {
  const targets = new Set(versions.map(({ id }) => id));
  const routed = edges.filter(({ target, route }) => targets.has(target) && route !== undefined);
  if (routed.length === 0) return null;
  const bySource = [...Map.groupBy(routed, ({ source }) => source).values()];
  // Several callers may be told different things: the one that sends most is compared.
  const [loudest = []] = bySource.toSorted(
    (a, b) =>
      sumOf(b.map(({ requestsPerSecond }) => requestsPerSecond)) -
      sumOf(a.map(({ requestsPerSecond }) => requestsPerSecond)),
  );
  const agreed = bySource.filter((group) =>
    versions.every(({ id }) => configuredOf(group, id) === configuredOf(loudest, id)),
  );
  const compared = agreed.flat();
  const requests = sumOf(compared.map(({ requestsPerSecond }) => requestsPerSecond)) * windowSeconds;
  const parts = versions.map((node) => {
    const own = sumOf(
      compared.filter(({ target }) => target === node.id).map(({ requestsPerSecond }) => requestsPerSecond),
    );
    return {
      node,
      configured: configuredOf(loudest, node.id),
      observed: requests > 0 ? (own * windowSeconds) / requests : null,
    };
  });
  return {
    parts,
    routedBy: [...new Set(compared.flatMap(({ routedBy = [] }) => routedBy))].sort(),
    requests,
    gap: gapOf(parts, requests),
  };
}

/** What no rule names gets nothing, where rules name others by weight. */
function configuredOf(edges: readonly GraphEdge[], target: string): number | null {
  const known = edges.filter(({ configuredShare }) => configuredShare != null);
  if (known.length === 0) return null;
  const own = edges.filter((edge) => edge.target === target);
  if (own.some((edge) => edge.route === 'configured' && edge.configuredShare == null)) return null;
  return sumOf(own.map(({ configuredShare }) => configuredShare ?? 0));
}

function gapOf(parts: readonly SplitPart[], requests: number): SplitComparison['gap'] {
  let widest: { size: number; telling: boolean } | null = null;
  for (const { configured, observed } of parts) {
    if (configured === null || observed === null) continue;
    const size = Math.abs(configured - observed);
    const telling = size > tolerance(configured, requests);
    if (
      widest === null ||
      Number(telling) > Number(widest.telling) ||
      (telling === widest.telling && size > widest.size)
    )
      widest = { size, telling };
  }
  return widest;
}
