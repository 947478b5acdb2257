/**
 * Where routes are bound: at listeners, and at hosts of the mesh
 * (`extractParentReferenceInfo`, `referenceAllowed` and `hostnameAllowedByIsolation` of istio pilot/pkg/config/kube/gateway/conversion.go).
 */
import { hostsOverlap, isWildcard, isWithin } from '../../hosts/host-name.ts';
import type { ClusterObjects } from '../../objects.ts';
import type { BoundListener, ListenerBook } from '../gateway/listeners.ts';
import { isOfGroup } from './classes.ts';
import type { Parent, RouteObject } from './objects.ts';

/** Routes of one place are one list of rules. */
export interface Place {
  /** As istiod names what it makes of them, before slashes are replaced. */
  key: string;
  host: string;
  /** namespace/name of a listener's Gateway, or `mesh`. */
  gateway: string;
  /** The only port of a host of the mesh that the rules are for; null for all. */
  port: number | null;
}

export function placesOf(route: RouteObject, listeners: ListenerBook, objects: ClusterObjects): Place[] {
  const own = route.metadata.namespace ?? '';
  return (route.spec?.parentRefs ?? []).flatMap((parent): Place[] => {
    const id = `${parent.namespace ?? own}/${parent.name}`;
    if (isOfGroup(parent) && parent.kind === 'Gateway')
      return placesAtGateway(route, parent, listeners.get(id) ?? []);
    return hostsOnMesh(parent, id, objects).map((host) => {
      const { port = null } = parent;
      const key = port === null ? `${own}/${host}` : `${own}/${port}/${host}`;
      return { key, host, gateway: 'mesh', port };
    });
  });
}

/** Those of the Service or ServiceEntry that it names; none where that is not there. */
function hostsOnMesh(
  { group, kind }: Parent,
  id: string,
  { services, serviceEntries, meshConfig }: ClusterObjects,
): string[] {
  const isIt = ({ metadata }: { metadata: { namespace?: string; name: string } }): boolean =>
    `${metadata.namespace}/${metadata.name}` === id;
  if (group === '' && kind === 'Service') {
    const service = services.find(isIt);
    if (service === undefined) return [];
    return [`${service.metadata.name}.${service.metadata.namespace}.svc.${meshConfig.domain}`];
  }
  if (group !== 'networking.istio.io' || kind !== 'ServiceEntry') return [];
  return serviceEntries.find(isIt)?.spec?.hosts ?? [];
}

function placesAtGateway(
  { kind, metadata, spec }: RouteObject,
  parent: Parent,
  listeners: readonly BoundListener[],
): Place[] {
  const { hostnames = [] } = spec ?? {};
  const hosts = hostnames.length === 0 ? ['*'] : hostnames;
  return listeners.flatMap((bound) => {
    const { listener, gateway, kinds } = bound;
    if ((parent.sectionName ?? listener.name) !== listener.name) return [];
    if ((parent.port ?? listener.port) !== listener.port) return [];
    if (!kinds.includes(kind) || !isAllowed(bound, hosts, metadata.namespace ?? '')) return [];
    return hosts
      .filter((host) => !isIsolated(host, bound, listeners))
      .map((host) => ({ key: `${gateway}/${host}`, host, gateway, port: null }));
  });
}

function isAllowed({ hosts }: BoundListener, routed: readonly string[], namespace: string): boolean {
  return hosts.some((entry) => {
    const slash = entry.indexOf('/');
    const from = entry.slice(0, slash);
    return (
      (from === '*' || from === namespace) &&
      routed.some((host) => hostsOverlap(host, entry.slice(slash + 1)))
    );
  });
}

/** A listener leaves to its neighbours on the port the hosts that they name more exactly. */
function isIsolated(host: string, { listener }: BoundListener, all: readonly BoundListener[]): boolean {
  const own = listener.hostname ?? '';
  if (own !== '' && !isWildcard(own)) return false;
  if (own !== '' && !hostsOverlap(host, own)) return true;
  return all.some(({ listener: other }) => {
    const theirs = other.hostname ?? '';
    return (
      other.port === listener.port &&
      other.protocol === listener.protocol &&
      theirs !== own &&
      own.length <= theirs.length &&
      isWithin(host, theirs)
    );
  });
}
