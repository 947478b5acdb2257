/** What somebody may do by the cluster's bindings, and who may do something: RBAC as the API server's authorizer evaluates it. */
import type { Question } from '../permissions.ts';
import type { Binding } from './bindings.ts';
import { type Extent, extentOf, isNone, ruleAllows, together } from './policy-rule.ts';
import { keysOf, type Person, personOf, type Subject, subjectKey } from './subject.ts';

/** Outside of RBAC: to its members the API server refuses nothing. */
export const allMighty = 'system:masters';

/** Bindings that count where something is asked: in a namespace, or with null for the whole mesh. */
export function bindingsIn(bindings: readonly Binding[], namespace: string | null): Binding[] {
  return bindings.filter((one) => one.namespace === null || one.namespace === namespace);
}

export function bindingsOf(bindings: readonly Binding[], person: Person): Binding[] {
  const keys = new Set(keysOf(person));
  return bindings.filter(({ subjects }) => subjects.some((subject) => keys.has(subjectKey(subject))));
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
 * listed: the group is. Cost grows with bindings and subjects, not with their product.
 */
export function whoCan(
  bindings: readonly Binding[],
  questions: readonly Question[],
  namespace: string | null,
): Holder[] {
  const bySubject = new Map<string, { subject: Subject; bindings: Binding[] }>();
  const extents = new Map<Binding, Extent[]>();
  for (const binding of bindingsIn(bindings, namespace)) {
    const { rules, subjects } = binding;
    const given = questions.map((question) => extentOf(rules ?? [], question));
    if (given.every(isNone)) continue;
    extents.set(binding, given);
    for (const [key, subject] of new Map(subjects.map((one) => [subjectKey(one), one]))) {
      const known = bySubject.get(key);
      if (known === undefined) bySubject.set(key, { subject, bindings: [binding] });
      else known.bindings.push(binding);
    }
  }
  return [...bySubject.values()].map(({ subject, bindings: through }) => {
    const all = keysOf(personOf(subject)).flatMap((key) => bySubject.get(key)?.bindings ?? []);
    const isMighty = subject.kind === 'Group' && subject.name === allMighty;
    const holds = questions.flatMap((question, index) => {
      const extent = isMighty ? 'all' : together(all.map((binding) => extents.get(binding)?.[index] ?? []));
      return isNone(extent) ? [] : [{ question, extent }];
    });
    const complete = holds.length === questions.length && holds.every(({ extent }) => extent === 'all');
    return { subject, holds, complete, through };
  });
}
