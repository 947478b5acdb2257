/** Pods with the state of their proxies, as far as the objects tell it: whether istiod has sent them its latest word, they do not. */

import type { About } from '../../api/status.ts';
import type { PodDetail, ProxyState } from '../../api/traffic/details.ts';
import { countContainers, imageVersion, injectionWish, proxyOfPod } from '../../istio/injection.ts';
import type { ClusterObjects, Labels, Pod } from '../../istio/objects.ts';
import { nextRevision, type RevisionNames, revisionNames } from '../../istio/revisions.ts';
import { type IndexedWorkload, namespaceOf } from '../build/cluster-index.ts';
import { canonicalRevision } from '../build/identity.ts';
import { workloadOfPod } from '../build/pod-figures.ts';

interface PodIndex {
  /** Controllers above ReplicaSets, by "namespace/name" of the ReplicaSet. */
  owners: ReadonlyMap<string, string>;
  /** Pods that have not finished, by "namespace/workload". */
  byWorkload: ReadonlyMap<string, readonly Pod[]>;
}

const indexes = new WeakMap<ClusterObjects, PodIndex>();

function podIndex(objects: ClusterObjects): PodIndex {
  const present = indexes.get(objects);
  if (present !== undefined) return present;
  const owners = new Map<string, string>();
  for (const object of objects.workloads) {
    const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (owner !== undefined) owners.set(`${namespaceOf(object)}/${object.metadata.name}`, owner.name);
  }
  const byWorkload = Map.groupBy(
    objects.pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed'),
    (pod) => `${namespaceOf(pod)}/${workloadOfPod(pod, owners)}`,
  );
  const index = { owners, byWorkload };
  indexes.set(objects, index);
  return index;
}

export function podsOf(objects: ClusterObjects, namespace: string, workload: string): readonly Pod[] {
  return podIndex(objects).byWorkload.get(`${namespace}/${workload}`) ?? [];
}

export function workloadNameOf(objects: ClusterObjects, pod: Pod): string {
  return workloadOfPod(pod, podIndex(objects).owners);
}

export interface PodContext {
  objects: ClusterObjects;
  controlPlanes: About['istio'];
}

export function podDetails(workload: IndexedWorkload, { objects, controlPlanes }: PodContext): PodDetail[] {
  const { namespace, name } = workload;
  const revisions = revisionNames(objects);
  const namespaceLabels =
    objects.namespaces.find(({ metadata }) => metadata.name === namespace)?.metadata.labels ?? {};
  return podsOf(objects, namespace, name)
    .map((pod) => podDetail(pod, workload, { namespaceLabels, controlPlanes, revisions }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface PodSurroundings {
  namespaceLabels: Labels;
  controlPlanes: About['istio'];
  revisions: RevisionNames;
}

function podDetail(pod: Pod, workload: IndexedWorkload, surroundings: PodSurroundings): PodDetail {
  const { metadata, spec, status } = pod;
  const containers = countContainers(pod);
  const startedAt = Date.parse(status?.startTime ?? metadata.creationTimestamp ?? '') / 1000;
  return {
    name: metadata.name,
    workload: workload.name,
    version: canonicalRevision(metadata.labels ?? workload.labels),
    status:
      metadata.deletionTimestamp === undefined
        ? (containers.waiting ?? status?.phase ?? 'Unknown')
        : 'Terminating',
    ready: status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false,
    readyContainers: containers.ready,
    containers: containers.all,
    containerNames: [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map((one) => one.name),
    restarts: containers.restarts,
    startedAt: Number.isNaN(startedAt) ? null : startedAt,
    node: spec?.nodeName ?? null,
    address: status?.podIP ?? null,
    proxy: proxyState(pod, workload, surroundings),
  };
}

function proxyState(
  pod: Pod,
  { gateway }: IndexedWorkload,
  { namespaceLabels, controlPlanes, revisions }: PodSurroundings,
): ProxyState {
  const { mode, image, ready, revision } = proxyOfPod(pod, { namespaceLabels, gateway });
  const { wanted, optedOut } = injectionWish(pod, namespaceLabels);
  const version = imageVersion(image);
  const next = gateway ? null : nextRevision(pod, namespaceLabels, revisions);
  const controlPlaneVersion = versionOf(controlPlanes, next ?? revision);
  return {
    mode,
    missing: mode === 'none' && wanted,
    optedOut: mode === 'none' && optedOut,
    ready,
    version,
    revision,
    controlPlaneVersion,
    nextRevision: next,
    restartNeeded:
      next !== null || (version !== null && controlPlaneVersion !== null && version !== controlPlaneVersion),
  };
}

/** While an upgrade runs, two versions of one revision answer: then neither is said to be the right one. */
function versionOf(controlPlanes: About['istio'], revision: string | null): string | null {
  const versions = new Set(
    controlPlanes.filter((one) => one.revision === (revision ?? 'default')).map(({ version }) => version),
  );
  const [only] = versions;
  return versions.size === 1 && only !== undefined && only !== '?' ? imageVersion(`:${only}`) : null;
}
