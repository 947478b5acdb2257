/** Which calls go over the network as gRPC: those to ports that istiod serves routes for (why: carried-call.ts). */
import type { PlannedCall } from '#demo/traffic/plan.ts';
import { serviceOf, type Topology } from '#demo/traffic/topology.ts';
import { isHttpOrSniffed } from '#lib/istio/hosts/port-protocol.ts';
import { expandRequestHost, type RegistryPort } from '#lib/istio/hosts/registry.ts';

export function carriesRequests({ protocol }: RegistryPort): boolean {
  return isHttpOrSniffed(protocol);
}

/** HOST:PORT as an xDS client asks for it; null for a call that is played. */
export function carriedTarget(topology: Topology, { call, source, isGateway }: PlannedCall): string | null {
  if (call.protocol === 'tcp' || isGateway || !source.hasProxy) return null;
  const hosts = expandRequestHost(call.host, source.namespace, topology.routing.registry.domain);
  for (const host of hosts) {
    const service = serviceOf(topology, source, host);
    if (!service) continue;
    const port = service.ports.find(({ number }) => number === call.port);
    const isCarried = service.kind === 'Service' && service.aliasOf === null && port && carriesRequests(port);
    return isCarried ? `${service.host}:${call.port}` : null;
  }
  return null;
}
