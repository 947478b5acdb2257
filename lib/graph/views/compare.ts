/**
 * What differs between two graphs of the same view: edges and nodes that got slower, louder, fail more, are new or gone, or the
 * opposite. A difference counts when it is large enough to matter and too large for chance, over enough requests in both windows.
 */
import type { Graph, GraphEdge, GraphNode, Traffic } from '../../api/traffic/graph.ts';
import { healthRule } from '../health/health.ts';

export const compareRule = {
  /** Requests in the window, of both, as for health. */
  minimumRequests: healthRule.minimumRequests,
  /** A percentile of few requests is one of them: below this many the averages are compared. */
  minimumForPercentiles: 100,
  /** Of what it was. */
  rate: { ratio: 0.3 },
  /** Of what it was, and at least so many. */
  latency: { ratio: 0.2, ms: 10 },
  /** In points: 0.01 is from 2 % to 3 %. */
  errorRatio: 0.01,
  /** TCP, which knows no requests. */
  bytes: { ratio: 0.3, perSecond: 1000 },
  /** Counts and ratios are random: standard deviations that a difference must exceed. */
  deviations: 3,
} as const;

/** What matters most first. */
export const differenceKinds = [
  'more-errors',
  'slower',
  'new',
  'gone',
  'louder',
  'quieter',
  'faster',
  'fewer-errors',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export interface Difference {
  readonly id: string;
  /** Most important first; never empty. */
  readonly kinds: readonly [DifferenceKind, ...DifferenceKind[]];
  readonly change: Change;
}

/** From then to now; null where one of them is not known, or not over enough requests. */
export interface Change {
  /** Now by then, of requests or else bytes. */
  readonly rateFactor: number | null;
  readonly latencyMs: number | null;
  readonly latencyOf: 'p95' | 'average';
  readonly errorRatio: number | null;
}

export interface Comparison {
  readonly edges: ReadonlyMap<string, Difference>;
  readonly nodes: ReadonlyMap<string, Difference>;
  /** What only `then` has. */
  readonly goneNodes: readonly GraphNode[];
  readonly goneEdges: readonly GraphEdge[];
}

/** Both over windows of the same length, for the same reader. */
export function compareGraphs(now: Graph, then: Graph): Comparison {
  const seconds = Math.min(now.windowSeconds, then.windowSeconds);
  const compared = <T extends { id: string }>(
    present: readonly T[],
    past: readonly T[],
    trafficOf: (item: T) => Traffic | null,
  ) => {
    const before = new Map(past.map((item) => [item.id, item]));
    const after = new Map(present.map((item) => [item.id, item]));
    const found = new Map<string, Difference>();
    for (const id of new Set([...after.keys(), ...before.keys()])) {
      const [here, there] = [after.get(id), before.get(id)];
      const difference = compareTraffic(
        id,
        here === undefined ? null : trafficOf(here),
        there === undefined ? null : trafficOf(there),
        seconds,
      );
      if (difference !== null) found.set(id, difference);
    }
    return { found, gone: past.filter(({ id }) => !after.has(id) && found.get(id)?.kinds[0] === 'gone') };
  };
  const edges = compared(now.edges, then.edges, (edge) => edge);
  const nodes = compared(now.nodes, then.nodes, (node) => node.inbound ?? node.outbound);
  // The ends of an edge that is gone are drawn, whatever else is known of them.
  const present = new Set(now.nodes.map(({ id }) => id));
  const ends = new Set(edges.gone.flatMap(({ source, target }) => [source, target]));
  const missing = then.nodes.filter(({ id }) => ends.has(id) && !present.has(id));
  return {
    edges: edges.found,
    nodes: nodes.found,
    goneEdges: edges.gone,
    goneNodes: [...new Set([...nodes.gone, ...missing])],
  };
}

export function compareTraffic(
  id: string,
  now: Traffic | null,
  then: Traffic | null,
  windowSeconds: number,
): Difference | null {
  const after = amountOf(now, windowSeconds);
  const before = amountOf(then, windowSeconds);
  const nothing = { rateFactor: null, latencyMs: null, latencyOf: 'p95', errorRatio: null } as const;
  if (before.none && after.enough) return { id, kinds: ['new'], change: nothing };
  if (after.none && before.enough) return { id, kinds: ['gone'], change: nothing };
  if (now === null || then === null || (!after.enough && !before.enough)) return null;
  const kinds = new Set<DifferenceKind>();
  const volume = volumeChange(after, before);
  if (volume !== null) kinds.add(volume);
  const both =
    after.requests >= compareRule.minimumRequests && before.requests >= compareRule.minimumRequests;
  const latency = both ? latencyChange(now, then, Math.min(after.requests, before.requests)) : null;
  if (latency?.matters) kinds.add(latency.ms > 0 ? 'slower' : 'faster');
  const errors = both ? errorChange(now, then, after.requests, before.requests) : null;
  if (errors?.matters) kinds.add(errors.points > 0 ? 'more-errors' : 'fewer-errors');
  const [first, ...others] = differenceKinds.filter((kind) => kinds.has(kind));
  if (first === undefined) return null;
  const factor = after.amount > 0 && before.amount > 0 ? after.amount / before.amount : null;
  return {
    id,
    kinds: [first, ...others],
    change: {
      rateFactor: factor,
      latencyMs: latency?.ms ?? null,
      latencyOf: latency?.of ?? 'p95',
      errorRatio: errors?.points ?? null,
    },
  };
}

interface Amount {
  requests: number;
  /** Requests, or bytes where there are none. */
  amount: number;
  isBytes: boolean;
  none: boolean;
  enough: boolean;
}

function amountOf(traffic: Traffic | null, windowSeconds: number): Amount {
  const requests = (traffic?.requestsPerSecond ?? 0) * windowSeconds;
  const bytesPerSecond = traffic?.bytesPerSecond ?? 0;
  const isBytes = requests <= 0 && bytesPerSecond > 0;
  return {
    requests,
    amount: isBytes ? bytesPerSecond : requests,
    isBytes,
    none: requests <= 0 && bytesPerSecond <= 0,
    enough: isBytes ? bytesPerSecond >= compareRule.bytes.perSecond : requests >= compareRule.minimumRequests,
  };
}

function volumeChange(after: Amount, before: Amount): 'louder' | 'quieter' | null {
  if (after.isBytes !== before.isBytes) return null;
  const { ratio } = after.isBytes ? compareRule.bytes : compareRule.rate;
  const difference = after.amount - before.amount;
  if (Math.abs(difference) <= ratio * before.amount) return null;
  const chance = after.isBytes
    ? compareRule.bytes.perSecond
    : compareRule.deviations * Math.sqrt(after.amount + before.amount);
  if (Math.abs(difference) <= chance) return null;
  return difference > 0 ? 'louder' : 'quieter';
}

function latencyChange(now: Traffic, then: Traffic, requests: number) {
  const { ratio, ms } = compareRule.latency;
  const asPercentile =
    requests >= compareRule.minimumForPercentiles && now.p95Ms !== null && then.p95Ms !== null;
  const [after, before] = asPercentile ? [now.p95Ms, then.p95Ms] : [now.averageMs, then.averageMs];
  if (after === null || before === null) return null;
  const difference = after - before;
  return {
    ms: difference,
    of: asPercentile ? ('p95' as const) : ('average' as const),
    matters: Math.abs(difference) > Math.max(ratio * before, ms),
  };
}

function errorChange(now: Traffic, then: Traffic, after: number, before: number) {
  if (now.errorRatio === null || then.errorRatio === null) return null;
  const points = now.errorRatio - then.errorRatio;
  const together = (now.errorRatio * after + then.errorRatio * before) / (after + before);
  const deviation = Math.sqrt(together * (1 - together) * (1 / after + 1 / before));
  const matters =
    Math.abs(points) >= compareRule.errorRatio && Math.abs(points) > compareRule.deviations * deviation;
  return { points, matters };
}
