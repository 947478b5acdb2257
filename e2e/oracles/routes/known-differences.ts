/**
 * Where the evaluator answers differently from Istio on purpose or for want of something better. Each has a name, a reason
 * and a test as narrow as it can be; a difference that none of them explains is new, and fails.
 */
import type { AnswerFacts } from './answer-facts.ts';

export interface Difference {
  istio: AnswerFacts;
  sluice: AnswerFacts;
  /** Facts that Istio tells and the evaluator tells otherwise. */
  facts: readonly (keyof AnswerFacts)[];
}

interface KnownDifference {
  name: string;
  because: string;
  explains(difference: Difference): boolean;
}

const knownDifferences: readonly KnownDifference[] = [];

/** Null when the difference is new. */
export function explain(difference: Difference): KnownDifference | null {
  return knownDifferences.find((known) => known.explains(difference)) ?? null;
}
