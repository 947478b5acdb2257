/** What is configured and gets no traffic is part of the picture: workloads of the mesh, services without workloads, ServiceEntries. */
import type { GraphType } from '../../api/words.ts';
import { type ClusterIndex, endpointOf } from './cluster-index.ts';
import type { NodeDrafts } from './node-draft.ts';
import type { NodeResolver } from './resolve-node.ts';

export function addIdleNodes(
  nodes: NodeDrafts,
  resolver: NodeResolver,
  index: ClusterIndex,
  { type, serviceNodes }: { type: GraphType; serviceNodes: boolean },
): void {
  for (const workload of index.workloads.values()) {
    if (!isInMesh(workload, index)) continue;
    const services = index.servicesOf.get(`${workload.namespace}/${workload.name}`) ?? [];
    if (type === 'service' && services.length > 0 && !workload.gateway) continue;
    const endpoint = endpointOf(workload);
    // A gateway that is called by its service's name is that service.
    nodes.of(resolver.source(endpoint), endpoint);
  }
  for (const service of index.services.values()) {
    if (type !== 'service' && !serviceNodes && service.workloads.length > 0) continue;
    if (type === 'service' && service.workloads.some(({ gateway }) => gateway)) continue;
    const inMesh =
      index.injected.has(service.namespace) ||
      service.workloads.some((workload) => isInMesh(workload, index));
    if (!inMesh) continue;
    const draft = nodes.of(resolver.service(service), null);
    nodes.addService(draft, service.host, 0);
  }
  for (const host of index.entries.keys()) {
    // A wildcard stands for hosts that are only known once they are called.
    if (host.startsWith('*')) continue;
    const key = resolver.byHost(host);
    // An entry adds nothing to a namespace that is not its own.
    if (key.kind === 'service-entry' || nodes.has(key.id)) nodes.of(key, null);
  }
}

/** In an injected namespace, or with at least one proxy of its own. */
export function isInMesh(
  workload: { namespace: string; running: number; withoutSidecar: number; gateway: boolean },
  index: ClusterIndex,
): boolean {
  return (
    index.injected.has(workload.namespace) || workload.gateway || workload.running > workload.withoutSidecar
  );
}
