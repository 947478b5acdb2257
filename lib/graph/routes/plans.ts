/**
 * What VirtualServices make of one caller's traffic: on the mesh the first that claims a host has it alone, a gateway obeys all that
 * are bound to it; rules that can never apply to the caller are left out. As the route evaluator of lib/istio/routing decides,
 * but for every request at once, and on any port, because telemetry tells no port.
 */
import { routedByText } from '../../api/traffic/route-ref.ts';
import { hostsOverlap, isWildcard, isWithin } from '../../istio/hosts/host-name.ts';
import type { ClusterObjects, ProxyRef } from '../../istio/objects.ts';
import type { ServedGateway } from '../../istio/routing/gateway/served-gateways.ts';
import { contenders } from '../../istio/routing/mesh-view.ts';
import type { RouteGroup } from '../../istio/routing/route-groups.ts';
import { indexRouting, type RoutingIndex } from '../../istio/routing/routing-index.ts';
import type { IndexedVirtualService } from '../../istio/routing/rules.ts';
import { type ProxyScope, scopeOf } from '../../istio/routing/sidecar/sidecar-scope.ts';
import type { ClusterIndex } from '../build/cluster-index.ts';
import type { Endpoint } from '../build/identity.ts';
import {
  type Caller,
  callerOn,
  hostsAt,
  type MeshSenders,
  meshSendersIn,
  type Owner,
  virtualHostsOf,
} from './callers.ts';
import { type ChangedRules, changedRules, type RuleSet, type RulesOf } from './changed-rules.ts';
import { type MadePlan, type RoutePlan, saysSame } from './plan.ts';
import { namedHosts, type RouteLayer, type RuleContext, rulesFor, targetsOf } from './rules.ts';

/** Under which name a caller may have asked: a host of the mesh, or a host name at a gateway ("" for connections, which tell none). */
export interface Entry {
  /** `mesh`, or namespace/name. */
  gateway: string;
  host: string;
}

/** Whose rules decide about an entry, in their order; none where no VirtualService does. */
export interface EntryRules {
  context: RuleContext;
  virtualServices: readonly IndexedVirtualService[];
  /** Host names below a wildcard that have rules of their own. */
  narrower: readonly { host: string; virtualServices: readonly IndexedVirtualService[] }[];
}

/** Callers write any Host header; what was worked out for such names is thrown away from here on. */
const foreignLimit = 20_000;

const plansOf = new WeakMap<ClusterObjects, RoutePlans>();
/** The newest of an index. */
const newestOf = new WeakMap<ClusterIndex, RoutePlans>();

/** The plans of a snapshot: what was worked out for one graph serves the next, and the next snapshot as far as its change leaves it. */
export function routePlansOf(objects: ClusterObjects, index: ClusterIndex): RoutePlans {
  let plans = plansOf.get(objects);
  if (plans === undefined || plans.foreignHosts > foreignLimit) {
    const before = newestOf.get(index);
    plans = new RoutePlans(objects, index, before !== undefined && isNear(before, objects) ? before : null);
    plansOf.set(objects, plans);
    newestOf.set(index, plans);
  }
  return plans;
}

/** They differ in VirtualServices and DestinationRules at most; of all else that plans are made of the index is the same. */
function isNear({ objects, foreignHosts }: RoutePlans, next: ClusterObjects): boolean {
  const kinds = ['sidecars', 'kubernetesGateways', 'httpRoutes', 'grpcRoutes', 'referenceGrants'] as const;
  return foreignHosts <= foreignLimit && kinds.every((kind) => objects[kind] === next[kind]);
}

export class RoutePlans {
  /** How many hosts that are no services were asked about. */
  foreignHosts = 0;
  readonly objects: ClusterObjects;
  private readonly index: ClusterIndex;
  private readonly routing: RoutingIndex;
  /** Mesh VirtualServices by the hosts that they send to. */
  private readonly sendersTo: MeshSenders['sendersTo'];
  /** By namespace and workload. */
  private readonly callers = new Map<string, Map<string, Caller>>();
  private readonly sidecars = new Map<ProxyScope, Caller>();
  private readonly made = new Map<RulesOf, MadePlan[]>();
  /** Some rule asks for labels of the client: every client may be different. */
  private readonly selective: boolean;

  /** `before`: of an earlier snapshot that `isNear`. */
  constructor(objects: ClusterObjects, index: ClusterIndex, before: RoutePlans | null = null) {
    this.objects = objects;
    this.index = index;
    this.routing = indexRouting(objects);
    const { sendersTo, isSelective } = meshSendersIn(this.routing.virtualServices.mesh);
    this.sendersTo = sendersTo;
    this.selective =
      isSelective || objects.destinationRules.some(({ spec }) => spec?.workloadSelector !== undefined);
    if (before?.selective === this.selective) this.takeOver(before);
  }

  /** All that the change between does not touch. */
  private takeOver(before: RoutePlans): void {
    const changed = changedRules(before.ruleSet(), this.ruleSet());
    this.foreignHosts = before.foreignHosts;
    const taken = new Map<Caller, Caller>();
    for (const [namespace, callers] of before.callers) {
      const own = new Map<string, Caller>();
      for (const [workload, caller] of callers) {
        let next = taken.get(caller);
        if (next === undefined) {
          next = this.callerFrom(caller, changed);
          taken.set(caller, next);
          if (before.sidecars.get(caller.scope) === caller) this.sidecars.set(next.scope, next);
        }
        own.set(workload, next);
      }
      this.callers.set(namespace, own);
    }
  }

  private callerFrom(before: Caller, changed: ChangedRules): Caller {
    const next = callerOn(this.routing, before.proxy, scopeOf(this.routing.sidecars, before.proxy));
    for (const layer of layers) {
      for (const [host, plan] of before.plans[layer]) {
        if (!changed.concerns(host)) next.plans[layer].set(host, this.kept(plan));
      }
      for (const [gateway, plans] of before.alone[layer]) {
        const own = new Map<RulesOf, MadePlan | null>();
        for (const [rules, plan] of plans) if (!changed.touches(rules)) own.set(rules, this.kept(plan));
        next.alone[layer].set(gateway, own);
      }
    }
    return next;
  }

  private ruleSet(): RuleSet {
    const { virtualServices, meshConfig } = this.routing;
    const { destinationRules } = this.objects;
    return { virtualServices, destinationRules, domain: meshConfig.domain };
  }

  private kept(plan: MadePlan | null): MadePlan | null {
    if (plan === null) return null;
    const alike = this.made.get(plan.first);
    if (alike === undefined) this.made.set(plan.first, [plan]);
    else if (!alike.includes(plan)) alike.push(plan);
    return plan;
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
    return (caller.bound ?? []).flatMap((owner) => {
      const { gateway, virtualService } = owner;
      const plans = caller.alone[layer].get(gateway) ?? new Map<RulesOf, MadePlan | null>();
      caller.alone[layer].set(gateway, plans);
      let plan = plans.get(virtualService.http);
      if (plan === undefined) {
        plan = this.planOf(caller, layer, [owner]);
        plans.set(virtualService.http, plan);
      }
      return plan ?? [];
    });
  }

  /** Under which names a caller may have asked for what went to this host. */
  entriesTo(endpoint: Endpoint, host: string, layer: RouteLayer): Entry[] {
    const caller = this.callerOf(endpoint);
    if (caller.bound !== null) {
      const owners = this.ownersOf(caller, host, layer);
      if (layer === 'l4') {
        const gateways = owners
          .filter(({ virtualService: { tls, tcp } }) => tls.length + tcp.length > 0)
          .map(({ gateway }) => gateway);
        return [...new Set(gateways)].map((gateway) => ({ gateway, host: '' }));
      }
      return owners.flatMap(({ gateway, hosts }) => hosts.map((own) => ({ gateway, host: own })));
    }
    const others = (this.sendersTo.get(host) ?? []).flatMap((virtualService) =>
      virtualService.hosts.filter((other) => this.ownerOf(caller, other, layer) === virtualService),
    );
    return [...new Set([host, ...others])].map((own) => ({ gateway: 'mesh', host: own }));
  }

  /**
   * Who decides about an entry: on the mesh one VirtualService alone, at a gateway all that speak for the host name, or else for the
   * narrowest wildcard that covers it (`buildGatewayHTTPRouteConfig` of istio pilot/pkg/networking/core/gateway.go).
   */
  entry(endpoint: Endpoint, { gateway, host }: Entry, layer: RouteLayer): EntryRules {
    const caller = this.callerOf(endpoint);
    const context = this.contextOf(caller, gateway);
    if (caller.bound === null) {
      const owner = this.ownerOf(caller, host, layer);
      return { context, virtualServices: owner === null ? [] : [owner], narrower: [] };
    }
    if (layer === 'l4') {
      const bound = caller.bound.filter((owner) => owner.gateway === gateway);
      return { context, virtualServices: bound.map(({ virtualService }) => virtualService), narrower: [] };
    }
    const table = virtualHostsOf(caller, gateway);
    const narrower = isWildcard(host)
      ? hostsAt(caller, gateway).filter((other) => other !== host && isWithin(other, host))
      : [];
    return {
      context,
      virtualServices: table.mostSpecific(host) ?? [],
      narrower: narrower.map((other) => ({ host: other, virtualServices: table.get(other) ?? [] })),
    };
  }

  /** Hosts that VirtualServices ("namespace/name") are for, and those that they send to. */
  hostsOf(names: ReadonlySet<string>): string[] {
    const { mesh, byGateway } = this.routing.virtualServices;
    const own = [...mesh, ...[...byGateway.values()].flat()].filter((one) => names.has(entryName(one)));
    // At a gateway a host name that comes or goes takes requests from others, or leaves them to others.
    const beside = own.flatMap(({ gateways, hosts }) =>
      gateways.flatMap((gateway) =>
        (byGateway.get(gateway) ?? []).filter((other) =>
          other.hosts.some((host) => hosts.some((one) => hostsOverlap(one, host))),
        ),
      ),
    );
    return [...new Set([...own, ...beside])].flatMap((one) => [...one.hosts, ...namedHosts(one)]);
  }

  /** Hosts that VirtualServices bound to a gateway (namespace/name) send to. */
  hostsBehind(gateway: string): string[] {
    const bound = this.routing.virtualServices.byGateway.get(gateway) ?? [];
    return bound.flatMap((one) => [...namedHosts(one)]);
  }

  get routeGroups(): readonly RouteGroup[] {
    return this.routing.routeGroups;
  }

  get gateways(): readonly ServedGateway[] {
    return this.routing.gateways;
  }

  /** The same object for callers for whom the same rules apply. */
  groupOf(endpoint: Endpoint): object {
    return this.callerOf(endpoint);
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
    const caller = callerOn(this.routing, proxy, scope);
    if (shared) this.sidecars.set(scope, caller);
    return caller;
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
    for (const virtualService of this.sendersTo.get(host) ?? []) {
      if (virtualService.hosts.some((other) => this.ownerOf(caller, other, layer) === virtualService)) {
        owners.add(virtualService);
      }
    }
    return [...owners].map((virtualService) => ({
      virtualService,
      gateway: 'mesh',
      hosts: virtualService.hosts,
    }));
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
  private planOf(caller: Caller, layer: RouteLayer, owners: readonly Owner[]): MadePlan | null {
    const [leading] = owners;
    if (leading === undefined) return null;
    const rules = owners.flatMap(({ virtualService, gateway }) => {
      const context = this.contextOf(caller, gateway);
      return rulesFor(context, virtualService, layer).map((rule) => targetsOf(context, rule));
    });
    if (rules.length === 0) return null;
    const names = owners.flatMap(({ virtualService: { ref, routes } }) =>
      (routes ?? [ref]).map(routedByText),
    );
    const routedBy = [...new Set(names)].sort();
    const first = leading.virtualService.http;
    const alike = this.made.get(first) ?? [];
    const known = alike.find((plan) => plan.layer === layer && saysSame(plan, { routedBy, rules }));
    if (known !== undefined) return known;
    const targets = rules.flat();
    const byHost = Map.groupBy(targets, ({ host }) => host);
    const plan: MadePlan = { layer, routedBy, rules, targets, byHost, first };
    this.made.set(first, [...alike, plan]);
    return plan;
  }
}

const layers: readonly RouteLayer[] = ['http', 'l4'];

const entryName = ({ path }: IndexedVirtualService): string => path;
