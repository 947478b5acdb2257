/** Where a carried call arrived, in the demo's terms: the workload, and the service under whose name a proxy reports it. */
import type { PlannedCall } from '#demo/traffic/plan.ts';
import type { Target } from '#demo/traffic/targets.ts';
import { readyByWorkload, serviceOf, type Topology, type WorkloadNode } from '#demo/traffic/topology.ts';
import { expandRequestHost, type RegistryService } from '#lib/istio/hosts/registry.ts';

/** As plain as a target is that no rule was foreseen to lead to. */
export function reachedTarget(
  topology: Topology | null,
  { call, source }: PlannedCall,
  node: WorkloadNode,
): Target {
  const service = topology && servicesOf(topology, source, call.host, node)[0];
  const name = service ? { host: service.host, name: service.name } : { host: call.host, name: call.host };
  const port = service?.ports.find(({ number }) => number === call.port) ?? service?.ports[0];
  return {
    kind: 'workload',
    share: 0,
    node,
    service: name,
    port: port?.number ?? call.port,
    tls: true,
    maxInFlight: Number.POSITIVE_INFINITY,
  };
}

/** Services that have the workload behind them, the called one first. */
function servicesOf(
  topology: Topology,
  source: WorkloadNode,
  calledHost: string,
  node: WorkloadNode,
): RegistryService[] {
  const { registry } = topology.routing;
  const called = expandRequestHost(calledHost, source.namespace, registry.domain)
    .map((host) => serviceOf(topology, source, host))
    .filter((service) => service !== undefined);
  const others = [...registry.byHost.values()].flat().filter(({ namespace }) => namespace === node.namespace);
  return [...called, ...others].filter((service) =>
    readyByWorkload(topology, service, undefined).has(node.key),
  );
}
