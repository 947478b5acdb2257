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
import { type ProxyScope, scopeOf } from '../istio/routing/sidecar-scope.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { Endpoint } from './identity.ts';
import type { RouteLayer, RouteTarget, RuleContext } from './route-rules.ts';
import { isConditional, namedHosts, rulesFor, targetsOf } from './route-rules.ts';

export interface RoutePlan {
  layer: RouteLayer;
  /** "namespace/name", in order. */
  virtualServices: readonly string[];
  /** The targets of each rule that may apply. */
  rules: readonly (readonly RouteTarget[])[];
  targets: readonly RouteTarget[];
  /** Every target of a host in any rule. */
  byHost: ReadonlyMap<string, readonly RouteTarget[]>;
}

/** Clients for whom the same rules apply. */
interface Caller {
  proxy: ProxyRef;
  scope: ProxyScope;
  /** The VirtualServices bound to a gateway's pods; null for a sidecar. */
  bound: readonly Owner[] | null;
  owners: Record<RouteLayer, Map<string, IndexedVirtualService | null>>;
  plans: Record<RouteLayer, Map<string, RoutePlan | null>>;
}

interface Owner {
  virtualService: IndexedVirtualService;
  /** `mesh`, or namespace/name. */
  gateway: string;
}

/** Callers write any Host header; what was worked out for such names is thrown away from here on. */
const foreignLimit = 20_000;

const plansOf = new WeakMap<ClusterObjects, RoutePlans>();

/** The plans of a snapshot: what was worked out for one graph serves the next. */
export function routePlansOf(objects: ClusterObjects, index: ClusterIndex): RoutePlans {
  let plans = plansOf.get(objects);
  if (plans === undefined || plans.foreignHosts > foreignLimit) {
    plans = new RoutePlans(objects, index);
    plansOf.set(objects, plans);
  }
  return plans;
}

export class RoutePlans {
  /** How many hosts that are no services were asked about. */
  foreignHosts = 0;
  private readonly index: ClusterIndex;
  private readonly routing: RoutingIndex;
  /** Mesh VirtualServices by the hosts that they send to. */
  private readonly naming = new Map<string, IndexedVirtualService[]>();
  /** By namespace and workload. */
  private readonly callers = new Map<string, Map<string, Caller>>();
  private readonly sidecars = new Map<ProxyScope, Caller>();
  private readonly made = new Map<string, RoutePlan[]>();
  /** Some rule asks for labels of the client: every client may be different. */
  private readonly selective: boolean;

  constructor(objects: ClusterObjects, index: ClusterIndex) {
    this.index = index;
    this.routing = indexRouting(objects);
    this.selective =
      objects.destinationRules.some(({ spec }) => spec?.workloadSelector !== undefined) ||
      this.routing.virtualServices.mesh.some(isConditional);
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
    const plans = caller.plans[layer];
    const known = plans.get(host);
    if (known !== undefined) return known;
    if (!this.index.services.has(host)) this.foreignHosts++;
    const plan = this.planOf(caller, layer, this.ownersOf(caller, host, layer));
    plans.set(host, plan);
    return plan;
  }

  /** One for each VirtualService that a gateway's pods obey. */
  ofGateway(endpoint: Endpoint, layer: RouteLayer): RoutePlan[] {
    const caller = this.callerOf(endpoint);
    return (caller.bound ?? []).flatMap((owner) => this.planOf(caller, layer, [owner]) ?? []);
  }

  /**
   * Under which names a caller may have asked for what went to this host: hosts on the mesh; on a gateway the VirtualServices
   * ("namespace/name") that it obeys and that speak of the host.
   */
  entriesTo(endpoint: Endpoint, host: string): string[] {
    const caller = this.callerOf(endpoint);
    if (caller.bound !== null) {
      return this.ownersOf(caller, host, 'http').map(({ virtualService }) => entryName(virtualService));
    }
    const others = (this.naming.get(host) ?? []).flatMap((virtualService) =>
      virtualService.hosts.filter((other) => this.ownerOf(caller, other, 'http') === virtualService),
    );
    return [...new Set([host, ...others])];
  }

  /** Who decides about an entry of `entriesTo`; null where no VirtualService does. */
  entry(
    endpoint: Endpoint,
    name: string,
  ): { context: RuleContext; virtualService: IndexedVirtualService | null } {
    const caller = this.callerOf(endpoint);
    if (caller.bound === null) {
      return { context: this.contextOf(caller, 'mesh'), virtualService: this.ownerOf(caller, name, 'http') };
    }
    const own = caller.bound.find(({ virtualService }) => entryName(virtualService) === name);
    return {
      context: this.contextOf(caller, own?.gateway ?? ''),
      virtualService: own?.virtualService ?? null,
    };
  }

  /** Hosts that VirtualServices ("namespace/name") are for, and those that they send to. */
  hostsOf(names: ReadonlySet<string>): string[] {
    const { mesh, byGateway } = this.routing.virtualServices;
    const own = [...mesh, ...[...byGateway.values()].flat()].filter((one) => names.has(entryName(one)));
    return own.flatMap((one) => [...one.hosts, ...namedHosts(one)]);
  }

  isGateway(endpoint: Endpoint): boolean {
    return this.callerOf(endpoint).bound !== null;
  }

  /** Hosts that VirtualServices on the mesh speak for by name. */
  meshHosts(): Set<string> {
    return new Set(this.routing.virtualServices.mesh.flatMap(({ hosts }) => hosts));
  }

  private callerOf({ namespace, workload }: Endpoint): Caller {
    let callers = this.callers.get(namespace);
    if (callers === undefined) {
      callers = new Map();
      this.callers.set(namespace, callers);
    }
    let caller = callers.get(workload);
    if (caller === undefined) {
      caller = this.readCaller(namespace, workload);
      callers.set(workload, caller);
    }
    return caller;
  }

  private readCaller(namespace: string, workload: string): Caller {
    const known = this.index.workloads.get(`${namespace}/${workload}`);
    const type = known?.gateway === true ? 'gateway' : 'sidecar';
    const proxy: ProxyRef = { type, namespace, labels: known?.labels ?? {} };
    const scope = scopeOf(this.routing.sidecars, proxy);
    const shared = type === 'sidecar' && !this.selective;
    const present = shared ? this.sidecars.get(scope) : undefined;
    if (present !== undefined) return present;
    const caller: Caller = {
      proxy,
      scope,
      bound: type === 'gateway' ? this.boundTo(proxy) : null,
      owners: { http: new Map(), l4: new Map() },
      plans: { http: new Map(), l4: new Map() },
    };
    if (shared) this.sidecars.set(scope, caller);
    return caller;
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
    const owners = caller.owners[layer];
    const known = owners.get(host);
    if (known !== undefined) return known;
    const { scope } = caller;
    let owner: IndexedVirtualService | null = null;
    for (const listener of scope.listeners) {
      const claimants = contenders({ index: this.routing, scope, listener, rest: null }, host);
      owner =
        claimants.find(
          (virtualService) => rulesFor(this.contextOf(caller, 'mesh'), virtualService, layer).length > 0,
        ) ?? null;
      if (owner !== null) break;
    }
    owners.set(host, owner);
    return owner;
  }

  private contextOf({ proxy, scope }: Caller, gateway: string) {
    return { routing: this.routing, scope, proxy, gateway };
  }

  /** One plan for all callers and hosts to which the same rules with the same targets apply. */
  private planOf(caller: Caller, layer: RouteLayer, owners: readonly Owner[]): RoutePlan | null {
    if (owners.length === 0) return null;
    const rules = owners.flatMap(({ virtualService, gateway }) => {
      const context = this.contextOf(caller, gateway);
      return rulesFor(context, virtualService, layer).map((rule) => targetsOf(context, rule));
    });
    if (rules.length === 0) return null;
    const key = `${layer} ${owners.map(({ virtualService }) => virtualService.order).join()}`;
    const alike = this.made.get(key) ?? [];
    const known = alike.find((plan) => hasSameRules(plan, rules));
    if (known !== undefined) return known;
    const names = owners.map(({ virtualService: { ref } }) => `${ref.namespace}/${ref.name}`);
    const targets = rules.flat();
    const plan: RoutePlan = {
      layer,
      virtualServices: [...new Set(names)].sort(),
      rules,
      targets,
      byHost: Map.groupBy(targets, ({ host }) => host),
    };
    this.made.set(key, [...alike, plan]);
    return plan;
  }
}

const entryName = ({ ref }: IndexedVirtualService): string => `${ref.namespace}/${ref.name}`;

function hasSameRules(plan: RoutePlan, rules: RoutePlan['rules']): boolean {
  return (
    plan.rules.length === rules.length &&
    plan.rules.every((targets, place) => {
      const others = rules[place] ?? [];
      return targets.length === others.length && targets.every((target, index) => target === others[index]);
    })
  );
}
