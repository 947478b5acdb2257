/**
 * How long answers take and how large they are: a distribution kept as sorted samples, each with its histogram bucket,
 * so that drawing from it costs one array read.
 */
import type { Random } from './random.ts';

/** Envoy's default histogram bounds, which Istio uses for durations and sizes; the last bucket is +Inf. */
export const histogramBounds: readonly number[] = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
];

export interface Distribution {
  /** Ascending. */
  values: Float64Array;
  buckets: Uint8Array;
}

export function distributionOf(values: Float64Array): Distribution {
  return ofSorted(values.sort());
}

function ofSorted(values: Float64Array): Distribution {
  return { values, buckets: Uint8Array.from(values, bucketOf) };
}

const sampleCount = 128;
/** The standard normal distribution by its quantiles, ascending. */
const normalQuantiles = Float64Array.from({ length: sampleCount }, (_, index) =>
  probit((index + 0.5) / sampleCount),
);

const logNormals = new Map<string, Distribution>();
const mostLogNormals = 2000;

/** Log-normal around a median. */
export function logNormal(median: number, spread: number): Distribution {
  const key = `${median}/${spread}`;
  const known = logNormals.get(key);
  if (known) return known;
  if (logNormals.size >= mostLogNormals) logNormals.clear();
  const made = ofSorted(normalQuantiles.map((quantile) => median * Math.exp(spread * quantile)));
  logNormals.set(key, made);
  return made;
}

/** Every value through a function that keeps their order. */
export function mapDistribution({ values }: Distribution, change: (value: number) => number): Distribution {
  return ofSorted(values.map(change));
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
  return { above, below: kept === 0 ? null : ofSorted(values.slice(0, kept)) };
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

/** Inverse of the normal distribution function (Acklam's approximation of its centre and tails). */
function probit(probability: number): number {
  if (probability > 0.5) return -probit(1 - probability);
  if (probability < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(probability));
    return (
      polynomial(
        q,
        [
          -7.784894002430293e-3, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
          4.374664141464968, 2.938163982698783,
        ],
      ) / polynomial(q, [7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1])
    );
  }
  const q = probability - 0.5;
  const r = q * q;
  return (
    (q *
      polynomial(
        r,
        [
          -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
          2.506628277459239,
        ],
      )) /
    polynomial(
      r,
      [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
    )
  );
}

/** Coefficients from the highest power down. */
function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
