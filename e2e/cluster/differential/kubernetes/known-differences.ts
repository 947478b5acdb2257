/** Where the embedded API may answer differently, each with a reason and a predicate; a difference that none explains is new, and fails. */
import type { Difference } from './differences.ts';
import type { Scenario } from './scenario.ts';

export interface KnownDifference {
  name: string;
  because: string;
  explains(difference: Difference, scenario: Scenario): boolean;
}

export const knownDifferences: readonly KnownDifference[] = [];

/** Null when the difference is new. */
export function explain(difference: Difference, scenario: Scenario): KnownDifference | null {
  return knownDifferences.find((known) => known.explains(difference, scenario)) ?? null;
}
