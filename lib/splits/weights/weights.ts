/**
 * Weights as Istio reads and we write them. Istio takes any whole numbers and shares by their sum (a missing one is 0; of a single
 * destination it does not count); what we write sums to 100, so that a weight is a percentage.
 */

/** Whole percentages that sum to 100, each within one of its exact value; null when all weights are 0. */
export function normalised(weights: readonly number[]): number[] | null {
  if (weights.length === 1) return [100];
  return apportion(weights, 100);
}

/** `total` cut into whole parts by these shares (largest remainder; the first of equals gets the one more); null when all are 0. */
export function apportion(shares: readonly number[], total: number): number[] | null {
  const sum = shares.reduce((all, share) => all + share, 0);
  if (!(sum > 0)) return null;
  const exact = shares.map((share) => (share / sum) * total);
  const whole = exact.map(Math.floor);
  let missing = total - whole.reduce((all, part) => all + part, 0);
  const byRemainder = exact
    .map((part, index) => ({ index, remainder: part - Math.floor(part) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (missing <= 0) break;
    whole[index] = (whole[index] ?? 0) + 1;
    missing--;
  }
  return whole;
}

/**
 * A pool of whole points shared between two versions. Neither share is rounded away: one that is more than nothing and less
 * than all gets at least a point where the pool has two.
 */
export function shareOf(pool: number, candidatePercent: number): { stable: number; candidate: number } {
  let candidate = Math.round((pool * candidatePercent) / 100);
  if (pool >= 2 && candidatePercent > 0 && candidatePercent < 100) {
    candidate = Math.min(Math.max(candidate, 1), pool - 1);
  }
  return { stable: pool - candidate, candidate };
}
