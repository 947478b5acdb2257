/** Whose configuration a caller may read, for answers about traffic that also quote Istio's objects. */
import { type KindPermission, listPermission } from '#lib/access/permissions.ts';
import type { Rights } from '#lib/access/rights.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';

const permissionOfKind: ReadonlyMap<string, KindPermission> = new Map(
  Object.values(kinds)
    // Two groups have a Gateway; what traffic meets is Istio's.
    .filter((kind) => kind !== kinds.kubernetesGateways)
    .map((kind) => [kind.kind, listPermission(kind)]),
);
const listing = Object.values(kinds).map(listPermission);

/** Each kind where the caller may list it; others are told to administrators only. */
export function mayReadConfiguration(rights: Rights): (namespace: string, kind: string) => boolean {
  return (namespace, kind) => {
    const permission = permissionOfKind.get(kind);
    if (permission === undefined) return rights.meshWide.has('administer');
    return rights.namespaces.get(namespace)?.permissions.has(permission) ?? false;
  };
}

/** Equal for callers who may read the configuration of the same namespaces. */
export function configurationKey(rights: Rights): string {
  const readable = [...rights.namespaces].map(([name, { permissions }]) => [
    name,
    ...listing.flatMap((permission, index) => (permissions.has(permission) ? [index] : [])),
  ]);
  return JSON.stringify([rights.meshWide.has('administer'), readable]);
}
