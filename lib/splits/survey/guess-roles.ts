/** Which version of a split without a record is probably the stable one and which the candidate, for their marks and for a proposal. */

/** The largest share is stable; of two, the other is the candidate; of more, the last named is (a canary is added last). */
export function guessRoles(
  parts: readonly { configured: number | null; mirrored: boolean }[],
): ('stable' | 'candidate' | 'other')[] {
  const live = parts.filter(({ mirrored }) => !mirrored);
  const stable = live.reduce<(typeof live)[number] | undefined>(
    (best, part) => (best === undefined || (part.configured ?? 0) > (best.configured ?? 0) ? part : best),
    undefined,
  );
  const candidate = parts.findLast((part) => part !== stable);
  return parts.map((part) => (part === stable ? 'stable' : part === candidate ? 'candidate' : 'other'));
}
