/** Who may do something in a namespace, and what one subject may do: from the cluster's bindings, as the caller may list them. */

import { ability, questionKey, trafficChanges } from '#lib/access/abilities.ts';
import { abilityAnswers, abilityQuestions } from '#lib/access/ability-state.ts';
import { grantablePersonas } from '#lib/access/grant.ts';
import type { Question } from '#lib/access/permissions.ts';
import { personaOfRole } from '#lib/access/persona-role.ts';
import type { Binding } from '#lib/access/rbac/bindings.ts';
import { allMighty, bindingsIn, bindingsOf, extentFor, whoCan } from '#lib/access/rbac/evaluate.ts';
import { type Extent, isNone } from '#lib/access/rbac/policy-rule.ts';
import { type Person, personOf, type Subject, subjectKey } from '#lib/access/rbac/subject.ts';
import type { BindingRef, SubjectAccess, Who } from '#lib/api/access/access.ts';
import type { WhoQuestion } from '#lib/api/access/access-words.ts';
import type { ReadRbac } from './rbac-lists.ts';

function refOf({ namespace, name, role }: Binding): BindingRef {
  return { namespace, name, role };
}

function rightOf(question: Question, extent: Extent) {
  return { ...question, names: extent === 'all' ? null : [...extent] };
}

function questionsFor(what: WhoQuestion): readonly Question[] {
  return what === 'changeTraffic' ? trafficChanges : ability(what).questions;
}

/** Those who span the mesh first, then by kind and name. */
function byReach(a: Who['holders'][number], b: Who['holders'][number]): number {
  const key = ({ everywhere, subject }: Who['holders'][number]) =>
    `${everywhere ? 0 : 1} ${subjectKey(subject)}`;
  return key(a) < key(b) ? -1 : 1;
}

export function whoMay(
  { bindings, unread }: ReadRbac,
  namespace: string,
  what: WhoQuestion,
): Pick<Who, 'holders' | 'unclear' | 'grants' | 'unread'> {
  const here = bindingsIn(bindings, namespace);
  return {
    holders: whoCan(bindings, questionsFor(what), namespace)
      .map(({ subject, complete, holds, through }) => ({
        subject,
        everywhere: through.some((binding) => binding.namespace === null),
        complete,
        holds: holds.map(({ question, extent }) => rightOf(question, extent)),
        through: through.map(refOf),
      }))
      .sort(byReach),
    unclear: here
      .filter(({ rules, subjects }) => rules === null && subjects.length > 0)
      .map((binding) => ({ binding: refOf(binding), subjects: [...binding.subjects] })),
    grants: here.flatMap((binding) => grantOf(binding) ?? []),
    unread,
  };
}

function grantOf({ namespace, name, uid, role, subjects }: Binding): Who['grants'][number] | null {
  const persona = role.kind === 'ClusterRole' ? personaOfRole(role.name) : null;
  if (namespace === null || persona === null) return null;
  return { name, uid, persona, subjects: [...subjects], revocable: isRevocable(role.name, subjects.length) };
}

/** Exactly what the console can grant again. */
export function isRevocable(clusterRole: string, subjects: number): boolean {
  const persona = personaOfRole(clusterRole);
  return subjects === 1 && grantablePersonas.some((one) => one === persona);
}

export interface SubjectQuestion {
  subject: Subject;
  groups: readonly string[];
  /** Whose rights are told verb by verb; null: all at once. */
  namespace: string | null;
}

export function subjectMay(
  { bindings, unread }: ReadRbac,
  { subject, groups, namespace }: SubjectQuestion,
): SubjectAccess {
  const person = personOf(subject, groups);
  const own = bindingsOf(bindings, person);
  const places = [...new Set(own.flatMap((binding) => binding.namespace ?? []))].sort();
  return {
    subject,
    groups: [...person.groups],
    unlimited: person.groups.includes(allMighty),
    everywhere: statesIn(own, person, null),
    namespaces: places.map((name) => ({ name, abilities: statesIn(own, person, name) })),
    rights: abilityQuestions(namespace === null ? 'mesh' : 'namespace').flatMap((question) => {
      const extent = extentFor(own, person, question, namespace);
      return isNone(extent) ? [] : [rightOf(question, extent)];
    }),
    bindings: own.map((binding) => ({ ...refOf(binding), clear: binding.rules !== null })),
    unread,
    known: knownSubjects(bindings),
  };
}

function statesIn(bindings: readonly Binding[], person: Person, namespace: string | null) {
  const place = namespace === null ? 'mesh' : 'namespace';
  const extents = new Map(
    abilityQuestions(place).map((question) => [
      questionKey(question),
      extentFor(bindings, person, question, namespace),
    ]),
  );
  const extentAt = (question: Question): Extent => extents.get(questionKey(question)) ?? [];
  return abilityAnswers((question) => extentAt(question) === 'all', place).map(({ id, state, missing }) => {
    // Single objects are a part, too.
    const isPart = state === 'none' && missing.some((question) => !isNone(extentAt(question)));
    return { id, state: isPart ? ('some' as const) : state };
  });
}

const mostKnown = 2000;

function knownSubjects(bindings: readonly Binding[]): Subject[] {
  const all = new Map(bindings.flatMap(({ subjects }) => subjects).map((one) => [subjectKey(one), one]));
  return [...all.keys()]
    .sort()
    .slice(0, mostKnown)
    .flatMap((key) => all.get(key) ?? []);
}
