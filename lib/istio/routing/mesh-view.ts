/** What one sidecar sees: which service a name means to it, and which VirtualServices speak for that service. */

import { isWildcard } from '../hosts/host-name.ts';
import { isHttpOrSniffed, type RuleFamily, ruleFamily } from '../hosts/port-protocol.ts';
import {
  chosenBeforePublic,
  expandRequestHost,
  pickServices,
  portOf,
  type RegistryService,
} from '../hosts/registry.ts';
import type { RoutingIndex } from './routing-index.ts';
import type { IndexedVirtualService } from './rules.ts';
import {
  type EgressListener,
  importsAlias,
  importsService,
  importsVirtualService,
  listenerFor,
  mayBringIn,
  type ProxyScope,
} from './sidecar/sidecar-scope.ts';
import type { RouteRequest } from './types.ts';
import { inClientOrder } from './virtual-service-index.ts';

export interface MeshView {
  index: RoutingIndex;
  scope: ProxyScope;
  listener: EgressListener;
  /** Beside a listener for one port: the one for all others, whose services keep what listeners of their own they have. */
  rest: MeshView | null;
}

/** Null when no listener of the Sidecar serves the port. */
export function meshView(index: RoutingIndex, scope: ProxyScope, port: number): MeshView | null {
  const listener = listenerFor(scope, port);
  if (!listener) return null;
  const forAll = listener.port === null ? undefined : scope.listeners.find((other) => other.port === null);
  return {
    index,
    scope,
    listener,
    rest: forAll ? { index, scope, listener: forAll, rest: null } : null,
  };
}

/** The service of exactly this host that the listener imports; with a port the one that has it, if any. */
export function serviceByHost(view: MeshView, host: string, port?: number): RegistryService | undefined {
  const services = servicesByHost(view, host);
  if (port === undefined || services.length < 2) return services[0];
  return services.find((service) => portOf(service, port)) ?? services[0];
}

function servicesByHost({ index, scope, listener }: MeshView, host: string): readonly RegistryService[] {
  const known = listener.services.get(host);
  if (known) return known;
  const found = pickServices(index.registry.byHost.get(host), scope.namespace, (candidate) =>
    importsService(listener, candidate),
  );
  listener.services.set(host, found);
  return found;
}

/** The protocol that the sidecar expects on a service's port. */
export function expectedFamily({ listener }: MeshView, service: RegistryService, port: number): RuleFamily {
  const found = portOf(service, port);
  return found ? ruleFamily(listener.protocol ?? found.protocol) : 'none';
}

/**
 * The same, an ExternalName service replaced by the one it points to. Its name is one more of that service's names, which a
 * Sidecar imports together with the service, wherever the ExternalName service itself is.
 */
export function concreteService(view: MeshView, host: string, port: number): RegistryService | undefined {
  const aliasOf = view.index.registry.aliases.get(host);
  const service = serviceByHost(view, aliasOf ?? host, port);
  if (aliasOf === undefined) return service?.aliasOf ? undefined : service;
  return service && importsAlias(view.listener, service, host) ? service : undefined;
}

/** The ExternalName service that the client names, if it has HTTP on the port. */
export function aliasByRequestHost(
  view: MeshView,
  requestHost: string,
  port: number,
): RegistryService | undefined {
  for (const name of expandRequestHost(requestHost, view.scope.namespace, view.index.registry.domain)) {
    const service = serviceByHost(view, name, port);
    if (service?.aliasOf && isHttpOrSniffed(portOf(service, port)?.protocol ?? 'UDP')) return service;
  }
  return undefined;
}

/** The service that a name or address written by the client leads to, whether it has the port or not. */
export function serviceByRequestHost(
  view: MeshView,
  requestHost: string,
  port: number,
): RegistryService | undefined {
  const { index, scope } = view;
  for (const name of expandRequestHost(requestHost, scope.namespace, index.registry.domain)) {
    const service = concreteService(view, name, port);
    if (service) return service;
  }
  return serviceByAddress(view, requestHost) ?? headlessServiceOfPod(view, requestHost);
}

/** The service that the client connects to, by the address it was told or by name. */
export function addressedService(view: MeshView, request: RouteRequest): RegistryService | undefined {
  return request.address
    ? serviceByAddress(view, request.address)
    : serviceByRequestHost(view, request.host, request.port);
}

export function serviceByAddress(view: MeshView, address: string): RegistryService | undefined {
  const sharers = view.index.registry.byAddress.get(address);
  return sharers?.find((service) => servicesByHost(view, service.host).includes(service));
}

/** web-0.web.shop.svc…: every name below a headless service's own names is that service's. */
function headlessServiceOfPod(view: MeshView, requestHost: string): RegistryService | undefined {
  const { index, scope } = view;
  const dot = requestHost.indexOf('.');
  for (let at = dot; at > 0; at = requestHost.indexOf('.', at + 1)) {
    for (const name of expandRequestHost(requestHost.slice(at + 1), scope.namespace, index.registry.domain)) {
      const service = serviceByHost(view, name);
      if (service?.headless) return service;
    }
  }
  return undefined;
}

/** The ServiceEntry with the longest wildcard host that covers the name and has the port. */
export function wildcardService(view: MeshView, host: string, port: number): RegistryService | undefined {
  for (const { value: sharers } of view.index.registry.wildcards.wildcardsCovering(host)) {
    const service = sharers[0] && serviceByHost(view, sharers[0].host, port);
    if (service && portOf(service, port)) return service;
  }
  return undefined;
}

/** All imported services that listen on the port, in istiod's order: ExternalName services do not. */
export function servicesOnPort(view: MeshView, port: number): RegistryService[] {
  return knownOnPort(view, port).filter((service) => !service.aliasOf);
}

/** With ExternalName services. */
export function knownOnPort(view: MeshView, port: number): RegistryService[] {
  const all = view.index.registry.byPort.get(port) ?? [];
  return chosenBeforePublic(all.filter((service) => servicesByHost(view, service.host).includes(service)));
}

/**
 * A listener of its own on its address, instead of a share in 0.0.0.0 of the port. A headless service has one for each pod, but not where a
 * Sidecar's listener names the port.
 */
export function hasOwnAddress({ listener }: MeshView, service: RegistryService): boolean {
  if (service.headless && listener.port !== null) return false;
  return service.kind === 'Service' || service.addresses.some((address) => !address.includes('/'));
}

/** True when the sidecar speaks HTTP on 0.0.0.0 of the port: some service there is HTTP, or sniffed without an address. */
export function speaksHttp(view: MeshView, port: number): boolean {
  const known = view.listener.openPorts.get(port);
  if (known !== undefined) return known;
  const open =
    servicesOnPort(view, port).some((service) => {
      const family = expectedFamily(view, service, port);
      return family === 'http' || (family === 'auto' && !hasOwnAddress(view, service));
    }) ||
    (view.rest !== null && speaksHttp(view.rest, port));
  view.listener.openPorts.set(port, open);
  return open;
}

/**
 * VirtualServices that claim a service, the strongest first: those naming it exactly, or else the first of those with the
 * most specific wildcard. Whether one has a route for the client and port is still to be seen.
 */
export function contenders(view: MeshView, host: string): readonly IndexedVirtualService[] {
  const known = view.listener.virtualServices.get(host);
  if (known) return known;
  const { meshByHost } = view.index.virtualServices;
  const exact = imported(view, meshByHost.get(host));
  let found = host.startsWith('*') ? exact.slice(0, 1) : exact;
  if (found.length === 0) {
    for (const { value: candidates } of meshByHost.wildcardsCovering(host)) {
      found = imported(view, candidates).slice(0, 1);
      if (found.length > 0) break;
    }
  }
  const applied = found.filter((entry) => entry.routes === null || appliesOnMesh(view, entry, host));
  view.listener.virtualServices.set(host, applied);
  return applied;
}

/** Routes of the Gateway API are for callers of their own namespace, or for everybody where they stand beside the service. */
function appliesOnMesh(view: MeshView, { ref, hosts }: IndexedVirtualService, host: string): boolean {
  if (hosts.some(isWildcard)) return false;
  const service = serviceByHost(view, host);
  return service !== undefined && [view.scope.namespace, service.namespace].includes(ref.namespace);
}

/** In the client's order, what it cannot see or does not import left out. */
export function imported(
  { scope, listener }: MeshView,
  candidates: readonly IndexedVirtualService[] | undefined,
): IndexedVirtualService[] {
  return inClientOrder(candidates, scope.namespace).filter((entry) => importsVirtualService(listener, entry));
}

/** True when a VirtualService speaks for at least one HTTP service on the port: then its other hosts count there too. */
export function ownsServiceOnPort(view: MeshView, candidate: IndexedVirtualService, port: number): boolean {
  return knownOnPort(view, port).some(
    (service) =>
      isHttpOrSniffed(portOf(service, port)?.protocol ?? 'UDP') &&
      contenders(view, service.host).includes(candidate),
  );
}

/**
 * The service behind a destination: what any listener imports, else, for a sidecar, what its namespace can reach, because a
 * destination named in an imported VirtualService (`broughtBy`, where it is known) is pulled in.
 */
export function destinationService(
  index: RoutingIndex,
  scope: ProxyScope,
  host: string,
  broughtBy: IndexedVirtualService | null = null,
): RegistryService | undefined {
  for (const listener of scope.listeners) {
    const service = serviceByHost({ index, scope, listener, rest: null }, host);
    if (service) return withPorts(service, { index, scope, broughtBy });
  }
  if (scope.proxyType === 'gateway') return undefined;
  const sharers = foremostByNamespace(index.registry.byHost.get(host) ?? []);
  const found =
    sharers.find((service) => service.namespace === scope.namespace) ??
    pickServices(sharers, scope.namespace)[0];
  const isBroughtIn =
    found &&
    scope.listeners.some(
      (listener) =>
        mayBringIn(listener, found) && (broughtBy === null || importsVirtualService(listener, broughtBy)),
    );
  return isBroughtIn ? withPorts(found, { index, scope, broughtBy }) : undefined;
}

interface BroughtIn {
  index: RoutingIndex;
  scope: ProxyScope;
  broughtBy: IndexedVirtualService | null;
}

/** Of a service of several ports a listener for one port brings that port alone; those of all listeners are put together. */
function withPorts(service: RegistryService, { index, scope, broughtBy }: BroughtIn): RegistryService {
  if (service.ports.length < 2 || scope.listeners.every(({ port }) => port === null)) return service;
  const bringing = scope.listeners.filter(
    (listener) =>
      serviceByHost({ index, scope, listener, rest: null }, service.host) === service ||
      (broughtBy !== null && mayBringIn(listener, service) && importsVirtualService(listener, broughtBy)),
  );
  if (bringing.some(({ port }) => port === null)) return service;
  const numbers = new Set(bringing.map(({ port }) => port));
  return { ...service, ports: service.ports.filter(({ number }) => numbers.has(number)) };
}

/** Of each namespace the Kubernetes Service, else the oldest: what is pulled in is no other, even where that one is hidden. */
function foremostByNamespace(services: readonly RegistryService[]): RegistryService[] {
  const foremost = new Map<string, RegistryService>();
  for (const service of services) {
    const known = foremost.get(service.namespace);
    if (!known || (known.kind !== 'Service' && service.kind === 'Service')) {
      foremost.set(service.namespace, service);
    }
  }
  return [...foremost.values()];
}

/** True when the proxy has a cluster for the service's own route. */
export function leadsSomewhere({ index, scope }: MeshView, service: RegistryService, port: number): boolean {
  const owner = destinationService(index, scope, service.host);
  return owner !== undefined && portOf(owner, port) !== undefined;
}
