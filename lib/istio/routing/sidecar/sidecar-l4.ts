/**
 * TLS and TCP leaving a sidecar: the filter chains of the listener that the connection meets, and the best fitting one
 * (istio pilot/pkg/networking/core/tls.go).
 */
import { hostsOverlap } from '../../hosts/host-name.ts';
import type { RegistryService } from '../../hosts/registry.ts';
import { defaultRoute, unknownDestination } from '../answers.ts';
import { l4StaticMismatch } from '../http/static-match.ts';
import {
  addressedService,
  expectedFamily,
  hasOwnAddress,
  imported,
  leadsSomewhere,
  type MeshView,
  servicesOnPort,
  wildcardService,
} from '../mesh-view.ts';
import type { Reason } from '../reason.ts';
import type { IndexedVirtualService } from '../rules.ts';
import { Trail } from '../trail.ts';
import type { RouteAnswer, RouteRequest } from '../types.ts';
import { addressFit, l4Outcome, sniFit } from './l4-rules.ts';
import { importsAlias } from './sidecar-scope.ts';

/**
 * True when a tcp rule names a range that holds the destination: on a sniffed port Envoy compares addresses before it looks
 * at the protocol, so even HTTP obeys that rule.
 */
export function capturedByRange(view: MeshView, service: RegistryService, request: RouteRequest): boolean {
  const address = request.address ?? service.addresses[0];
  return tcpChains(view, service, request, new Trail()).some(({ ranges }) => addressFit(ranges, address) > 1);
}

/** Where a filter chain leads: a rule of a VirtualService, or straight to the service. */
interface FilterChain {
  sniHosts: readonly string[];
  ranges: readonly string[];
  service: RegistryService;
  rule: { virtualService: IndexedVirtualService; kind: 'tls' | 'tcp'; index: number } | null;
}

export function routeSidecarL4(view: MeshView, request: RouteRequest): RouteAnswer {
  for (const place of [view, view.rest]) {
    const target = place && l4Target(place, request);
    if (target && (place === view || hasOwnAddress(place, target))) return routeL4(place, target, request);
  }
  return routeSharedL4(view, request);
}

/** Undefined when the service takes no raw connections on the port. */
function l4Target(view: MeshView, request: RouteRequest): RegistryService | undefined {
  const target =
    addressedService(view, request) ??
    (request.address ? undefined : wildcardService(view, request.host, request.port));
  const family = target && expectedFamily(view, target, request.port);
  return family === 'tcp' || family === 'tls' || family === 'auto' ? target : undefined;
}

/** The connection meets the listener of this service; services without an address of their own share one. */
export function routeL4(view: MeshView, service: RegistryService, request: RouteRequest): RouteAnswer {
  const shared = !hasOwnAddress(view, service) && expectedFamily(view, service, request.port) === 'tls';
  return shared
    ? routeSharedL4(view, request)
    : chooseChain(view, request, [service], request.address ?? service.addresses[0]);
}

/** The connection meets 0.0.0.0 of the port: everything there that has no address of its own. */
export function routeSharedL4(view: MeshView, request: RouteRequest): RouteAnswer {
  const sharers = servicesOnPort(view, request.port).filter(
    (service) =>
      !hasOwnAddress(view, service) &&
      ['tcp', 'tls', 'auto'].includes(expectedFamily(view, service, request.port)),
  );
  return chooseChain(view, request, sharers, request.address);
}

function chooseChain(
  view: MeshView,
  request: RouteRequest,
  services: readonly RegistryService[],
  address: string | undefined,
): RouteAnswer {
  const trail = new Trail();
  const chains = services.flatMap((service) => {
    const family = expectedFamily(view, service, request.port);
    return family === 'tls'
      ? tlsChains(view, service, request, trail)
      : tcpChains(view, service, request, trail);
  });
  const sni = request.protocol === 'tls' || request.protocol === 'https' ? request.host.toLowerCase() : '';
  // Envoy settles on the closest range first, and does not come back when no server name fits there.
  const closest = Math.max(0, ...chains.map(({ ranges }) => addressFit(ranges, address)));
  let best: FilterChain | undefined;
  let bestFit = 0;
  for (const chain of chains) {
    const byAddress = addressFit(chain.ranges, address);
    const fit = byAddress > 0 && byAddress === closest ? sniFit(chain.sniHosts, sni) : 0;
    if (fit === 0 && chain.rule) noteMiss(chain, byAddress === 0 ? address : undefined, sni, trail);
    if (fit > bestFit) {
      best = chain;
      bestFit = fit;
    }
  }
  if (!best) return unknownDestination(view.scope, 'connection', trail.list());
  if (!best.rule) {
    const missing = !leadsSomewhere(view, best.service, request.port);
    return defaultRoute(best.service, request.port, 'l4', missing, trail.list());
  }
  const { virtualService, kind, index } = best.rule;
  trail.decide(virtualService.ref, index, reasonsOf(best));
  return l4Outcome(
    virtualService,
    kind,
    index,
    {
      index: view.index,
      scope: view.scope,
      proxy: request.from,
      port: request.port,
      defaultPort: 'service',
      ruleNamespace: virtualService.ref.namespace,
      broughtBy: virtualService,
    },
    trail,
  );
}

/** Every match that applies to this client makes a chain; the service's own comes only when there is none. */
function tlsChains(
  view: MeshView,
  service: RegistryService,
  request: RouteRequest,
  trail: Trail,
): FilterChain[] {
  const chains: FilterChain[] = [];
  const seen = new Set<string>();
  const own = service.addresses.filter((address) => address.includes('/'));
  let ranges = own;
  for (const virtualService of speakers(view, service)) {
    virtualService.tls.forEach((rule, index) => {
      if (!rule.route || rule.route.length === 0) return;
      for (const match of rule.match) {
        const reason = l4StaticMismatch(match, staticView(request));
        if (reason !== null) {
          trail.note(virtualService.ref, index, reason);
          continue;
        }
        // Istio keeps the ranges of one match for those after it.
        if (match.destinationSubnets && match.destinationSubnets.length > 0)
          ranges = match.destinationSubnets;
        const key = `${match.sniHosts.join()}|${(match.destinationSubnets ?? []).join()}`;
        if (seen.has(key)) continue;
        seen.add(key);
        chains.push({
          sniHosts: match.sniHosts,
          ranges,
          service,
          rule: { virtualService, kind: 'tls', index },
        });
      }
    });
  }
  if (chains.length > 0) return chains;
  return [
    {
      sniHosts: hasOwnAddress(view, service) ? [] : namesOf(view, service),
      ranges: own,
      service,
      rule: null,
    },
  ];
}

/** Of a service without an address of its own: its host, and what ExternalName services call it, in each way that their callers write it. */
function namesOf(view: MeshView, service: RegistryService): string[] {
  const { aliases, domain } = view.index.registry;
  const called = [...aliases].flatMap(([alias, host]) =>
    host === service.host && importsAlias(view.listener, service, alias) ? alias : [],
  );
  return [
    service.host,
    ...called.flatMap((alias) => [alias, ...shorterNames(alias, view.scope.namespace, domain)]),
  ];
}

/** `a.shop.svc`, `a.shop`, and in its own namespace `a`. */
function shorterNames(full: string, clientNamespace: string, domain: string): string[] {
  const suffix = `.svc.${domain}`;
  if (!full.endsWith(suffix)) return [];
  const short = full.slice(0, -suffix.length);
  const [name = '', namespace] = short.split('.');
  return [short, `${short}.svc`, ...(namespace === clientNamespace ? [name] : [])];
}

/** In order, up to the first rule that asks for no address. */
function tcpChains(
  view: MeshView,
  service: RegistryService,
  request: RouteRequest,
  trail: Trail,
): FilterChain[] {
  const chains: FilterChain[] = [];
  const own = service.addresses.filter((address) => address.includes('/'));
  for (const virtualService of speakers(view, service)) {
    for (const [index, rule] of virtualService.tcp.entries()) {
      if (!rule.route || rule.route.length === 0) continue;
      const applicable = (rule.match ?? []).filter((match) => {
        const reason = l4StaticMismatch(match, staticView(request));
        if (reason !== null) trail.note(virtualService.ref, index, reason);
        return reason === null;
      });
      const chain = { sniHosts: [], service, rule: { virtualService, kind: 'tcp' as const, index } };
      const terminal =
        !rule.match ||
        rule.match.length === 0 ||
        applicable.some((match) => !match.destinationSubnets || match.destinationSubnets.length === 0);
      if (terminal) return [...chains, { ...chain, ranges: own }];
      const ranges = applicable.flatMap((match) => match.destinationSubnets ?? []);
      if (ranges.length > 0) chains.push({ ...chain, ranges });
    }
  }
  return [...chains, { sniHosts: [], ranges: own, service, rule: null }];
}

/** All VirtualServices with a host that covers the service or is covered by it, in order. */
function speakers(view: MeshView, service: RegistryService): IndexedVirtualService[] {
  const relevant = view.index.virtualServices.mesh.filter(
    (candidate) =>
      (candidate.tls.length > 0 || candidate.tcp.length > 0) &&
      candidate.hosts.some((host) => hostsOverlap(host, service.host)),
  );
  return imported(view, relevant);
}

function staticView(request: RouteRequest) {
  return { proxy: request.from, port: request.port, gateway: 'mesh' };
}

function noteMiss(chain: FilterChain, address: string | undefined, sni: string, trail: Trail): void {
  if (!chain.rule) return;
  const { virtualService, index } = chain.rule;
  const byAddress = addressFit(chain.ranges, address) === 0 && chain.ranges.length > 0;
  const reason: Reason =
    byAddress && sniFit(chain.sniHosts, sni) > 0
      ? { key: 'address-missed', ranges: chain.ranges, actual: address ?? null }
      : { key: 'sni-missed', hosts: chain.sniHosts, actual: sni };
  trail.note(virtualService.ref, index, reason);
}

function reasonsOf({ sniHosts, ranges }: FilterChain): Reason[] {
  const reasons: Reason[] = [];
  if (sniHosts.length > 0) reasons.push({ key: 'sni-fits', hosts: sniHosts });
  if (ranges.length > 0) reasons.push({ key: 'address-fits', ranges });
  return reasons.length > 0 ? reasons : [{ key: 'takes-connection' }];
}
