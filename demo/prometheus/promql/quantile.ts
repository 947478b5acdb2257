/** Quantiles of values and of classic histograms: quantile and BucketQuantile of Prometheus' promql/quantile.go. */
import type { ForcedMonotonicity } from './annotations.ts';

/** Interpolated between the two nearest; sorts the values. NaN sorts first, as in Prometheus. */
export function quantileOf(quantile: number, values: number[]): number {
  if (values.length === 0 || Number.isNaN(quantile)) return Number.NaN;
  if (quantile < 0) return Number.NEGATIVE_INFINITY;
  if (quantile > 1) return Number.POSITIVE_INFINITY;
  values.sort(compareNumbers);
  const rank = quantile * (values.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(values.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (values[lower] ?? Number.NaN) * (1 - weight) + (values[upper] ?? Number.NaN) * weight;
}

/** Ascending, NaN first. */
export function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  if (Number.isNaN(b)) return 1;
  return a - b;
}

export interface Bucket {
  upperBound: number;
  /** Observations up to the bound. */
  count: number;
}

/** `forced` is set when counts had to be raised to never fall. Sorts and changes the buckets. */
export function bucketQuantile(
  quantile: number,
  given: Bucket[],
): { value: number; forced?: ForcedMonotonicity } {
  if (Number.isNaN(quantile)) return { value: Number.NaN };
  if (quantile < 0) return { value: Number.NEGATIVE_INFINITY };
  if (quantile > 1) return { value: Number.POSITIVE_INFINITY };
  given.sort(byBound);
  if (given.at(-1)?.upperBound !== Number.POSITIVE_INFINITY) return { value: Number.NaN };
  const buckets = coalesce(given);
  const forced = ensureMonotonic(buckets);
  return { value: interpolate(quantile, buckets), forced };
}

function byBound(a: Bucket, b: Bucket): number {
  return a.upperBound < b.upperBound ? -1 : a.upperBound > b.upperBound ? 1 : 0;
}

function interpolate(quantile: number, buckets: readonly Bucket[]): number {
  const last = buckets.length - 1;
  const observations = buckets[last]?.count ?? 0;
  if (last < 1 || observations === 0) return Number.NaN;
  const rank = quantile * observations;
  let index = 0;
  while (index < last && !((buckets[index]?.count ?? 0) >= rank)) index++;
  const bucket = buckets[index];
  if (!bucket || index === last) return buckets[last - 1]?.upperBound ?? Number.NaN;
  if (index === 0 && bucket.upperBound <= 0) return bucket.upperBound;
  const below = buckets[index - 1] ?? { upperBound: 0, count: 0 };
  const share = (rank - below.count) / (bucket.count - below.count);
  return below.upperBound + (bucket.upperBound - below.upperBound) * share;
}

/** The share of observations between the two bounds. Sorts and changes the buckets. */
export function bucketFraction(lower: number, upper: number, given: Bucket[]): number {
  given.sort(byBound);
  if (given.at(-1)?.upperBound !== Number.POSITIVE_INFINITY) return Number.NaN;
  const buckets = coalesce(given);
  const observations = buckets.at(-1)?.count ?? 0;
  if (observations === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  return (rankAt(upper, buckets, observations) - rankAt(lower, buckets, observations)) / observations;
}

/** How many observations lie below the value. */
function rankAt(value: number, buckets: readonly Bucket[], observations: number): number {
  let rank = 0;
  let lowerBound = (buckets[0]?.upperBound ?? 0) <= 0 ? Number.NEGATIVE_INFINITY : 0;
  for (const { upperBound, count } of buckets) {
    if (lowerBound >= value) return Math.min(rank, observations);
    if (upperBound > value) {
      // A bucket without a lower end cannot be interpolated.
      if (lowerBound === Number.NEGATIVE_INFINITY) return Math.min(count, observations);
      const share = (count - rank) * (value - lowerBound);
      return Math.min(rank + share / (upperBound - lowerBound), observations);
    }
    rank = count;
    lowerBound = upperBound;
  }
  return observations;
}

/** Merges buckets with the same bound. */
function coalesce(sorted: readonly Bucket[]): Bucket[] {
  const merged: Bucket[] = [];
  for (const bucket of sorted) {
    const last = merged.at(-1);
    if (last && last.upperBound === bucket.upperBound) last.count += bucket.count;
    else merged.push(bucket);
  }
  return merged;
}

/** Ignores differences that are rounding errors, and removes falls; tells about the latter. */
function ensureMonotonic(buckets: readonly Bucket[]): ForcedMonotonicity | undefined {
  let forced: ForcedMonotonicity | undefined;
  let previous = buckets[0]?.count ?? 0;
  for (const bucket of buckets.slice(1)) {
    const { count } = bucket;
    if (count === previous) continue;
    if (almostEqual(previous, count)) bucket.count = previous;
    else if (count < previous) {
      bucket.count = previous;
      forced = {
        lowestBound: Math.min(forced?.lowestBound ?? Number.POSITIVE_INFINITY, bucket.upperBound),
        highestBound: Math.max(forced?.highestBound ?? Number.NEGATIVE_INFINITY, bucket.upperBound),
        largestDrop: Math.max(forced?.largestDrop ?? 0, previous - count),
      };
    } else previous = count;
  }
  return forced;
}

const smallDelta = 1e-12;
const smallestNormal = 2 ** -1022;

function almostEqual(a: number, b: number): boolean {
  if ((Number.isNaN(a) && Number.isNaN(b)) || a === b) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < smallestNormal) return difference < smallDelta * smallestNormal;
  return difference / Math.min(sum, Number.MAX_VALUE) < smallDelta;
}
