/** A request or connection that arrives at a gateway proxy: which server takes it, and where its rules send it. */
import { hostsOverlap, isWithin } from '../../hosts/host-name.ts';
import { answer } from '../answers.ts';
import { clusterOf, type DestinationContext } from '../destination/destinations.ts';
import { firstMatch } from '../http/flat-routes.ts';
import { httpOutcome } from '../http/http-outcome.ts';
import { redirectToHttps } from '../http/http-redirect.ts';
import { readHttpRequest } from '../http/http-request.ts';
import { gatewayL4Mismatch } from '../http/static-match.ts';
import { destinationService } from '../mesh-view.ts';
import type { RoutingIndex } from '../routing-index.ts';
import type { IndexedVirtualService } from '../rules.ts';
import { l4Outcome, sniFit } from '../sidecar/l4-rules.ts';
import { scopeOf } from '../sidecar/sidecar-scope.ts';
import { Trail } from '../trail.ts';
import type { RouteAnswer, RouteRequest } from '../types.ts';
import { boundVirtualServices, gatewayPort, hostsForNamespace, passesThrough } from './gateway-listeners.ts';
import type { BoundServer, VirtualHosts } from './gateway-port.ts';

export function routeGateway(index: RoutingIndex, request: RouteRequest): RouteAnswer {
  const { http, tcp } = gatewayPort(index, request.from, request.port);
  const protocol = request.protocol ?? 'http';
  if (protocol === 'https' || protocol === 'tls') {
    return routeTls(index, request) ?? (tcp ? routeTcp(index, request, tcp) : answer('closed', {}));
  }
  if (protocol === 'http' && http) return routeHttp(index, request, http, 'http');
  return tcp ? routeTcp(index, request, tcp) : answer('closed', {});
}

function routeHttp(
  index: RoutingIndex,
  request: RouteRequest,
  hosts: VirtualHosts,
  scheme: 'http' | 'https',
): RouteAnswer {
  const http = readHttpRequest(request, scheme);
  const host = hosts.mostSpecific(request.host.toLowerCase());
  if (!host) return answer('not-found', { status: 404 });
  if (host.requiresTls && scheme === 'http') return redirectToHttps(http, {});
  const trail = new Trail();
  for (const virtualService of new Set(host.routes.map((route) => route.virtualService))) {
    trail.noteDropped(virtualService);
  }
  const winner = firstMatch(host.routes, http, trail);
  if (!winner) return answer('not-found', { status: 404, tried: trail.list() });
  return httpOutcome(winner, http, contextOf(index, request, winner.virtualService.ref.namespace), trail);
}

/** Undefined when the port has no server with TLS. */
function routeTls(index: RoutingIndex, request: RouteRequest): RouteAnswer | undefined {
  const { tls } = gatewayPort(index, request.from, request.port);
  if (tls.length === 0) return undefined;
  const sni = request.host.toLowerCase();
  const trail = new Trail();
  const taken = new Set<string>();
  const chains = tls.flatMap(({ bound, sniHosts, http }) => {
    if (http) return [{ sniHosts, open: () => routeHttp(index, request, http, 'https') }];
    if (!passesThrough(bound.server)) {
      const answered = routeTcp(index, request, bound);
      return answered.outcome === 'closed' ? [] : [{ sniHosts, open: () => answered }];
    }
    if (bound.server.tls?.mode === 'AUTO_PASSTHROUGH') return autoPassthroughChain(index, request, bound);
    return passthroughChains(index, request, bound, taken, trail);
  });
  let best: { fit: number; open: () => RouteAnswer } = {
    fit: 0,
    open: () => answer('closed', { tried: trail.list() }),
  };
  for (const { sniHosts, open } of chains) {
    const fit = sniFit(sniHosts, sni);
    if (fit > best.fit) best = { fit, open };
  }
  return best.open();
}

interface Chain {
  sniHosts: readonly string[];
  open: () => RouteAnswer;
}

/** One chain per match; Istio skips a match that repeats a server name of the port (`tlsHostsByPort`). */
function passthroughChains(
  index: RoutingIndex,
  request: RouteRequest,
  bound: BoundServer,
  taken: Set<string>,
  trail: Trail,
): Chain[] {
  const chains: Chain[] = [];
  const keyOf = (host: string): string => `${bound.server.bind ?? ''} ${host}`;
  for (const virtualService of servedBy(index, request, bound)) {
    virtualService.tls.forEach((rule, position) => {
      if (!rule.route || rule.route.length === 0) return;
      for (const match of rule.match) {
        const repeated = match.sniHosts.filter((host) => taken.has(keyOf(host)));
        const reason =
          gatewayL4Mismatch(match, staticView(request, bound)) ??
          (repeated.length > 0 ? ({ key: 'sni-taken', hosts: repeated } as const) : null);
        if (reason !== null) {
          trail.note(virtualService.ref, position, reason);
          continue;
        }
        for (const host of match.sniHosts) taken.add(keyOf(host));
        if (sniFit(match.sniHosts, request.host.toLowerCase()) === 0) {
          trail.note(virtualService.ref, position, {
            key: 'sni-missed',
            hosts: match.sniHosts,
            actual: request.host,
          });
        }
        chains.push({
          sniHosts: match.sniHosts,
          open: () => {
            trail.decide(virtualService.ref, position, [{ key: 'sni-fits', hosts: match.sniHosts }]);
            return l4Outcome(virtualService, 'tls', position, contextOf(index, request, null), trail);
          },
        });
      }
    });
  }
  return chains;
}

/** Between clusters the server name itself says where to: outbound_.PORT_.SUBSET_.HOST */
function autoPassthroughChain(index: RoutingIndex, request: RouteRequest, bound: BoundServer): Chain[] {
  const sni = request.host.toLowerCase();
  const [, port = '', subset = '', host = ''] = /^outbound_\.(\d+)_\.([^.]*?)_\.(.+)$/.exec(sni) ?? [];
  const served = bound.hosts.some((pattern) => isWithin(host, pattern.slice(pattern.indexOf('/') + 1)));
  if (host === '' || !served) return [];
  const context = { ...contextOf(index, request, null), port: Number(port) };
  const cluster = clusterOf(context, { host, subset, port: { number: Number(port) } });
  // What is outside of the mesh is not to be reached through it.
  if (cluster.missing || destinationService(index, context.scope, host)?.external) return [];
  return [{ sniHosts: [sni], open: () => answer('forward', { destinations: [{ ...cluster, share: 1 }] }) }];
}

/** The first VirtualService with a tcp rule for this server decides alone. */
function routeTcp(index: RoutingIndex, request: RouteRequest, bound: BoundServer): RouteAnswer {
  const trail = new Trail();
  for (const virtualService of servedBy(index, request, bound)) {
    for (const [position, rule] of virtualService.tcp.entries()) {
      if (!rule.route || rule.route.length === 0) continue;
      const reasons = (rule.match ?? []).map((match) => gatewayL4Mismatch(match, staticView(request, bound)));
      if (reasons.length === 0 || reasons.includes(null)) {
        trail.decide(virtualService.ref, position, [{ key: 'takes-connection' }]);
        return l4Outcome(virtualService, 'tcp', position, contextOf(index, request, null), trail);
      }
      for (const reason of reasons) if (reason !== null) trail.note(virtualService.ref, position, reason);
    }
  }
  return answer('closed', { tried: trail.list() });
}

/** VirtualServices bound to the server's gateway that share a host with it. */
function servedBy(index: RoutingIndex, request: RouteRequest, bound: BoundServer): IndexedVirtualService[] {
  return boundVirtualServices(index, request.from, bound.gateway).filter((virtualService) =>
    hostsForNamespace(bound.hosts, virtualService.ref.namespace).some((host) =>
      virtualService.hosts.some((own) => hostsOverlap(own, host)),
    ),
  );
}

function staticView(request: RouteRequest, { gateway }: BoundServer) {
  return { proxy: request.from, port: request.port, gateway };
}

function contextOf(
  index: RoutingIndex,
  request: RouteRequest,
  ruleNamespace: string | null,
): DestinationContext {
  return {
    index,
    scope: scopeOf(index.sidecars, request.from),
    proxy: request.from,
    port: request.port,
    defaultPort: 'service',
    ruleNamespace,
    broughtBy: null,
  };
}
