/**
 * Everything the route evaluator needs of a set of objects, prepared once: registry, sorted VirtualServices with their
 * delegates merged and the routes of the Gateway API among them, DestinationRule tables, gateways and Sidecars. Answers that depend on the asking proxy are worked out
 * on first use and kept inside; for changed objects make a new index.
 */
import { translated } from '../gateway-api/translation/translate.ts';
import { oldestFirst } from '../hosts/object-order.ts';
import { buildRegistry, type Registry } from '../hosts/registry.ts';
import type { ClusterObjects, MeshConfig } from '../objects.ts';
import { type DestinationRuleIndex, indexDestinationRules } from './destination-rules.ts';
import type { GatewayPort } from './gateway-port.ts';
import type { RouteGroup } from './route-groups.ts';
import type { ServedGateway } from './served-gateways.ts';
import { indexSidecars, type SidecarIndex } from './sidecar-scope.ts';
import { indexVirtualServices, type VirtualServiceIndex } from './virtual-service-index.ts';

export interface RoutingIndex {
  meshConfig: MeshConfig;
  registry: Registry;
  virtualServices: VirtualServiceIndex;
  /** What routes of the Gateway API come to. */
  routeGroups: readonly RouteGroup[];
  destinationRules: DestinationRuleIndex;
  sidecars: SidecarIndex;
  /** Oldest first. */
  gateways: readonly ServedGateway[];
  /** By gateway proxy and port, filled as asked. */
  gatewayPorts: Map<string, GatewayPort>;
}

export function indexRouting(objects: ClusterObjects): RoutingIndex {
  const registry = buildRegistry(objects);
  const { gateways, groups } = translated(objects, registry);
  return {
    meshConfig: objects.meshConfig,
    registry,
    virtualServices: indexVirtualServices(objects, groups),
    routeGroups: groups,
    destinationRules: indexDestinationRules(objects),
    sidecars: indexSidecars(objects),
    gateways: inOrder([...objects.gateways.map((object) => ({ object, behind: null })), ...gateways]),
    gatewayPorts: new Map(),
  };
}

function inOrder(gateways: readonly ServedGateway[]): ServedGateway[] {
  const byObject = new Map(gateways.map((gateway) => [gateway.object, gateway]));
  return oldestFirst([...byObject.keys()]).flatMap((object) => byObject.get(object) ?? []);
}
