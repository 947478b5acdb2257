/** What somebody may do of the table of abilities, put together from answered questions. */
import { type AbilityId, abilities, questionKey } from './abilities.ts';
import type { Question } from './permissions.ts';

export const abilityStates = ['all', 'some', 'none'] as const;
export type AbilityState = (typeof abilityStates)[number];

export interface AbilityAnswer {
  id: AbilityId;
  /** `some`: of its questions, or only for objects of some names. */
  state: AbilityState;
  /** What Kubernetes would have to allow as well. */
  missing: readonly Question[];
}

/** `place`: abilities of the mesh are left out of a namespace's. */
export function abilityAnswers(
  isAllowed: (question: Question) => boolean,
  place: 'namespace' | 'mesh',
): AbilityAnswer[] {
  return abilities
    .filter((one) => place === 'mesh' || one.place === 'namespace')
    .map(({ id, questions }) => {
      const missing = questions.filter((question) => !isAllowed(question));
      const state = missing.length === 0 ? 'all' : missing.length === questions.length ? 'none' : 'some';
      return { id, state, missing };
    });
}

/** All that is asked where abilities are told, each once. */
export function abilityQuestions(place: 'namespace' | 'mesh'): Question[] {
  const all = abilities.filter((one) => place === 'mesh' || one.place === 'namespace');
  return [
    ...new Map(all.flatMap(({ questions }) => questions).map((one) => [questionKey(one), one])).values(),
  ];
}
