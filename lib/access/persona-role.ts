/**
 * The ClusterRoles that give a persona, made of the table of abilities: exactly the verbs that the console's features need, nothing about
 * Secrets. `deploy/rbac/` holds them as files, which a test compares; the demo binds its people to them.
 */
import { abilities, type RolePersona, rolePersonas, uniqueQuestions } from './abilities.ts';
import type { Question } from './permissions.ts';

export interface RoleRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

export function personaRoleName(persona: RolePersona): string {
  return `sluice-${persona}`;
}

/** Null for any other role. */
export function personaOfRole(name: string): RolePersona | null {
  return rolePersonas.find((persona) => personaRoleName(persona) === name) ?? null;
}

/**
 * Kubernetes' role that takes it in. None takes in the mesh admin's: Kubernetes' admin is bound in namespaces, where `patch namespaces`
 * would be a right to every label.
 */
export const aggregatedTo: Readonly<Record<RolePersona, 'view' | 'edit' | 'admin' | null>> = {
  viewer: 'view',
  developer: 'edit',
  admin: 'admin',
  'mesh-admin': null,
};

export function aggregationLabels(persona: RolePersona): Record<string, string> {
  const target = aggregatedTo[persona];
  return target === null ? {} : { [`rbac.authorization.k8s.io/aggregate-to-${target}`]: 'true' };
}

/** All that the persona's features ask, those of lesser personas included. */
export function personaQuestions(persona: RolePersona): Question[] {
  const rank = rolePersonas.indexOf(persona);
  return uniqueQuestions(
    abilities
      .filter((one) => rolePersonas.indexOf(one.persona) <= rank)
      .flatMap(({ questions }) => questions),
  );
}

const verbOrder = ['get', 'list', 'create', 'update', 'patch', 'delete', 'approve'];

/** As few rules as have the same group and verbs, in a fixed order. */
export function rulesFor(questions: readonly Question[]): RoleRule[] {
  const verbsOf = new Map<string, { group: string; resource: string; verbs: Set<string> }>();
  for (const { verb, group, resource } of questions) {
    const key = `${group}/${resource}`;
    const known = verbsOf.get(key) ?? { group, resource, verbs: new Set<string>() };
    known.verbs.add(verb);
    verbsOf.set(key, known);
  }
  const rules = new Map<string, RoleRule>();
  for (const { group, resource, verbs } of verbsOf.values()) {
    const sorted = [...verbs].sort((a, b) => verbOrder.indexOf(a) - verbOrder.indexOf(b));
    const key = `${group} ${sorted.join(' ')}`;
    const rule = rules.get(key);
    if (rule === undefined) rules.set(key, { apiGroups: [group], resources: [resource], verbs: sorted });
    else rule.resources.push(resource);
  }
  return [...rules.values()];
}

export function personaRules(persona: RolePersona): RoleRule[] {
  return rulesFor(personaQuestions(persona));
}
