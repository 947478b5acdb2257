/** What pods say of their workload: which it is, how many of them run, and which proxies they have. */
import { passesZtunnel } from '../../istio/injection.ts';
import { injectKey } from '../../istio/injection-keys.ts';
import type { ClusterObjects, Pod } from '../../istio/objects.ts';
import { nextRevision, revisionNames } from '../../istio/revisions.ts';

export interface PodFigures {
  running: number;
  /** Running pods without a proxy, and how many of them asked for that. */
  withoutSidecar: number;
  optedOut: number;
  /** Running pods whose proxy is of another revision than a new pod would get. */
  outdated: number;
  /** Running pods without a proxy of their own whose traffic passes ztunnel. */
  ambient: number;
  /** Unix seconds since which a running pod has not been ready; null when all are. */
  notReadySince: number | null;
}

export const noPods: PodFigures = {
  running: 0,
  withoutSidecar: 0,
  optedOut: 0,
  outdated: 0,
  ambient: 0,
  notReadySince: null,
};

/** What namespaces and revisions say of the proxy of a pod. */
interface ProxyQuestions {
  passesZtunnel(pod: Pod): boolean;
  /** The proxy is of another revision than a new pod would get. */
  isOutdated(pod: Pod): boolean;
}

export function proxyQuestions(
  objects: Pick<ClusterObjects, 'namespaces' | 'services' | 'pods'>,
): ProxyQuestions {
  const labelsOf = new Map(objects.namespaces.map(({ metadata: { name, labels } }) => [name, labels ?? {}]));
  const revisions = revisionNames(objects);
  return {
    passesZtunnel: (pod) => passesZtunnel(pod, labelsOf.get(pod.metadata.namespace ?? '') ?? {}),
    isOutdated: (pod) =>
      nextRevision(pod, labelsOf.get(pod.metadata.namespace ?? '') ?? {}, revisions) !== null,
  };
}

/** A running pod's part in the figures of its workload. */
export function countPod(
  workload: PodFigures & { gateway: boolean },
  pod: Pod,
  proxies: ProxyQuestions,
): void {
  workload.running++;
  const notReady = notReadySince(pod);
  if (notReady !== null) workload.notReadySince = Math.min(workload.notReadySince ?? notReady, notReady);
  // A gateway's own container is its proxy.
  if (workload.gateway) return;
  if (hasProxy(pod)) {
    if (proxies.isOutdated(pod)) workload.outdated++;
  } else if (proxies.passesZtunnel(pod)) {
    workload.ambient++;
  } else {
    workload.withoutSidecar++;
    if (asksForNoProxy(pod)) workload.optedOut++;
  }
}

/** As Istio names workloads: the Deployment above a ReplicaSet, else the controller, else the pod itself. */
export function workloadOfPod(pod: Pod, replicaSetOwners: ReadonlyMap<string, string>): string {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return pod.metadata.name;
  if (owner.kind !== 'ReplicaSet') return owner.name;
  const known = replicaSetOwners.get(`${pod.metadata.namespace ?? ''}/${owner.name}`);
  if (known !== undefined) return known;
  const hash = templateHash(pod);
  return hash !== undefined && owner.name.endsWith(`-${hash}`)
    ? owner.name.slice(0, -hash.length - 1)
    : owner.name;
}

const rolloutHash = 'rollouts-pod-template-hash';

/** What a Deployment, or a Rollout of Argo, adds to the name of its ReplicaSets. */
function templateHash({ metadata: { labels } }: Pod): string | undefined {
  return labels?.['pod-template-hash'] ?? labels?.[rolloutHash];
}

/** Of the controller after which `workloadOfPod` names the workload. */
export function kindOfPod(pod: Pod): string {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined) return 'Pod';
  if (owner.kind !== 'ReplicaSet' || templateHash(pod) === undefined) return owner.kind;
  return pod.metadata.labels?.[rolloutHash] === undefined ? 'Deployment' : 'Rollout';
}

function notReadySince({ status }: Pod): number | null {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'False') return null;
  const since = Date.parse(ready.lastTransitionTime ?? '') / 1000;
  return Number.isNaN(since) ? null : since;
}

function hasProxy({ spec }: Pod): boolean {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  return containers.some(({ name }) => name === 'istio-proxy');
}

function asksForNoProxy({ spec, metadata }: Pod): boolean {
  const inject = metadata.labels?.[injectKey] ?? metadata.annotations?.[injectKey];
  return inject === 'false' || spec?.hostNetwork === true;
}
