/** The nodes that a rule's target stands for, in a graph of the asked type. */
import type { GraphType } from '../../api/words.ts';
import type { ClusterIndex } from '../build/cluster-index.ts';
import { endpointOf, selects } from '../build/cluster-index.ts';
import type { Endpoint } from '../build/identity.ts';
import type { NodeKey, NodeResolver } from '../build/resolve-node.ts';
import type { RouteTarget } from './rules.ts';

/** Where a node of a target comes from: its workload, or nothing of the cluster's. */
export interface TargetNode {
  key: NodeKey;
  endpoint: Endpoint | null;
}

export class TargetNodes {
  private readonly type: GraphType;
  private readonly resolver: NodeResolver;
  private readonly index: ClusterIndex;
  private readonly found = new WeakMap<RouteTarget, readonly TargetNode[]>();

  constructor(type: GraphType, resolver: NodeResolver, index: ClusterIndex) {
    this.type = type;
    this.resolver = resolver;
    this.index = index;
  }

  /**
   * Where the target's traffic ends: its workloads, or the host itself where the service has none. A subset that selects nothing of a
   * service that has workloads ends nowhere: its failures are seen on the caller's edge, and it is a finding of the checks.
   */
  ends(target: RouteTarget): readonly TargetNode[] {
    let nodes = this.found.get(target);
    if (nodes === undefined) {
      nodes = this.find(target);
      this.found.set(target, nodes);
    }
    return nodes;
  }

  host(target: RouteTarget): NodeKey {
    return this.resolver.byHost(target.host);
  }

  private find(target: RouteTarget): TargetNode[] {
    const { host, labels } = target;
    const service = this.index.services.get(host);
    const itself = [{ key: this.host(target), endpoint: null }];
    if (this.type === 'service' || service === undefined || service.workloads.length === 0) return itself;
    if (labels === null) return [];
    const chosen = service.workloads.filter((workload) => selects(labels, workload.labels));
    const alive = chosen.filter(({ pods, running }) => pods === null || pods.wanted > 0 || running > 0);
    const nodes = new Map<string, TargetNode>();
    for (const workload of alive.length > 0 ? alive : chosen) {
      const endpoint = endpointOf(workload);
      const key = this.resolver.workload(endpoint);
      if (!nodes.has(key.id)) nodes.set(key.id, { key, endpoint });
    }
    return [...nodes.values()];
  }
}

/** Whether traffic of that workload is the target's. Of one that is gone, or in another cluster, only the version is known. */
export function covers(
  { labels }: RouteTarget,
  { cluster, namespace, workload, version }: Endpoint,
  index: ClusterIndex,
  ownCluster: string,
): boolean {
  if (labels === null) return false;
  const known =
    cluster === '' || cluster === ownCluster ? index.workloads.get(`${namespace}/${workload}`) : undefined;
  if (known !== undefined) return selects(labels, known.labels);
  return labels.version === undefined || labels.version === version;
}
