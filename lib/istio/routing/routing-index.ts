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

/** What was last made of a list with others: a draft of another kind leaves it as it is. */
class Remembered<T> {
  readonly #known = new WeakMap<readonly object[], { beside: readonly unknown[]; made: T }>();

  get(list: readonly object[], beside: readonly unknown[], make: () => T): T {
    const known = this.#known.get(list);
    if (known?.beside.every((one, index) => one === beside[index])) return known.made;
    const made = make();
    this.#known.set(list, { beside, made });
    return made;
  }
}

const registries = new Remembered<Registry>();
const virtualServiceIndexes = new Remembered<VirtualServiceIndex>();
const destinationRuleIndexes = new Remembered<DestinationRuleIndex>();

export function indexRouting(objects: ClusterObjects): RoutingIndex {
  const { meshConfig, services, serviceEntries, virtualServices, destinationRules } = objects;
  const registry = registries.get(services, [serviceEntries, meshConfig], () => buildRegistry(objects));
  return {
    meshConfig,
    registry,
    virtualServices: virtualServiceIndexes.get(virtualServices, [meshConfig], () =>
      indexVirtualServices(objects),
    ),
    // It keeps what it found for the services of the registry.
    destinationRules: destinationRuleIndexes.get(destinationRules, [registry], () =>
      indexDestinationRules(objects),
    ),
    sidecars: indexSidecars(objects),
    gateways: oldestFirst(objects.gateways),
    gatewayPorts: new Map(),
  };
}
