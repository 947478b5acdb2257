/**
 * From a rule's destinations to clusters: port, subset, share of the traffic, and whether the proxy knows the cluster at all
 * (`GetDestinationCluster` of istio pilot/pkg/networking/core/route; a cluster it does not know answers 503 NC).
 */
import { portOf, type RegistryService } from '../../hosts/registry.ts';
import { isVisibleTo } from '../../hosts/visibility.ts';
import type { ProxyRef } from '../../objects.ts';
import { destinationService, meshView, serviceByHost } from '../mesh-view.ts';
import type { RoutingIndex } from '../routing-index.ts';
import type { Destination, IndexedVirtualService } from '../rules.ts';
import type { ProxyScope } from '../sidecar/sidecar-scope.ts';
import type { RouteDestination } from '../types.ts';
import { selectDestinationRule } from './destination-rules.ts';

export interface DestinationContext {
  index: RoutingIndex;
  scope: ProxyScope;
  proxy: ProxyRef;
  /** Port of the sidecar's listener or the gateway's server. */
  port: number;
  /**
   * What a destination without a port gets. `listener`: always the listener's (http rules on sidecars, whose lookup table is
   * cut down to it); `service`: the service's only port, else the listener's.
   */
  defaultPort: 'listener' | 'service';
  /** Namespace of an http rule's VirtualService: a gateway looks there first for the ports of a service; null otherwise. */
  ruleNamespace: string | null;
  /** Whose rule of the mesh it is: what it sends to comes with it. Null at gateways. */
  broughtBy: IndexedVirtualService | null;
}

export type Cluster = Omit<RouteDestination, 'share'>;

export function clusterOf(context: DestinationContext, destination: Destination): Cluster {
  const named = lookUp(context, destination.host.toLowerCase());
  const host = named?.aliasOf && isLookedUp(context, named) ? named.aliasOf : destination.host;
  const [onlyPort, ...otherPorts] = named === undefined ? [] : portsOf(context, named);
  const port = destination.port
    ? (destination.port.number ?? 0)
    : ((context.defaultPort === 'service' && otherPorts.length === 0 ? onlyPort?.number : undefined) ??
      context.port);
  const subset = destination.subset || null;
  const missing = destination.refused !== undefined || !hasCluster(context, host.toLowerCase(), port, subset);
  return { host, subset, port, missing };
}

/** A gateway that looks in the rule's own namespace knows the oldest of several ServiceEntries alone. */
function portsOf({ proxy, ruleNamespace }: DestinationContext, service: RegistryService) {
  const isOwn = proxy.type === 'gateway' && service.namespace === ruleNamespace;
  return (isOwn && service.oldestPorts) || service.ports;
}

function lookUp(context: DestinationContext, host: string): RegistryService | undefined {
  const { index, scope, proxy, ruleNamespace, broughtBy } = context;
  if (proxy.type === 'gateway' && ruleNamespace !== null) {
    const own = index.registry.byHost
      .get(host)
      ?.find(
        (service) => service.namespace === ruleNamespace && isVisibleTo(service.visibility, scope.namespace),
      );
    if (own) return own;
  }
  return destinationService(index, scope, host, broughtBy);
}

/** What an http rule of a sidecar leads to is looked up among the services of its listener that have the port; others keep their name. */
function isLookedUp(
  { index, scope, port, defaultPort }: DestinationContext,
  alias: RegistryService,
): boolean {
  if (defaultPort === 'service') return true;
  const view = meshView(index, scope, port);
  const imported = view ? serviceByHost(view, alias.host, port) : undefined;
  return imported !== undefined && portOf(imported, port) !== undefined;
}

function hasCluster(
  { index, scope, proxy, broughtBy }: DestinationContext,
  host: string,
  port: number,
  subset: string | null,
): boolean {
  const service = destinationService(index, scope, host, broughtBy);
  const found = service && portOf(service, port);
  if (!found || found.protocol === 'UDP' || service.aliasOf !== null) return false;
  if (!subset) return true;
  const rule = selectDestinationRule(index.destinationRules, proxy, service);
  return rule?.subsets.some((candidate) => candidate.name === subset) ?? false;
}

interface Weighted {
  destination: Destination;
  weight?: number;
}

/** A single destination takes everything whatever its weight; of several, those with weight 0 are left out. */
export function weigh<T extends Weighted>(routes: readonly T[]): { route: T; share: number }[] {
  const [only] = routes;
  if (only && routes.length === 1) return [{ route: only, share: 1 }];
  const weighted = routes.filter((route) => (route.weight ?? 0) > 0);
  const total = weighted.reduce((sum, route) => sum + (route.weight ?? 0), 0);
  return weighted.map((route) => ({ route, share: (route.weight ?? 0) / total }));
}
