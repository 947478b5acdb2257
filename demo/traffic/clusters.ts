/**
 * Workloads that also run in other clusters of the mesh (https://istio.io/latest/docs/setup/install/multicluster/): their share of the
 * traffic, told apart by the cluster labels of the metrics alone. The API server here knows nothing of their objects.
 */
import type { Elsewhere } from './behaviour.ts';
import type { Target } from './targets.ts';
import type { WorkloadNode } from './topology.ts';

/** Of what is called from another cluster; who runs there as well mostly calls what is near (locality load balancing). */
const remoteShare = { near: 0.8, far: 0.25 } as const;

export function inCluster(node: WorkloadNode, cluster: string): WorkloadNode {
  return { ...node, key: `${cluster}/${node.namespace}/${node.name}`, cluster };
}

/** Each target with its copies; the shares add up to the same. */
export function acrossClusters(
  targets: readonly Target[],
  source: WorkloadNode,
  elsewhere: Elsewhere,
): Target[] {
  return targets.flatMap((target): Target[] => {
    const clusters = target.kind === 'workload' ? elsewhere.get(target.node.key) : undefined;
    if (target.kind !== 'workload' || clusters === undefined) return [target];
    const shares = clusters.map((cluster) => {
      const share = cluster === source.cluster ? remoteShare.near : remoteShare.far / clusters.length;
      return { cluster, share };
    });
    const away = shares.reduce((sum, { share }) => sum + share, 0);
    const scale = away > 1 ? 1 / away : 1;
    return [
      { ...target, share: target.share * (1 - away * scale) },
      ...shares.map(({ cluster, share }) => ({
        ...target,
        node: inCluster(target.node, cluster),
        share: target.share * share * scale,
      })),
    ];
  });
}
