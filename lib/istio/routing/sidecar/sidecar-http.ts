/**
 * HTTP leaving a sidecar: which virtual host the Host header meets on the listener's port, and which VirtualService fills it
 * (`BuildSidecarOutboundVirtualHosts` of istio pilot/pkg/networking/core/httproute.go).
 */

import { hostsOverlap } from '../../hosts/host-name.ts';
import { isHttpOrSniffed } from '../../hosts/port-protocol.ts';
import { expandRequestHost, portOf, type RegistryService } from '../../hosts/registry.ts';
import type { ProxyRef } from '../../objects.ts';
import { answer, defaultRoute, unknownDestination } from '../answers.ts';
import { firstMatch, flattenRules, hasRoutes } from '../http/flat-routes.ts';
import { httpOutcome } from '../http/http-outcome.ts';
import { type HttpRequest, readHttpRequest } from '../http/http-request.ts';
import {
  addressedService,
  aliasByRequestHost,
  concreteService,
  contenders,
  expectedFamily,
  hasOwnAddress,
  imported,
  knownOnPort,
  leadsSomewhere,
  type MeshView,
  ownsServiceOnPort,
  serviceByAddress,
  serviceByRequestHost,
  speaksHttp,
  wildcardService,
} from '../mesh-view.ts';
import type { FlatRoute, IndexedVirtualService } from '../rules.ts';
import { Trail } from '../trail.ts';
import type { RouteAnswer, RouteRequest } from '../types.ts';
import { comesBefore } from '../virtual-service-index.ts';
import { capturedByRange, routeL4, routeSharedL4 } from './sidecar-l4.ts';

/** Istio's long-standing exception: on this port VirtualServices count for hosts that no service has. */
const portOfForeignHosts = 80;

export function routeSidecarHttp(view: MeshView, request: RouteRequest): RouteAnswer {
  const { port } = request;
  const target = addressedService(view, request);
  const family = target && expectedFamily(view, target, port);
  if (target && (family === 'tcp' || family === 'tls')) return routeL4(view, target, request);
  const http = readHttpRequest(request, 'http');
  // A sniffed service with an address has a listener, and with it a virtual host, to itself.
  if (target && family === 'auto' && hasOwnAddress(view, target)) {
    return capturedByRange(view, target, request)
      ? routeL4(view, target, request)
      : routeToService(view, target, request, http);
  }
  const elsewhere = target ? undefined : routeByRest(view, request);
  if (elsewhere) return elsewhere;
  if (!speaksHttp(view, port)) return routeSharedL4(view, request);

  const host = request.host.toLowerCase();
  const service = virtualHostService(view, host, port);
  const alias = aliasByRequestHost(view, host, port);
  if (![service?.host, alias?.host].includes(host)) {
    const candidates = view.index.virtualServices.meshByHost.get(host);
    const foreign = foreignHosts(view, candidates, http, request, [service, alias]);
    if (foreign) return foreign;
  }
  const claimed = alias && claimedAlias(view, alias, service, request, http);
  if (claimed) return claimed;
  if (service) return routeToService(view, service, request, http);
  return routeByWildcard(view, host, request, http);
}

/** A service outside the port's listener that has an address of its own: its routes are made without it. */
function routeByRest({ rest }: MeshView, request: RouteRequest): RouteAnswer | undefined {
  const target = rest && addressedService(rest, request);
  if (!rest || !target || !hasOwnAddress(rest, target)) return undefined;
  const family = expectedFamily(rest, target, request.port);
  if (family === 'http' || family === 'none') return undefined;
  return family === 'auto' && !capturedByRange(rest, target, request)
    ? answer('not-found', { status: 404 })
    : routeL4(rest, target, request);
}

/** The HTTP service on this port that has the Host header among its names or addresses. */
function virtualHostService(view: MeshView, host: string, port: number): RegistryService | undefined {
  for (const name of expandRequestHost(host, view.scope.namespace, view.index.registry.domain)) {
    const service = concreteService(view, name, port);
    if (service && isHttpOrSniffed(portOf(service, port)?.protocol ?? 'UDP')) return service;
  }
  const addressed = serviceByAddress(view, host) ?? serviceByRequestHost(view, host, port);
  return addressed && isHttpOrSniffed(portOf(addressed, port)?.protocol ?? 'UDP') ? addressed : undefined;
}

/**
 * An ExternalName service that a VirtualService claims has a virtual host of its own; the service that it points to bears its
 * names, too, and has them where its VirtualService comes first.
 */
function claimedAlias(
  view: MeshView,
  alias: RegistryService,
  target: RegistryService | undefined,
  request: RouteRequest,
  http: HttpRequest,
): RouteAnswer | undefined {
  const claimants = contenders(view, alias.host);
  const owner = firstWithRoutes(claimants, request.from, request.port);
  if (!owner) return undefined;
  if (target && isNamedFirst(view, target, owner, request)) return undefined;
  return decide(view, claimants, owner, request, http, new Trail());
}

/** Of two virtual hosts that want one domain the first gets it: whether that of the service comes before the owner's. */
function isNamedFirst(
  view: MeshView,
  service: RegistryService,
  owner: Owner,
  { from, port }: RouteRequest,
): boolean {
  const own = firstWithRoutes(contenders(view, service.host), from, port);
  return own !== undefined && comesBefore(own.virtualService, owner.virtualService, view.scope.namespace);
}

/** Wildcard domains, the longest first: of ServiceEntries, and on port 80 of VirtualServices alone. */
function routeByWildcard(
  view: MeshView,
  host: string,
  request: RouteRequest,
  http: HttpRequest,
): RouteAnswer {
  const service = wildcardService(view, host, request.port);
  for (const entry of view.index.virtualServices.meshByHost.wildcardsCovering(host)) {
    const { pattern, value: candidates } = entry;
    if (service && pattern.length <= service.host.length) break;
    const covered = knownOnPort(view, request.port).some((other) => hostsOverlap(other.host, pattern));
    const foreign = covered ? undefined : foreignHosts(view, candidates, http, request);
    if (foreign) return foreign;
  }
  if (service) return routeToService(view, service, request, http);
  return unknownDestination(view.scope, 'http', []);
}

/**
 * A virtual host that a VirtualService makes for a host no service on this port has. `namesakes` are services that may be called so,
 * too: `web.shop` is the host of a VirtualService as it stands there, and short for a service.
 */
function foreignHosts(
  view: MeshView,
  candidates: readonly IndexedVirtualService[] | undefined,
  http: HttpRequest,
  request: RouteRequest,
  namesakes: readonly (RegistryService | undefined)[] = [],
): RouteAnswer | undefined {
  if (!candidates) return undefined;
  const { port } = request;
  const usable = imported(view, candidates).filter(
    (candidate) =>
      candidate.routes === null && (port === portOfForeignHosts || ownsServiceOnPort(view, candidate, port)),
  );
  const owner = firstWithRoutes(usable, request.from, port);
  if (!owner || namesakes.some((other) => other && isNamedFirst(view, other, owner, request)))
    return undefined;
  return decide(view, usable, owner, request, http, new Trail());
}

function routeToService(
  view: MeshView,
  service: RegistryService,
  request: RouteRequest,
  http: HttpRequest,
): RouteAnswer {
  const claimants = contenders(view, service.host);
  const trail = new Trail();
  const owner = firstWithRoutes(claimants, request.from, request.port);
  if (owner) return decide(view, claimants, owner, request, http, trail);
  for (const claimant of claimants) noteLeftOut(claimant, request, trail);
  return defaultRoute(
    service,
    request.port,
    'http',
    !leadsSomewhere(view, service, request.port),
    trail.list(),
  );
}

interface Owner {
  virtualService: IndexedVirtualService;
  routes: readonly FlatRoute[];
}

/** Nothing is merged on the mesh: the first with a route for this client and port has the host to itself. */
function firstWithRoutes(
  claimants: readonly IndexedVirtualService[],
  proxy: ProxyRef,
  port: number,
): Owner | undefined {
  for (const virtualService of claimants) {
    const routes = flattenRules(virtualService, { proxy, port, gateway: 'mesh' });
    if (hasRoutes(routes)) return { virtualService, routes };
  }
  return undefined;
}

function noteLeftOut(claimant: IndexedVirtualService, request: RouteRequest, trail: Trail): void {
  trail.noteDropped(claimant);
  const view = { proxy: request.from, port: request.port, gateway: 'mesh' };
  for (const route of flattenRules(claimant, view)) {
    if (route.leftOut !== null) trail.noteUnmet(route, route.leftOut);
  }
}

function decide(
  view: MeshView,
  claimants: readonly IndexedVirtualService[],
  { virtualService, routes }: Owner,
  request: RouteRequest,
  http: HttpRequest,
  trail: Trail,
): RouteAnswer {
  const rank = claimants.indexOf(virtualService);
  for (const claimant of claimants.slice(0, rank)) noteLeftOut(claimant, request, trail);
  trail.noteDropped(virtualService);
  const { kind, namespace, name } = virtualService.ref;
  const winner = firstMatch(routes, http, trail);
  for (const loser of claimants.slice(rank + 1)) {
    for (const ref of loser.routes ?? [loser.ref])
      trail.note(ref, 0, { key: 'comes-first', kind, namespace, name });
  }
  if (!winner) return answer('not-found', { status: 404, tried: trail.list() });
  return httpOutcome(
    winner,
    http,
    {
      index: view.index,
      scope: view.scope,
      proxy: request.from,
      port: request.port,
      defaultPort: 'listener',
      ruleNamespace: namespace,
      broughtBy: virtualService,
    },
    trail,
  );
}
