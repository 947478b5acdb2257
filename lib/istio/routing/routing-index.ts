/**
 * Everything the route evaluator needs of a set of objects, prepared once: registry, sorted VirtualServices with their
 * delegates merged and the routes of the Gateway API among them, DestinationRule tables, gateways and Sidecars. Answers that depend on the asking proxy are worked out
 * on first use and kept inside; for changed objects make a new index.
 */
import { Remembered } from '../../remembered.ts';
import { finish, type Steps } from '../../steps.ts';
import { type Translated, translated } from '../gateway-api/translation/translate.ts';
import { oldestFirst } from '../hosts/object-order.ts';
import { buildRegistry, type Registry } from '../hosts/registry.ts';
import type { ClusterObjects, MeshConfig } from '../objects.ts';
import { type DestinationRuleIndex, indexDestinationRules } from './destination/destination-rules.ts';
import type { GatewayPort } from './gateway/gateway-port.ts';
import type { ServedGateway } from './gateway/served-gateways.ts';
import type { RouteGroup } from './route-groups.ts';
import { indexSidecars, type SidecarIndex } from './sidecar/sidecar-scope.ts';
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

const registries = new Remembered<Registry>();
const translations = new Remembered<Translated>();
const virtualServiceIndexes = new Remembered<VirtualServiceIndex>();
const destinationRuleIndexes = new Remembered<DestinationRuleIndex>();

/** `isPart`: the objects were picked for one request, and nobody indexes the same lists again. */
export function indexRouting(objects: ClusterObjects, isPart = false): RoutingIndex {
  return finish(routingSteps(objects, isPart));
}

/** A step for each kind that takes its time in a large mesh. */
export function* routingSteps(objects: ClusterObjects, isPart = false): Steps<RoutingIndex> {
  const { meshConfig, services, serviceEntries, virtualServices, destinationRules } = objects;
  // Lists of a part are made for it alone.
  const remembered = <T>(
    known: Remembered<T>,
    list: readonly object[],
    beside: readonly unknown[],
    make: () => T,
  ) => (isPart ? make() : known.get(list, beside, make));
  const registry = remembered(registries, services, [serviceEntries, meshConfig], () =>
    buildRegistry(objects),
  );
  yield;
  const { kubernetesGateways, httpRoutes, grpcRoutes, referenceGrants, namespaces } = objects;
  // It reads the services as well, which the registry stands for.
  const beside = [kubernetesGateways, grpcRoutes, referenceGrants, namespaces, registry];
  const { gateways, groups } = remembered(translations, httpRoutes, beside, () =>
    translated(objects, registry),
  );
  yield;
  const virtualServiceIndex = remembered(virtualServiceIndexes, virtualServices, [meshConfig, groups], () =>
    indexVirtualServices(objects, groups),
  );
  yield;
  return {
    meshConfig,
    registry,
    virtualServices: virtualServiceIndex,
    routeGroups: groups,
    // It keeps what it found for the services of the registry.
    destinationRules: remembered(destinationRuleIndexes, destinationRules, [registry], () =>
      indexDestinationRules(objects),
    ),
    sidecars: indexSidecars(objects),
    gateways: inOrder([...objects.gateways.map((object) => ({ object, behind: null })), ...gateways]),
    gatewayPorts: new Map(),
  };
}

function inOrder(gateways: readonly ServedGateway[]): ServedGateway[] {
  const byObject = new Map(gateways.map((gateway) => [gateway.object, gateway]));
  return oldestFirst([...byObject.keys()]).flatMap((object) => byObject.get(object) ?? []);
}
