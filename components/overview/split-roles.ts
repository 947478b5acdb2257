/** Which version of a running split is the stable one and which the candidate, for their marks. Pure. */

export interface SplitPart {
  name: string;
  configured: number;
  observed: number | null;
  mirrored: boolean;
}

/** The largest share is stable; of two, the other is the candidate; of more, the last named is (a canary is added last). */
export function splitRoles(parts: readonly SplitPart[]): ('stable' | 'candidate' | 'other')[] {
  const live = parts.filter(({ mirrored }) => !mirrored);
  const stable = live.reduce<SplitPart | undefined>(
    (best, part) => (best === undefined || part.configured > best.configured ? part : best),
    undefined,
  );
  const candidate = parts.findLast((part) => part !== stable);
  return parts.map((part) => (part === stable ? 'stable' : part === candidate ? 'candidate' : 'other'));
}
