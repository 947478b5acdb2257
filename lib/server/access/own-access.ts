/** What the caller may do in one namespace, or with null in all at once: every question of the table of abilities, asked with their credential. */

import { questionKey, type RolePersona, rolePersonas } from '#lib/access/abilities.ts';
import { abilityAnswers, abilityQuestions } from '#lib/access/ability-state.ts';
import { type Permission, questionsOf } from '#lib/access/permissions.ts';
import { personaRoleName } from '#lib/access/persona-role.ts';
import { personaOf } from '#lib/access/rights.ts';
import type { Access } from '#lib/api/access/access.ts';
import type { Caller } from '../http/operation.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import type { AccessBook } from './access-book.ts';

export interface AskedConsole {
  access: Pick<AccessBook, 'answers'>;
  snapshot: Pick<Snapshot, 'list' | 'kinds'>;
}

/** Null where the console's account may not list ClusterRoles, or has not yet. */
export function installedRoles({ snapshot }: Pick<AskedConsole, 'snapshot'>): RolePersona[] | null {
  if (snapshot.kinds().get('clusterRoles')?.state !== 'ok') return null;
  const names = new Set(snapshot.list('clusterRoles').map(({ metadata }) => metadata.name));
  return rolePersonas.filter((persona) => names.has(personaRoleName(persona)));
}

export async function ownAccess(
  world: AskedConsole,
  { session, identity }: Caller,
  namespace: string | null,
): Promise<Access> {
  const { credential } = session;
  const questions = abilityQuestions(namespace === null ? 'mesh' : 'namespace');
  const administering = questionsOf('administer');
  const [here, everywhere] = await Promise.all([
    world.access.answers(credential, questions, namespace),
    world.access.answers(credential, administering, null),
  ]);
  const keys = new Set([...here.allowed].map(questionKey));
  const isAllowed = (question: Parameters<typeof questionKey>[0]) => keys.has(questionKey(question));
  const permissions = new Set<Permission>(
    (['seeTraffic', 'editRouting'] as const).filter((name) => questionsOf(name).every(isAllowed)),
  );
  if (administering.every((question) => everywhere.allowed.has(question))) permissions.add('administer');
  return {
    namespace,
    user: { name: identity.name, groups: [...identity.groups] },
    persona: personaOf(permissions),
    readOnly: session.strategy === 'anonymous',
    abilities: abilityAnswers(isAllowed, namespace === null ? 'mesh' : 'namespace').map((one) => ({
      ...one,
      missing: [...one.missing],
    })),
    rights: questions.map((question) => ({ ...question, allowed: isAllowed(question) })),
    installed: installedRoles(world),
    warnings:
      here.incomplete || everywhere.incomplete
        ? [
            {
              code: 'access-incomplete',
              source: 'kubernetes',
              detail: 'Some access reviews were not answered.',
            },
          ]
        : [],
  };
}
