/** Whose configuration a caller may read, for answers about traffic that also quote Istio's objects. */
import { permissions } from '#lib/access/permissions.ts';
import type { Rights } from '#lib/access/rights.ts';
import { kinds } from '#lib/istio/kinds/registry.ts';

/** Kinds that the permission to read configuration speaks of; the others are told to administrators. */
const routingKinds = new Set(
  permissions.readConfiguration.flatMap(({ group, resource }) =>
    Object.values(kinds)
      .filter((kind) => kind.group === group && kind.plural === resource)
      .map(({ kind }) => kind),
  ),
);

export function mayReadConfiguration(rights: Rights): (namespace: string, kind: string) => boolean {
  return (namespace, kind) => {
    if (!routingKinds.has(kind)) return rights.meshWide.has('administer');
    return rights.namespaces.get(namespace)?.permissions.has('readConfiguration') ?? false;
  };
}

/** Equal for callers who may read the configuration of the same namespaces. */
export function configurationKey(rights: Rights): string {
  const readable = [...rights.namespaces].filter(([, { permissions }]) =>
    permissions.has('readConfiguration'),
  );
  return JSON.stringify([rights.meshWide.has('administer'), readable.map(([name]) => name)]);
}
