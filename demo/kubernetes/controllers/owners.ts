/** Who owns whom: ownerReferences and the garbage collection that follows them. */
import type { KubernetesObject, OwnerReference } from '#lib/istio/objects.ts';
import { kindOfObject } from '../kinds.ts';
import type { ObjectStore } from '../types.ts';

/** Kinds that own others, with what they own. */
const dependents: Readonly<Record<string, { group: string; plural: string }>> = {
  Deployment: { group: 'apps', plural: 'replicasets' },
  ReplicaSet: { group: '', plural: 'pods' },
  StatefulSet: { group: '', plural: 'pods' },
  DaemonSet: { group: '', plural: 'pods' },
  Service: { group: 'discovery.k8s.io', plural: 'endpointslices' },
};

export function ownerReference(owner: KubernetesObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

export function controllerOf(object: KubernetesObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

export function ownedBy<T extends KubernetesObject>(
  store: ObjectStore,
  owner: KubernetesObject,
): readonly T[] {
  const kind = dependents[owner.kind];
  if (!kind) return [];
  return store
    .list<T>(kind.group, kind.plural, owner.metadata.namespace)
    .filter((object) =>
      object.metadata.ownerReferences?.some((reference) => reference.uid === owner.metadata.uid),
    );
}

/** Removes what a deleted object owned; their own dependents follow when their removal is heard of. */
export function collectGarbage(store: ObjectStore, owner: KubernetesObject): void {
  const kind = dependents[owner.kind];
  for (const object of kind ? ownedBy(store, owner) : [])
    if (kind) store.remove(kind.group, kind.plural, object.metadata.namespace, object.metadata.name);
}

/** `--cascade=orphan`: dependents stay and forget their owner. */
function orphanDependents(store: ObjectStore, owner: KubernetesObject): void {
  for (const object of ownedBy(store, owner)) {
    const ownerReferences = object.metadata.ownerReferences?.filter(
      (reference) => reference.uid !== owner.metadata.uid,
    );
    store.put({ ...object, metadata: { ...object.metadata, ownerReferences } }, 'kube-controller-manager');
  }
}

/** Does what a deleted object waits for: its dependents are orphaned, or go before it. */
export function finishDeletion(store: ObjectStore, object: KubernetesObject): void {
  const { deletionTimestamp, finalizers = [], name, namespace } = object.metadata;
  const mine = finalizers.filter((finalizer) => ['foregroundDeletion', 'orphan'].includes(finalizer));
  const kind = kindOfObject(object);
  if (deletionTimestamp === undefined || mine.length === 0 || !kind) return;
  if (mine.includes('orphan')) orphanDependents(store, object);
  else collectGarbage(store, object);
  const left = finalizers.filter((finalizer) => !mine.includes(finalizer));
  if (left.length === 0) store.remove(kind.group, kind.plural, namespace, name);
  else
    store.put({ ...object, metadata: { ...object.metadata, finalizers: left } }, 'kube-controller-manager');
}
