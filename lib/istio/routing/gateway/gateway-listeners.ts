/**
 * What a gateway proxy serves on one port: its Gateways' servers after conflicts, their virtual hosts with the rules of all
 * VirtualServices bound to them, and for TLS the chains by server name
 * (`mergeGateways` of istio pilot/pkg/model/gateway.go, `buildGatewayHTTPRouteConfig` of pilot/pkg/networking/core/gateway.go).
 */
import { intersectHosts } from '../../hosts/host-name.ts';
import { HostTable } from '../../hosts/host-table.ts';
import { parseProtocol, ruleFamily } from '../../hosts/port-protocol.ts';
import type { ProxyRef } from '../../objects.ts';
import { flattenRules, hasRoutes } from '../http/flat-routes.ts';
import type { RoutingIndex } from '../routing-index.ts';
import type { FlatRoute, GatewayServer, IndexedVirtualService } from '../rules.ts';
import { inClientOrder } from '../virtual-service-index.ts';
import type { BoundServer, GatewayPort, VirtualHosts } from './gateway-port.ts';
import { gatewaysOf, isOpenPort } from './served-gateways.ts';

export function gatewayPort(index: RoutingIndex, proxy: ProxyRef, port: number): GatewayPort {
  const key = `${proxy.namespace}:${port}:${JSON.stringify(proxy.labels)}`;
  const known = index.gatewayPorts.get(key);
  if (known) return known;
  const built = buildPort(index, proxy, port);
  index.gatewayPorts.set(key, built);
  return built;
}

/** VirtualServices bound to the gateway, in the order in which they count for this proxy. */
export function boundVirtualServices(
  index: RoutingIndex,
  proxy: ProxyRef,
  gateway: string,
): IndexedVirtualService[] {
  return inClientOrder(index.virtualServices.byGateway.get(gateway), proxy.namespace);
}

/** A server's hosts as far as VirtualServices of this namespace may use them, the namespace cut off. */
export function hostsForNamespace(hosts: readonly string[], namespace: string): string[] {
  return hosts.flatMap((entry) => {
    const slash = entry.indexOf('/');
    if (slash < 0) return [entry];
    const owner = entry.slice(0, slash);
    return owner === namespace || owner === '*' ? [entry.slice(slash + 1)] : [];
  });
}

function buildPort(index: RoutingIndex, proxy: ProxyRef, port: number): GatewayPort {
  const accepted = withoutConflicts(serversOn(index, proxy, port));
  const plain = accepted.filter(({ server }) => !isTls(server));
  const speaksHttp = plain.some(({ server }) => isHttp(server));
  return {
    http: speaksHttp ? virtualHosts(index, proxy, port, plain) : null,
    tcp: speaksHttp ? null : (plain[0] ?? null),
    tls: accepted
      .filter(({ server }) => isTls(server))
      .map((bound) => ({
        bound,
        sniHosts: bound.hosts.map((host) => host.slice(host.indexOf('/') + 1)),
        http:
          parseProtocol(bound.server.port.protocol) === 'HTTPS' && !passesThrough(bound.server)
            ? virtualHosts(index, proxy, port, [bound])
            : null,
      })),
  };
}

function serversOn(index: RoutingIndex, proxy: ProxyRef, port: number): BoundServer[] {
  const servers: BoundServer[] = [];
  for (const gateway of gatewaysOf(index.gateways, proxy)) {
    const { metadata, spec } = gateway.object;
    const namespace = metadata.namespace ?? '';
    for (const server of spec?.servers ?? []) {
      if (server.port.number !== port || !isOpenPort(gateway, proxy, port)) continue;
      servers.push({
        server,
        gateway: `${namespace}/${metadata.name}`,
        hosts: server.hosts.map((host) => qualifyServerHost(host, namespace)),
      });
    }
  }
  return servers;
}

/** `./host` means the Gateway's namespace, `*` + `/host` any. */
export function qualifyServerHost(host: string, namespace: string): string {
  if (host.startsWith('./')) return namespace + host.slice(1);
  return host.startsWith('*/') ? host.slice(2) : host;
}

/** Istio drops a later server: one with TLS that repeats a host, and any but HTTP beside a plain-text one. */
function withoutConflicts(servers: readonly BoundServer[]): BoundServer[] {
  const tlsHosts = new Set<string>();
  let plain: GatewayServer | undefined;
  return servers.filter(({ server, hosts }) => {
    if (server.tls) {
      const keys = hosts.map((host) => `${server.bind ?? ''} ${host}`);
      if (keys.some((key) => tlsHosts.has(key))) return false;
      for (const key of keys) tlsHosts.add(key);
    }
    if (plain) {
      const sameBind = (plain.bind ?? '') === (server.bind ?? '');
      return !sameBind || (isHttp(plain) && isHttp(server));
    }
    if (!isTls(server)) plain = server;
    return true;
  });
}

/** Plain-text HTTP; a redirect to HTTPS does not make it TLS. */
function isHttp(server: GatewayServer): boolean {
  return ruleFamily(parseProtocol(server.port.protocol)) === 'http';
}

function isTls(server: GatewayServer): boolean {
  return server.tls !== undefined && !isHttp(server);
}

/** PASSTHROUGH is the zero value of the mode. */
export function passesThrough({ tls }: GatewayServer): boolean {
  const mode = tls?.mode ?? 'PASSTHROUGH';
  return mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
}

function virtualHosts(
  index: RoutingIndex,
  proxy: ProxyRef,
  port: number,
  servers: readonly BoundServer[],
): VirtualHosts {
  const found = new Map<string, { routes: FlatRoute[]; requiresTls: boolean }>();
  for (const { server, gateway, hosts } of servers) {
    const redirects = server.tls?.httpsRedirect === true;
    for (const virtualService of boundVirtualServices(index, proxy, gateway)) {
      const common = intersectHosts(
        hostsForNamespace(hosts, virtualService.ref.namespace).map((host) => host.toLowerCase()),
        virtualService.hosts,
      );
      if (common.length === 0) continue;
      const routes = flattenRules(virtualService, { proxy, port, gateway });
      if (!hasRoutes(routes)) continue;
      for (const host of common) {
        const present = found.get(host);
        found.set(host, {
          routes: [...(present?.routes ?? []), ...routes],
          requiresTls: redirects || (present?.requiresTls ?? false),
        });
      }
    }
    if (!redirects) continue;
    for (const host of hosts) {
      const key = host.toLowerCase();
      found.set(key, { routes: found.get(key)?.routes ?? [], requiresTls: true });
    }
  }
  const table: VirtualHosts = new HostTable();
  for (const [host, { routes, requiresTls }] of found) {
    const ordered = [
      ...routes.filter((route) => !route.catchAll),
      ...routes.filter((route) => route.catchAll),
    ];
    table.set(host, { routes: ordered, requiresTls });
  }
  return table;
}
