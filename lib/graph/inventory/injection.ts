/**
 * Whether the pods of workloads carry what the mesh needs: a sidecar in each, or ztunnel beside them.
 * https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
 */
import type { Injection } from '../../api/traffic/inventory.ts';
import { injectKey, revisionKey } from '../../istio/injection-keys.ts';
import type { Labels } from '../../istio/objects.ts';
import type { ClusterIndex, IndexedWorkload } from '../build/cluster-index.ts';

const waypointLabel = 'istio.io/use-waypoint';

/** `labels`: of what may name a waypoint, nearest first; its "none" opts out. Null when no pod runs. */
export function injectionOf(
  workloads: readonly IndexedWorkload[],
  index: ClusterIndex,
  labels: readonly (Labels | undefined)[],
): Injection | null {
  const sum = (read: (workload: IndexedWorkload) => number) =>
    workloads.reduce((total, workload) => total + read(workload), 0);
  const pods = sum(({ running }) => running);
  if (pods === 0) return null;
  const uncovered = sum(({ withoutSidecar }) => withoutSidecar);
  const ambient = sum((workload) => workload.ambient);
  const waypoint = labels.map((of) => of?.[waypointLabel]).find((name) => name !== undefined);
  return {
    state: uncovered === pods ? 'none' : uncovered > 0 ? 'some' : ambient === pods ? 'ambient' : 'all',
    pods,
    uncovered,
    waypoint: waypoint !== undefined && waypoint !== 'none',
    restart: workloads.some((workload) => awaitsRestart(workload, index)),
  };
}

/** Injection happens when a pod is made: pods that are older than the decision keep what they have. */
function awaitsRestart(workload: IndexedWorkload, index: ClusterIndex): boolean {
  const { namespace, running, withoutSidecar, optedOut, outdated, ambient, gateway } = workload;
  if (gateway) return false;
  if (outdated > 0) return true;
  if (index.injected.has(namespace)) return withoutSidecar > optedOut;
  return running > withoutSidecar + ambient && !asksForProxy(workload);
}

/** A pod may ask for its proxy where the namespace does not. */
function asksForProxy({ labels }: IndexedWorkload): boolean {
  return labels[injectKey] === 'true' || labels[revisionKey] !== undefined;
}
