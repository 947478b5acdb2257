/** Clients as rules tell them apart: a sidecar's scope, or the pods of a gateway with the VirtualServices that are bound to them. */
import { intersectHosts } from '../../istio/hosts/host-name.ts';
import { HostTable } from '../../istio/hosts/host-table.ts';
import type { ProxyRef } from '../../istio/objects.ts';
import {
  boundVirtualServices,
  hostsForNamespace,
  qualifyServerHost,
} from '../../istio/routing/gateway/gateway-listeners.ts';
import { gatewaysOf } from '../../istio/routing/gateway/served-gateways.ts';
import type { RoutingIndex } from '../../istio/routing/routing-index.ts';
import type { IndexedVirtualService } from '../../istio/routing/rules.ts';
import type { ProxyScope } from '../../istio/routing/sidecar/sidecar-scope.ts';
import type { RulesOf } from './changed-rules.ts';
import type { MadePlan } from './plan.ts';
import { isConditional, namedHosts, type RouteLayer } from './rules.ts';

/** Clients for whom the same rules apply. */
export interface Caller {
  proxy: ProxyRef;
  scope: ProxyScope;
  /** The VirtualServices bound to a gateway's pods; null for a sidecar. */
  bound: readonly Owner[] | null;
  /** Of a gateway's pods, by gateway: whose rules a host name follows. */
  virtualHosts: Map<string, HostTable<IndexedVirtualService[]>>;
  owners: Record<RouteLayer, Map<string, IndexedVirtualService | null>>;
  /** By host. */
  plans: Record<RouteLayer, Map<string, MadePlan | null>>;
  /** Of a gateway's pods, by gateway: what each VirtualService alone makes of all that it speaks for. */
  alone: Record<RouteLayer, Map<string, Map<RulesOf, MadePlan | null>>>;
}

export interface Owner {
  virtualService: IndexedVirtualService;
  /** `mesh`, or namespace/name. */
  gateway: string;
  /** That it speaks for there; on the mesh all of its own. */
  hosts: readonly string[];
}

export interface MeshSenders {
  /** Mesh VirtualServices by the hosts that they send to. */
  sendersTo: ReadonlyMap<string, readonly IndexedVirtualService[]>;
  /** Some rule asks for labels of the client. */
  isSelective: boolean;
}

/** By the list of them, which stays the same where other kinds change. */
const sendersOf = new WeakMap<readonly IndexedVirtualService[], MeshSenders>();

export function meshSendersIn(mesh: readonly IndexedVirtualService[]): MeshSenders {
  const known = sendersOf.get(mesh);
  if (known !== undefined) return known;
  const sendersTo = new Map<string, IndexedVirtualService[]>();
  for (const virtualService of mesh) {
    for (const host of namedHosts(virtualService)) {
      const list = sendersTo.get(host);
      if (list === undefined) sendersTo.set(host, [virtualService]);
      else list.push(virtualService);
    }
  }
  const made = { sendersTo, isSelective: mesh.some(isConditional) };
  sendersOf.set(mesh, made);
  return made;
}

export function callerOn(routing: RoutingIndex, proxy: ProxyRef, scope: ProxyScope): Caller {
  return {
    proxy,
    scope,
    bound: proxy.type === 'gateway' ? boundTo(routing, proxy) : null,
    virtualHosts: new Map(),
    owners: { http: new Map(), l4: new Map() },
    plans: { http: new Map(), l4: new Map() },
    alone: { http: new Map(), l4: new Map() },
  };
}

function boundTo(routing: RoutingIndex, proxy: ProxyRef): Owner[] {
  return gatewaysOf(routing.gateways, proxy).flatMap(({ object: { metadata, spec } }) => {
    const namespace = metadata.namespace ?? '';
    const gateway = `${namespace}/${metadata.name}`;
    const served = (spec?.servers ?? []).flatMap(({ hosts }) =>
      hosts.map((host) => qualifyServerHost(host, namespace)),
    );
    return boundVirtualServices(routing, proxy, gateway).flatMap((virtualService) => {
      const own = hostsForNamespace(served, virtualService.ref.namespace).map((host) => host.toLowerCase());
      const hosts = intersectHosts([...new Set(own)], virtualService.hosts);
      return hosts.length === 0 ? [] : { virtualService, gateway, hosts: [...new Set(hosts)] };
    });
  });
}

export function hostsAt(caller: Caller, gateway: string): string[] {
  const hosts = (caller.bound ?? []).flatMap((owner) => (owner.gateway === gateway ? owner.hosts : []));
  return [...new Set(hosts)];
}

export function virtualHostsOf(caller: Caller, gateway: string): HostTable<IndexedVirtualService[]> {
  let table = caller.virtualHosts.get(gateway);
  if (table === undefined) {
    table = new HostTable();
    for (const owner of caller.bound ?? []) {
      if (owner.gateway !== gateway || owner.virtualService.http.length === 0) continue;
      for (const host of owner.hosts) table.getOrCreate(host, () => []).push(owner.virtualService);
    }
    caller.virtualHosts.set(gateway, table);
  }
  return table;
}
