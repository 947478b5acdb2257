/** A user's rights, put together from answered access reviews. Persona is a label for people, never an input to a decision. */
import type { Persona } from '../api/access/session.ts';
import type { Permission } from './permissions.ts';

export type PermissionSet = ReadonlySet<Permission>;

export interface Rights {
  persona: Persona;
  /** Permissions that hold in every namespace, also in those made later. */
  meshWide: PermissionSet;
  /** Only namespaces whose traffic may be seen; mesh-wide permissions included. */
  namespaces: ReadonlyMap<string, { persona: Persona; permissions: PermissionSet }>;
  allNamespaces: boolean;
}

const order: readonly Persona[] = ['none', 'viewer', 'developer', 'cluster-admin'];

export function personaOf(permissions: PermissionSet): Persona {
  if (!permissions.has('seeTraffic')) return 'none';
  if (permissions.has('administer')) return 'cluster-admin';
  return permissions.has('editRouting') ? 'developer' : 'viewer';
}

/** `perNamespace` holds what was granted in single namespaces. A namespace without `seeTraffic` does not appear at all. */
export function combineRights(
  meshWide: PermissionSet,
  perNamespace: ReadonlyMap<string, PermissionSet>,
): Rights {
  const namespaces = new Map<string, { persona: Persona; permissions: PermissionSet }>();
  let persona = personaOf(meshWide);
  for (const name of [...perNamespace.keys()].sort()) {
    const granted = new Set([...meshWide, ...(perNamespace.get(name) ?? [])]);
    const here = personaOf(granted);
    if (here === 'none') continue;
    namespaces.set(name, { persona: here, permissions: granted });
    if (order.indexOf(here) > order.indexOf(persona)) persona = here;
  }
  return { persona, meshWide, namespaces, allNamespaces: meshWide.has('seeTraffic') };
}
