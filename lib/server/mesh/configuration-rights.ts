/** Whose configuration a caller may read, for answers about traffic that also quote Istio's objects. */
import type { Permission } from '#lib/access/permissions.ts';
import type { Rights } from '#lib/access/rights.ts';

const permissionByKind: ReadonlyMap<string, Permission> = new Map([
  ['VirtualService', 'readConfiguration'],
  ['DestinationRule', 'readConfiguration'],
  ['Gateway', 'readConfiguration'],
  ['ServiceEntry', 'readConfiguration'],
  ['HTTPRoute', 'readHttpRoutes'],
  ['AuthorizationPolicy', 'readPolicies'],
  ['PeerAuthentication', 'readPolicies'],
  ['RequestAuthentication', 'readPolicies'],
  ['Sidecar', 'readProxySettings'],
  ['EnvoyFilter', 'readProxySettings'],
  ['Telemetry', 'readProxySettings'],
]);
const reading = [...new Set(permissionByKind.values())];

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
