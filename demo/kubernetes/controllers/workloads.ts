/** Deployments, ReplicaSets and StatefulSets: pods follow the replicas that are asked for (kubernetes pkg/controller/{deployment,replicaset,statefulset}). */
import { createHash, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Pod, Workload } from '#lib/istio/objects.ts';
import type { ObjectStore } from '../types.ts';
import { recordEvent } from './events.ts';
import { ownedBy, ownerReference } from './owners.ts';
import { isReady, pendingPod } from './pods.ts';

const manager = 'kube-controller-manager';
const hashLabel = 'pod-template-hash';
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

function suffix(bytes: Uint8Array, length: number): string {
  return [...bytes.subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

function withStatus(store: ObjectStore, workload: Workload, status: object): void {
  store.put({ ...workload, status: { ...workload.status, ...status } }, manager);
}

/** Creates or removes pods of a ReplicaSet or StatefulSet until there are as many as asked for. */
export function reconcilePods(store: ObjectStore, owner: Workload, nowMs: number): void {
  const wanted = owner.spec?.replicas ?? 1;
  const pods = ownedBy<Pod>(store, owner).filter((pod) => pod.metadata.deletionTimestamp === undefined);
  const { name, namespace } = owner.metadata;
  const component = owner.kind === 'StatefulSet' ? 'statefulset-controller' : 'replicaset-controller';
  const taken = new Set(pods.map((pod) => pod.metadata.name));
  for (let index = 0; taken.size < wanted; index += 1) {
    const podName =
      owner.kind === 'StatefulSet' ? `${name}-${index}` : `${name}-${suffix(randomBytes(5), 5)}`;
    if (taken.has(podName)) continue;
    taken.add(podName);
    store.put(pendingPod(store, owner, podName, nowMs), manager);
    recordEvent(store, owner, component, 'SuccessfulCreate', `Created pod: ${podName}`);
  }
  // Those that serve nothing yet go first, then the youngest (of a StatefulSet: the last).
  const surplus = pods
    .toSorted(
      (a, b) =>
        Number(isReady(b)) - Number(isReady(a)) ||
        `${a.metadata.creationTimestamp}`.localeCompare(`${b.metadata.creationTimestamp}`) ||
        a.metadata.name.localeCompare(b.metadata.name),
    )
    .slice(wanted);
  for (const pod of surplus) {
    store.remove('', 'pods', namespace, pod.metadata.name);
    recordEvent(store, owner, component, 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
  }
  const present = ownedBy<Pod>(store, owner);
  const ready = present.filter(isReady).length;
  withStatus(store, owner, {
    replicas: present.length,
    readyReplicas: ready,
    availableReplicas: ready,
    ...(owner.kind === 'StatefulSet'
      ? { updatedReplicas: present.length, currentReplicas: present.length }
      : {}),
    observedGeneration: owner.metadata.generation,
  });
}

function ownTemplate(replicaSet: Workload): object {
  const { metadata, ...template } = replicaSet.spec?.template ?? {};
  const { [hashLabel]: _hash, ...labels } = metadata?.labels ?? {};
  return { ...template, metadata: { ...metadata, labels } };
}

/** For comparing: without the empty fields that Go's clients write out. */
function plain(value: object): unknown {
  return JSON.parse(JSON.stringify(value), (_key, entry: unknown) =>
    entry === null || isDeepStrictEqual(entry, {}) ? undefined : entry,
  );
}

function newReplicaSet(store: ObjectStore, deployment: Workload, revision: number): Workload {
  const { name, namespace } = deployment.metadata;
  const template = deployment.spec?.template;
  const hash = suffix(createHash('sha256').update(JSON.stringify(template)).digest(), 10);
  const labels = { ...template?.metadata?.labels, [hashLabel]: hash };
  const replicaSet: Workload = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: { 'deployment.kubernetes.io/revision': `${revision}` },
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: { ...deployment.spec?.selector?.matchLabels, [hashLabel]: hash } },
      template: { ...template, metadata: { ...template?.metadata, labels } },
    },
    status: { replicas: 0 },
  };
  store.put(replicaSet, manager);
  return (
    ownedBy<Workload>(store, deployment).find((own) => own.metadata.name === `${name}-${hash}`) ?? replicaSet
  );
}

function scale(store: ObjectStore, deployment: Workload, replicaSet: Workload, replicas: number): void {
  const before = replicaSet.spec?.replicas ?? 0;
  if (before === replicas) return;
  store.put({ ...replicaSet, spec: { ...replicaSet.spec, replicas } }, manager);
  const way = replicas > before ? 'up' : 'down';
  recordEvent(
    store,
    deployment,
    'deployment-controller',
    'ScalingReplicaSet',
    `Scaled ${way} replica set ${replicaSet.metadata.name} from ${before} to ${replicas}`,
  );
}

/** The current template's ReplicaSet is scaled up; older ones go once it serves. */
export function reconcileDeployment(store: ObjectStore, deployment: Workload): void {
  const wanted = deployment.spec?.replicas ?? 1;
  const owned = ownedBy<Workload>(store, deployment);
  const template = plain(ownTemplate(deployment));
  const current =
    owned.find((own) => isDeepStrictEqual(plain(ownTemplate(own)), template)) ??
    newReplicaSet(store, deployment, owned.length + 1);
  scale(store, deployment, current, wanted);
  const ready = current.status?.readyReplicas ?? 0;
  const older = owned.filter((own) => own.metadata.uid !== current.metadata.uid);
  if (ready >= wanted) for (const own of older) scale(store, deployment, own, 0);

  const sum = (count: (own: Workload) => number): number =>
    [current, ...older].reduce((total, own) => total + count(own), 0);
  const available = sum((own) => own.status?.readyReplicas ?? 0);
  const condition = (type: string, status: boolean, reason: string) => ({
    type,
    status: status ? 'True' : 'False',
    reason,
  });
  withStatus(store, deployment, {
    replicas: sum((own) => own.status?.replicas ?? 0),
    updatedReplicas: current.status?.replicas ?? 0,
    readyReplicas: available,
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wanted - available),
    observedGeneration: deployment.metadata.generation,
    conditions: [
      condition(
        'Available',
        available >= wanted,
        available >= wanted ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      ),
      condition('Progressing', true, ready >= wanted ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated'),
    ],
  });
}
