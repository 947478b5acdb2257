/** Where the embedded Prometheus answers differently and is meant to. Each has a reason and a predicate as narrow as it can be; any other difference fails. */
import type { Answer, Question } from './question.ts';

export interface Difference {
  question: Question;
  real: Answer;
  embedded: Answer;
  /** In words, as they were found. */
  details: readonly string[];
}

export interface KnownDifference {
  name: string;
  because: string;
  explains(difference: Difference): boolean;
}

export const knownDifferences: readonly KnownDifference[] = [];

/** Null when the difference is new. */
export function explain(difference: Difference): KnownDifference | null {
  return knownDifferences.find((known) => known.explains(difference)) ?? null;
}
