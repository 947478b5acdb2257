/**
 * How long answers take and how large they are: a distribution kept as sorted samples, each with its histogram bucket,
 * so that drawing from it costs one array read.
 */
import { normal, type Random } from './random.ts';

/** Envoy's default histogram bounds, which Istio uses for durations and sizes; the last bucket is +Inf. */
export const histogramBounds: readonly number[] = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
];

export const sampleCount = 128;

export interface Distribution {
  /** Ascending. */
  values: Float64Array;
  buckets: Uint8Array;
}

export function distributionOf(values: Float64Array): Distribution {
  const sorted = values.sort();
  return { values: sorted, buckets: Uint8Array.from(sorted, bucketOf) };
}

/** Log-normal around a median. */
export function logNormal(random: Random, median: number, spread: number): Float64Array {
  return Float64Array.from({ length: sampleCount }, () => median * Math.exp(spread * normal(random)));
}

/** Every value through a function; the order of values must survive it. */
export function mapDistribution(distribution: Distribution, change: (value: number) => number): Distribution {
  return distributionOf(distribution.values.map(change));
}

/** The share of values above the limit, and the rest without them. */
export function splitAbove(
  distribution: Distribution,
  limit: number,
): { above: number; below: Distribution | null } {
  const { values } = distribution;
  let kept = values.length;
  while (kept > 0 && (values[kept - 1] ?? 0) > limit) kept--;
  const above = 1 - kept / values.length;
  return { above, below: kept === 0 ? null : distributionOf(values.slice(0, kept)) };
}

export function constant(value: number): Distribution {
  return distributionOf(Float64Array.of(value));
}

const maxDraws = 128;

/**
 * Draws `count` values: adds to `counts` by bucket and returns their sum, rounded. `lean` below 1 favours high values.
 * Past 128 each draw stands for several.
 */
export function drawInto(
  counts: Float64Array,
  distribution: Distribution,
  count: number,
  random: Random,
  lean: number,
): number {
  const { values, buckets } = distribution;
  const draws = Math.min(count, maxDraws);
  const each = Math.floor(count / draws);
  let rest = count - each * draws;
  let sum = 0;
  for (let draw = 0; draw < draws; draw++) {
    const at = values.length === 1 ? 0 : Math.floor(random() ** lean * values.length);
    const times = rest > 0 ? each + 1 : each;
    rest--;
    const bucket = buckets[at] ?? 0;
    counts[bucket] = (counts[bucket] ?? 0) + times;
    sum += (values[at] ?? 0) * times;
  }
  return Math.round(sum);
}

function bucketOf(value: number): number {
  const bucket = histogramBounds.findIndex((bound) => value <= bound);
  return bucket < 0 ? histogramBounds.length : bucket;
}
