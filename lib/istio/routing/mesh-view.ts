/** What one sidecar sees: which service a name means to it, and which VirtualServices speak for that service. */

import { isHttpOrSniffed, ruleFamily } from '../hosts/port-protocol.ts';
import { expandRequestHost, pickService, portOf, type RegistryService } from '../hosts/registry.ts';
import { isVisibleTo } from '../hosts/visibility.ts';
import type { RoutingIndex } from './routing-index.ts';
import type { IndexedVirtualService } from './rules.ts';
import {
  type EgressListener,
  importsService,
  importsVirtualService,
  type ProxyScope,
} from './sidecar-scope.ts';
import { inClientOrder } from './virtual-service-index.ts';

export interface MeshView {
  index: RoutingIndex;
  scope: ProxyScope;
  listener: EgressListener;
}

/** The service of exactly this host that the listener imports. */
export function serviceByHost(
  { index, scope, listener }: MeshView,
  host: string,
): RegistryService | undefined {
  const known = listener.services.get(host);
  if (known !== undefined) return known ?? undefined;
  const service = pickService(index.registry.byHost.get(host), scope.namespace, (candidate) =>
    importsService(listener, candidate),
  );
  listener.services.set(host, service ?? null);
  return service;
}

/** The same, an ExternalName service replaced by the one it points to. */
function concreteService(view: MeshView, host: string): RegistryService | undefined {
  const service = serviceByHost(view, host);
  return service?.aliasOf ? serviceByHost(view, service.aliasOf) : service;
}

/** The service that a name or address written by the client leads to, on whatever port. */
export function serviceByRequestHost(view: MeshView, requestHost: string): RegistryService | undefined {
  const { index, scope } = view;
  for (const name of expandRequestHost(requestHost, scope.namespace, index.registry.domain)) {
    const service = concreteService(view, name);
    if (service) return service;
  }
  return serviceByAddress(view, requestHost) ?? headlessServiceOfPod(view, requestHost);
}

export function serviceByAddress(view: MeshView, address: string): RegistryService | undefined {
  const sharers = view.index.registry.byAddress.get(address);
  return sharers?.find((service) => serviceByHost(view, service.host) === service);
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
  for (const sharers of view.index.registry.wildcards.wildcardsCovering(host)) {
    const service = sharers[0] && serviceByHost(view, sharers[0].host);
    if (service && portOf(service, port)) return service;
  }
  return undefined;
}

/** All imported services that listen on the port. */
export function servicesOnPort(view: MeshView, port: number): RegistryService[] {
  const all = view.index.registry.byPort.get(port) ?? [];
  return all.filter((service) => serviceByHost(view, service.host) === service && !service.aliasOf);
}

/** A listener of its own on its address, instead of a share in 0.0.0.0 of the port. */
export function hasOwnAddress(service: RegistryService): boolean {
  return service.kind === 'Service' || service.addresses.some((address) => !address.includes('/'));
}

/** True when the sidecar speaks HTTP on 0.0.0.0 of the port: some service there is HTTP, or sniffed without an address. */
export function speaksHttp(view: MeshView, port: number): boolean {
  const known = view.scope.openPorts.get(port);
  if (known !== undefined) return known;
  const open = servicesOnPort(view, port).some((service) => {
    const family = ruleFamily(portOf(service, port)?.protocol ?? 'UDP');
    return family === 'http' || (family === 'auto' && !hasOwnAddress(service));
  });
  view.scope.openPorts.set(port, open);
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
    for (const candidates of meshByHost.wildcardsCovering(host)) {
      found = imported(view, candidates).slice(0, 1);
      if (found.length > 0) break;
    }
  }
  view.listener.virtualServices.set(host, found);
  return found;
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
  return servicesOnPort(view, port).some(
    (service) =>
      isHttpOrSniffed(portOf(service, port)?.protocol ?? 'UDP') &&
      contenders(view, service.host).includes(candidate),
  );
}

/**
 * The service behind a destination: what any listener imports, else what the configuration of the namespace can reach,
 * because a destination named in an imported VirtualService is pulled in.
 */
export function destinationService(
  index: RoutingIndex,
  scope: ProxyScope,
  host: string,
): RegistryService | undefined {
  for (const listener of scope.listeners) {
    const service = serviceByHost({ index, scope, listener }, host);
    if (service) return service;
  }
  const sharers = index.registry.byHost.get(host);
  return (
    sharers?.find((service) => service.namespace === scope.namespace) ??
    pickService(sharers, scope.namespace, (service) => isVisibleTo(service.visibility, scope.namespace))
  );
}
