/** Which calls go over the network as gRPC: those to ports that istiod serves routes for (why: carried-call.ts), where the client can follow. */
import type { PlannedCall } from '#demo/traffic/plan.ts';
import { serviceOf, type Topology, type WorkloadNode } from '#demo/traffic/topology.ts';
import { isHttpOrSniffed } from '#lib/istio/hosts/port-protocol.ts';
import { expandRequestHost, type RegistryPort, type RegistryService } from '#lib/istio/hosts/registry.ts';
import { policyFor } from '#lib/istio/routing/destination/effective-policy.ts';
import { findDestinationRule } from '#lib/istio/routing/route.ts';

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
    const isServed = service.kind === 'Service' && service.aliasOf === null && port && carriesRequests(port);
    return isServed && canBalance(topology, source, service, call.port)
      ? `${service.host}:${call.port}`
      : null;
  }
  return null;
}

/** grpc-js refuses a cluster that asks for LEAST_REQUEST: such a service's calls are played. */
function canBalance(
  topology: Topology,
  source: WorkloadNode,
  service: RegistryService,
  port: number,
): boolean {
  const { namespace, labels } = source;
  const rule = findDestinationRule(topology.routing, { type: 'sidecar', namespace, labels }, service.host);
  const subsets = [null, ...(rule?.subsets ?? []).map(({ name }) => name)];
  return subsets.every((subset) => policyFor(rule, port, subset)?.loadBalancer?.simple !== 'LEAST_REQUEST');
}
