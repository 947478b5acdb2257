/**
 * `histogram_quantile` of a classic histogram, as Prometheus computes it (promql/quantile.go, BucketQuantile): linear inside the
 * bucket, the highest finite bound for the last one. Running it here lets one query serve every quantile and every grouping.
 */

/** Cumulative rates per upper bound. `bounds` rise and end with +Infinity; a NaN rate marks a bound that this histogram lacks. */
export interface BucketRates {
  bounds: readonly number[];
  rates: Float64Array;
}

/** The quantile (0..1) in the unit of the bounds; null when nothing was observed or the last bucket is missing. */
export function histogramQuantile(quantile: number, { bounds, rates }: BucketRates): number | null {
  const last = bounds.length - 1;
  const total = monotonicTotal(rates);
  if (last < 1 || bounds[last] !== Number.POSITIVE_INFINITY || !(total > 0)) return null;
  if (Number.isNaN(rates[last] ?? Number.NaN)) return null;
  const rank = quantile * total;
  let belowRate = 0;
  let belowBound = 0;
  let highestFinite: number | null = null;
  for (let index = 0; index <= last; index++) {
    const own = rates[index] ?? Number.NaN;
    const bound = bounds[index] ?? Number.NaN;
    if (Number.isNaN(own)) continue;
    const cumulative = Math.max(belowRate, own);
    if (bound === Number.POSITIVE_INFINITY) return highestFinite;
    if (cumulative >= rank && cumulative > 0) {
      if (highestFinite === null && bound <= 0) return bound;
      const inBucket = cumulative - belowRate;
      if (inBucket <= 0) return belowBound;
      return belowBound + (bound - belowBound) * ((rank - belowRate) / inBucket);
    }
    belowRate = cumulative;
    belowBound = bound;
    highestFinite = bound;
  }
  return highestFinite;
}

/** Adds the rates of `from` to `into`, both over the same bounds; what only one of them has is kept (as `sum by (le)` does). */
export function addBuckets(into: Float64Array, from: Float64Array): void {
  for (let index = 0; index < from.length; index++) {
    const added = from[index] ?? Number.NaN;
    if (Number.isNaN(added)) continue;
    const present = into[index] ?? Number.NaN;
    into[index] = Number.isNaN(present) ? added : present + added;
  }
}

function monotonicTotal(rates: Float64Array): number {
  let total = 0;
  for (const value of rates) if (value > total) total = value;
  return total;
}
