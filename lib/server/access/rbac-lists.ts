/**
 * Roles and bindings as the caller may list them, with their own credential: what they may not list is missing and named. The console's
 * own account watches these kinds only to learn that rights changed, and keeps none of their content.
 */
import { type Binding, readBindings } from '#lib/access/rbac/bindings.ts';
import type { SubjectAccess } from '#lib/api/access/access.ts';
import type { Json } from '#lib/document/json.ts';
import { isRecord } from '#lib/record.ts';
import { AppError, isAppError } from '../app-error.ts';
import type { UserCredential } from '../kubernetes/credential.ts';
import { collectionPath } from '../kubernetes/paths.ts';
import { resources } from '../kubernetes/resources.ts';
import type { KubernetesClient } from '../kubernetes/rest.ts';

export interface ReadRbac {
  bindings: readonly Binding[];
  unread: SubjectAccess['unread'];
}

type RbacId = 'roles' | 'clusterRoles' | 'roleBindings' | 'clusterRoleBindings';

const atOnce = 4;

/** Null when the caller may not. */
async function listOf(
  client: Pick<KubernetesClient, 'call'>,
  credential: UserCredential,
  id: RbacId,
  namespace: string | null,
): Promise<Json[] | null> {
  try {
    const path = collectionPath(resources[id], namespace);
    const answer = await client.call({ method: 'GET', path }, credential);
    const items = isRecord(answer) && Array.isArray(answer.items) ? answer.items : [];
    return items as Json[];
  } catch (error) {
    if (isAppError(error) && error.code === 'forbidden') return null;
    throw error;
  }
}

/** Of one namespace, and the mesh's. Rejects with "forbidden" for who may not list the RoleBindings there, whether it exists or not. */
export async function readRbacOf(
  client: Pick<KubernetesClient, 'call'>,
  credential: UserCredential,
  namespace: string,
): Promise<ReadRbac> {
  const roleBindings = await listOf(client, credential, 'roleBindings', namespace);
  if (roleBindings === null) throw mayNotList(namespace);
  const [roles, clusterRoles, clusterRoleBindings] = await Promise.all([
    listOf(client, credential, 'roles', namespace),
    listOf(client, credential, 'clusterRoles', null),
    listOf(client, credential, 'clusterRoleBindings', null),
  ]);
  return joined({ roles, clusterRoles, roleBindings, clusterRoleBindings });
}

/** Of all namespaces, or else of those among `namespaces` where the caller may. Rejects with "forbidden" when there are none. */
export async function readRbacOfAll(
  client: Pick<KubernetesClient, 'call'>,
  credential: UserCredential,
  namespaces: readonly string[],
): Promise<ReadRbac> {
  const everywhere = async (id: RbacId): Promise<Json[] | null> => {
    const whole = await listOf(client, credential, id, null);
    if (whole !== null) return whole;
    const parts: (Json[] | null)[] = [];
    for (let from = 0; from < namespaces.length; from += atOnce) {
      const some = namespaces.slice(from, from + atOnce);
      parts.push(...(await Promise.all(some.map((one) => listOf(client, credential, id, one)))));
    }
    const read = parts.filter((part) => part !== null);
    return read.length === 0 ? null : read.flat();
  };
  const [roleBindings, roles, clusterRoles, clusterRoleBindings] = await Promise.all([
    everywhere('roleBindings'),
    everywhere('roles'),
    listOf(client, credential, 'clusterRoles', null),
    listOf(client, credential, 'clusterRoleBindings', null),
  ]);
  if (roleBindings === null && clusterRoleBindings === null) throw mayNotList(null);
  return joined({ roles, clusterRoles, roleBindings, clusterRoleBindings });
}

function mayNotList(namespace: string | null): AppError {
  return new AppError('forbidden', {
    detail: 'Reading who may do what needs "list" on "rolebindings".',
    missing: {
      verb: 'list',
      group: resources.roleBindings.group,
      resource: resources.roleBindings.plural,
      namespace,
    },
  });
}

function joined(lists: Record<RbacId, Json[] | null>): ReadRbac {
  const ids = ['roles', 'clusterRoles', 'roleBindings', 'clusterRoleBindings'] as const;
  return {
    bindings: readBindings({
      ...lists,
      roleBindings: lists.roleBindings ?? [],
      clusterRoleBindings: lists.clusterRoleBindings ?? [],
    }),
    unread: ids.filter((id) => lists[id] === null).map((id) => resources[id].plural),
  };
}
