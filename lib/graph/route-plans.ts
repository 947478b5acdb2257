/**
 * What VirtualServices make of one caller's traffic: on the mesh the first that claims a host has it alone, a gateway obeys all that
 * are bound to it; rules that can never apply to the caller are left out. As the route evaluator of lib/istio/routing decides,
 * but for every request at once, and on any port, because telemetry tells no port.
 */
import { hostsOverlap } from '../istio/hosts/host-name.ts';
import { selectsLabels } from '../istio/hosts/labels.ts';
import type { ClusterObjects, ProxyRef } from '../istio/objects.ts';
import {
  boundVirtualServices,
  hostsForNamespace,
  qualifyServerHost,
} from '../istio/routing/gateway-listeners.ts';
import { contenders } from '../istio/routing/mesh-view.ts';
import { indexRouting, type RoutingIndex } from '../istio/routing/routing-index.ts';
import type { IndexedVirtualService } from '../istio/routing/rules.ts';
import { scopeOf } from '../istio/routing/sidecar-scope.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { Endpoint } from './identity.ts';
import type { RouteLayer, RouteTarget } from './route-rules.ts';
import { isConditional, namedHosts, rulesFor } from './route-rules.ts';

export interface RoutePlan {
  layer: RouteLayer;
  /** "namespace/name", in order. */
  virtualServices: readonly string[];
  /** The targets of each rule that may apply. */
  rules: readonly (readonly RouteTarget[])[];
  /** Every target of a host in any rule. */
  byHost: ReadonlyMap<string, readonly RouteTarget[]>;
}

interface Caller {
  proxy: ProxyRef;
  /** What sets it apart from others in its namespace, where a rule asks for that. */
  key: string;
  /** Names of the gateways it serves, with the VirtualServices bound to them; null for a sidecar. */
  bound: readonly { virtualService: IndexedVirtualService; gateway: string }[] | null;
  owners: Map<string, IndexedVirtualService | null>;
  plans: Map<string, RoutePlan | null>;
}

interface Owner {
  virtualService: IndexedVirtualService;
  /** `mesh`, or namespace/name. */
  gateway: string;
}

const routings = new WeakMap<ClusterObjects, RoutingIndex>();

/** The routing index of a snapshot, made once for it. */
function routingOf(objects: ClusterObjects): RoutingIndex {
  let routing = routings.get(objects);
  if (routing === undefined) {
    routing = indexRouting(objects);
    routings.set(objects, routing);
  }
  return routing;
}

export class RoutePlans {
  private readonly index: ClusterIndex;
  private readonly routing: RoutingIndex;
  /** Mesh VirtualServices by the hosts that they send to. */
  private readonly naming = new Map<string, IndexedVirtualService[]>();
  private readonly callers = new Map<Endpoint, Caller>();
  private readonly made = new Map<string, RoutePlan>();
  /** A DestinationRule for some workloads only makes every client different. */
  private readonly selective: boolean;

  constructor(objects: ClusterObjects, index: ClusterIndex) {
    this.index = index;
    this.routing = routingOf(objects);
    this.selective = objects.destinationRules.some(({ spec }) => spec?.workloadSelector !== undefined);
    for (const virtualService of this.routing.virtualServices.mesh) {
      for (const host of namedHosts(virtualService)) {
        const list = this.naming.get(host);
        if (list === undefined) this.naming.set(host, [virtualService]);
        else list.push(virtualService);
      }
    }
  }

  /** Null where no VirtualService speaks for this caller's traffic to the host. */
  forCall(endpoint: Endpoint, host: string, layer: RouteLayer): RoutePlan | null {
    const caller = this.callerOf(endpoint);
    const key = `${layer} ${host}`;
    const known = caller.plans.get(key);
    if (known !== undefined) return known;
    const plan = this.planOf(caller, layer, this.ownersOf(caller, host, layer));
    caller.plans.set(key, plan);
    return plan;
  }

  /** One for each VirtualService that a gateway's pods obey. */
  ofGateway(endpoint: Endpoint, layer: RouteLayer): RoutePlan[] {
    const caller = this.callerOf(endpoint);
    return (caller.bound ?? []).flatMap((owner) => this.planOf(caller, layer, [owner]) ?? []);
  }

  /** Hosts that VirtualServices on the mesh speak for by name. */
  meshHosts(): Set<string> {
    return new Set(this.routing.virtualServices.mesh.flatMap(({ hosts }) => hosts));
  }

  private callerOf(endpoint: Endpoint): Caller {
    let caller = this.callers.get(endpoint);
    if (caller === undefined) {
      caller = this.readCaller(endpoint);
      this.callers.set(endpoint, caller);
    }
    return caller;
  }

  private readCaller({ namespace, workload }: Endpoint): Caller {
    const known = this.index.workloads.get(`${namespace}/${workload}`);
    const type = known?.gateway === true ? 'gateway' : 'sidecar';
    const proxy: ProxyRef = { type, namespace, labels: known?.labels ?? {} };
    const bound = type === 'gateway' ? this.boundTo(proxy) : null;
    return { proxy, key: `${namespace}/${workload}`, bound, owners: new Map(), plans: new Map() };
  }

  private boundTo(proxy: ProxyRef): Owner[] {
    return this.routing.gateways.flatMap(({ metadata, spec }) => {
      if (spec === undefined || !selectsLabels(spec.selector, proxy.labels)) return [];
      const namespace = metadata.namespace ?? '';
      const gateway = `${namespace}/${metadata.name}`;
      const served = (spec.servers ?? []).flatMap(({ hosts }) =>
        hosts.map((host) => qualifyServerHost(host, namespace)),
      );
      return boundVirtualServices(this.routing, proxy, gateway)
        .filter(({ ref, hosts }) =>
          hostsForNamespace(served, ref.namespace).some((host) =>
            hosts.some((own) => hostsOverlap(own, host.toLowerCase())),
          ),
        )
        .map((virtualService) => ({ virtualService, gateway }));
    });
  }

  private ownersOf(caller: Caller, host: string, layer: RouteLayer): Owner[] {
    if (caller.bound !== null) {
      return caller.bound.filter(
        ({ virtualService }) =>
          namedHosts(virtualService).has(host) || virtualService.hosts.some((own) => own === host),
      );
    }
    const owners = new Set<IndexedVirtualService>();
    const own = this.ownerOf(caller, host, layer);
    if (own !== null) owners.add(own);
    for (const virtualService of this.naming.get(host) ?? []) {
      if (virtualService.hosts.some((other) => this.ownerOf(caller, other, layer) === virtualService)) {
        owners.add(virtualService);
      }
    }
    return [...owners].map((virtualService) => ({ virtualService, gateway: 'mesh' }));
  }

  /** Nothing is merged on the mesh: the first with a rule for this caller has the host to itself. */
  private ownerOf(caller: Caller, host: string, layer: RouteLayer): IndexedVirtualService | null {
    const key = `${layer} ${host}`;
    const known = caller.owners.get(key);
    if (known !== undefined) return known;
    const scope = scopeOf(this.routing.sidecars, caller.proxy);
    let owner: IndexedVirtualService | null = null;
    for (const listener of scope.listeners) {
      const claimants = contenders({ index: this.routing, scope, listener, rest: null }, host);
      owner =
        claimants.find(
          (virtualService) => rulesFor(this.contextOf(caller, 'mesh'), virtualService, layer).length > 0,
        ) ?? null;
      if (owner !== null) break;
    }
    caller.owners.set(key, owner);
    return owner;
  }

  private contextOf({ proxy }: Caller, gateway: string) {
    return { routing: this.routing, scope: scopeOf(this.routing.sidecars, proxy), proxy, gateway };
  }

  /** Callers for whom the same rules apply share one plan. */
  private planOf(caller: Caller, layer: RouteLayer, owners: readonly Owner[]): RoutePlan | null {
    if (owners.length === 0) return null;
    const alone =
      this.selective ||
      caller.bound !== null ||
      owners.some(({ virtualService }) => isConditional(virtualService));
    const key = [
      layer,
      alone ? caller.key : caller.proxy.namespace,
      ...owners.map(({ virtualService, gateway }) => `${virtualService.order} ${gateway}`),
    ].join('\n');
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const rules = owners.flatMap(({ virtualService, gateway }) =>
      rulesFor(this.contextOf(caller, gateway), virtualService, layer),
    );
    if (rules.length === 0) return null;
    const plan: RoutePlan = {
      layer,
      virtualServices: [
        ...new Set(owners.map(({ virtualService: { ref } }) => `${ref.namespace}/${ref.name}`)),
      ].sort(),
      rules,
      byHost: Map.groupBy(rules.flat(), ({ host }) => host),
    };
    this.made.set(key, plan);
    return plan;
  }
}
