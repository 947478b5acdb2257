/**
 * Everything the route evaluator needs of a set of objects, prepared once: registry, sorted VirtualServices with their
 * delegates merged, DestinationRule tables, gateways and Sidecars. Answers that depend on the asking proxy are worked out
 * on first use and kept inside; for changed objects make a new index.
 */
import { oldestFirst } from '../hosts/object-order.ts';
import { buildRegistry, type Registry } from '../hosts/registry.ts';
import type { ClusterObjects, Gateway, MeshConfig } from '../objects.ts';
import { type DestinationRuleIndex, indexDestinationRules } from './destination-rules.ts';
import type { GatewayPort } from './gateway-port.ts';
import { indexSidecars, type SidecarIndex } from './sidecar-scope.ts';
import { indexVirtualServices, type VirtualServiceIndex } from './virtual-service-index.ts';

export interface RoutingIndex {
  meshConfig: MeshConfig;
  registry: Registry;
  virtualServices: VirtualServiceIndex;
  destinationRules: DestinationRuleIndex;
  sidecars: SidecarIndex;
  /** Oldest first. */
  gateways: readonly Gateway[];
  /** By gateway proxy and port, filled as asked. */
  gatewayPorts: Map<string, GatewayPort>;
}

export function indexRouting(objects: ClusterObjects): RoutingIndex {
  return {
    meshConfig: objects.meshConfig,
    registry: buildRegistry(objects),
    virtualServices: indexVirtualServices(objects),
    destinationRules: indexDestinationRules(objects),
    sidecars: indexSidecars(objects),
    gateways: oldestFirst(objects.gateways),
    gatewayPorts: new Map(),
  };
}
