/** Shares of destinations, as whole percentages that add up to 100 whatever one of them is set to. */

/** As Istio divides requests: weights need not add up to 100, a single destination takes all. */
export function sharesOf(weights: readonly number[]): number[] {
  if (weights.length === 1) return [100];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? (weight / total) * 100 : 0));
}

export function addsUpTo100(weights: readonly number[]): boolean {
  return weights.length === 1 || weights.reduce((sum, weight) => sum + weight, 0) === 100;
}

/** One share is set; the others give or take in proportion to what they have, or alike where they have nothing. */
export function sharesWith(weights: readonly number[], index: number, share: number): number[] {
  if (weights.length <= 1) return weights.map(() => 100);
  const set = Math.min(100, Math.max(0, Math.round(share)));
  const others = weights.map((weight, at) => (at === index ? 0 : Math.max(0, weight)));
  return inProportion(others, 100 - set, (at) => at !== index).map((part, at) => (at === index ? set : part));
}

/** The same proportions as percentages. */
export function toPercentages(weights: readonly number[]): number[] {
  return weights.length <= 1 ? weights.map(() => 100) : inProportion(weights, 100, () => true);
}

/** Without one destination, the others in the proportion that they have. */
export function sharesWithout(weights: readonly number[], index: number): number[] {
  return toPercentages(weights.toSpliced(index, 1));
}

/** Whole parts of a total, the largest remainders rounded up; `counts` says who gets any. */
function inProportion(
  weights: readonly number[],
  total: number,
  counts: (index: number) => boolean,
): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const members = weights.filter((_, index) => counts(index)).length;
  const exact = weights.map((weight, index) => {
    if (!counts(index)) return 0;
    return sum > 0 ? (weight / sum) * total : total / members;
  });
  const parts = exact.map(Math.floor);
  let left = total - parts.reduce((all, part) => all + part, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .filter(({ index }) => counts(index))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    parts[index] = (parts[index] ?? 0) + 1;
    left -= 1;
  }
  return parts;
}
