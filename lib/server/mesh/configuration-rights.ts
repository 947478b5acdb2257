/** Whose configuration a caller may read, for answers about traffic that also quote Istio's objects. */
import { type Permission, permissions } from '#lib/access/permissions.ts';
import type { Rights } from '#lib/access/rights.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';

const reading = [
  'readConfiguration',
  'readHttpRoutes',
  'readPolicies',
  'readProxySettings',
] as const satisfies readonly Permission[];

const permissionByKind: ReadonlyMap<string, Permission> = new Map(
  reading.flatMap((permission) =>
    permissions[permission].flatMap(({ group, resource }) =>
      Object.values(kinds)
        .filter((kind) => kind.group === group && kind.plural === resource)
        .map(({ kind }) => [kind, permission] as const),
    ),
  ),
);

/** A kind that no permission speaks of is told to administrators only. */
export function mayReadConfiguration(rights: Rights): (namespace: string, kind: string) => boolean {
  return (namespace, kind) => {
    const permission = permissionByKind.get(kind);
    if (permission === undefined) return rights.meshWide.has('administer');
    return rights.namespaces.get(namespace)?.permissions.has(permission) ?? false;
  };
}

/** Equal for callers who may read the configuration of the same namespaces. */
export function configurationKey(rights: Rights): string {
  const readable = [...rights.namespaces].map(([name, { permissions }]) => [
    name,
    ...reading.filter((permission) => permissions.has(permission)),
  ]);
  return JSON.stringify([rights.meshWide.has('administer'), readable]);
}
