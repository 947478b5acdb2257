/** What somebody may do by the cluster's bindings, and who may do something: RBAC as the API server's authorizer evaluates it. */
import type { Question } from '../permissions.ts';
import type { Binding } from './bindings.ts';
import { type Extent, extentOf, isNone, ruleAllows } from './policy-rule.ts';
import { isSubject, type Person, personOf, type Subject, subjectKey } from './subject.ts';

/** Outside of RBAC: to its members the API server refuses nothing. */
export const allMighty = 'system:masters';

/** Bindings that count where something is asked: in a namespace, or with null for the whole mesh. */
export function bindingsIn(bindings: readonly Binding[], namespace: string | null): Binding[] {
  return bindings.filter((one) => one.namespace === null || one.namespace === namespace);
}

export function bindingsOf(bindings: readonly Binding[], person: Person): Binding[] {
  return bindings.filter(({ subjects, namespace }) =>
    subjects.some((subject) => isSubject(subject, person, namespace)),
  );
}

export interface Place {
  /** Null asks for all namespaces. */
  namespace: string | null;
  /** Of one object; left out where none is named. */
  name?: string;
}

export function isAllowed(
  bindings: readonly Binding[],
  person: Person,
  question: Question,
  { namespace, name }: Place,
): boolean {
  if (person.groups.includes(allMighty)) return true;
  return bindingsOf(bindingsIn(bindings, namespace), person).some(({ rules }) =>
    rules?.some((rule) => ruleAllows(rule, question, name)),
  );
}

/** On which objects of the namespace somebody may do it. */
export function extentFor(
  bindings: readonly Binding[],
  person: Person,
  question: Question,
  namespace: string | null,
): Extent {
  if (person.groups.includes(allMighty)) return 'all';
  const rules = bindingsOf(bindingsIn(bindings, namespace), person).flatMap((one) => one.rules ?? []);
  return extentOf(rules, question);
}

export interface Holder {
  subject: Subject;
  /** Which of the questions, in their order; never of none. */
  holds: readonly { question: Question; extent: Extent }[];
  /** Every question, for all objects. */
  complete: boolean;
  /** By which bindings that name the subject itself. */
  through: readonly Binding[];
}

/**
 * The subjects of bindings who may do at least one of these things there. Whoever may do it only as a member of a group is not
 * listed: the group is.
 */
export function whoCan(
  bindings: readonly Binding[],
  questions: readonly Question[],
  namespace: string | null,
): Holder[] {
  const here = bindingsIn(bindings, namespace);
  const subjects = new Map(
    here.flatMap((binding) => binding.subjects).map((one) => [subjectKey(one), one] as const),
  );
  return [...subjects.values()].flatMap((subject) => {
    const through = here.filter(
      (binding) =>
        binding.subjects.some((one) => subjectKey(one) === subjectKey(subject)) &&
        questions.some((question) => !isNone(extentOf(binding.rules ?? [], question))),
    );
    if (through.length === 0) return [];
    const person = personOf(subject);
    const holds = questions.flatMap((question) => {
      const extent = extentFor(here, person, question, namespace);
      return isNone(extent) ? [] : [{ question, extent }];
    });
    const complete = holds.length === questions.length && holds.every(({ extent }) => extent === 'all');
    return [{ subject, holds, complete, through }];
  });
}
