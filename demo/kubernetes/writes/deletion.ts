/** Delete of one object and of a collection (apiserver pkg/registry/generic/registry/store.go). */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { conflict } from '../api-error.ts';
import type { Kind } from '../kinds.ts';
import type { Store } from '../store.ts';
import { timestamp } from './metadata.ts';
import type { DeleteOptions } from './write-options.ts';

/** Kinds whose delete answers with the object instead of a Status. */
const answeredWithObject = new Set(['Pod', 'Service', 'ServiceAccount']);

function refusePrecondition(kind: Kind, object: KubernetesObject, options: DeleteOptions): void {
  const { name, uid, resourceVersion } = object.metadata;
  const refused = (why: string): never => {
    throw conflict({ group: kind.group, plural: kind.kind }, name, why);
  };
  if (options.uid !== '' && options.uid !== uid)
    refused(
      `the UID in the precondition (${options.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  if (options.resourceVersion !== '' && options.resourceVersion !== resourceVersion)
    refused(
      `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
}

/** What the garbage collector is to do before an object goes, as the finalizer that waits for it. */
const policyFinalizers: Readonly<Record<string, string>> = {
  Foreground: 'foregroundDeletion',
  Orphan: 'orphan',
};

function withPolicy(object: KubernetesObject, policy: string): KubernetesObject {
  const finalizer = policyFinalizers[policy];
  if (finalizer === undefined) return object;
  const finalizers = [...new Set([...(object.metadata.finalizers ?? []), finalizer])];
  return { ...object, metadata: { ...object.metadata, finalizers } };
}

/** Finalizers hold an object back, and a namespace waits for its content. */
function isHeld(kind: Kind, object: KubernetesObject): boolean {
  return kind.kind === 'Namespace' || (object.metadata.finalizers ?? []).length > 0;
}

/** To be deleted is a change of what is wanted, for kinds that count those. */
function nextGeneration({ metadata: { generation } }: KubernetesObject): { generation?: number } {
  return generation ? { generation: generation + 1 } : {};
}

/** A Pod is told to end before it goes; here it has ended at once. */
function ended(store: Store, pod: KubernetesObject): KubernetesObject {
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      ...nextGeneration(pod),
      deletionTimestamp: timestamp(store.now()),
      deletionGracePeriodSeconds: 0,
    },
  };
}

/** Deletes, or marks for deletion, and returns the body of the answer. */
export function deleteObject(
  store: Store,
  kind: Kind,
  stored: KubernetesObject,
  options: DeleteOptions,
): object {
  refusePrecondition(kind, stored, options);
  const object = withPolicy(stored, options.propagationPolicy);
  if (isHeld(kind, object)) {
    const marked: KubernetesObject = {
      ...object,
      metadata: {
        ...object.metadata,
        deletionTimestamp: object.metadata.deletionTimestamp ?? timestamp(store.now()),
        ...(object.metadata.deletionTimestamp === undefined ? nextGeneration(object) : {}),
        ...(kind.kind === 'Namespace' ? {} : { deletionGracePeriodSeconds: 0 }),
      },
      ...(kind.kind === 'Namespace' ? { status: { phase: 'Terminating' } } : {}),
    };
    return options.dryRun ? marked : store.write(kind, marked);
  }
  const last = options.dryRun ? object : store.erase(kind, object);
  if (answeredWithObject.has(kind.kind)) return kind.kind === 'Pod' ? ended(store, last) : last;
  const { name, uid } = object.metadata;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural, uid },
  };
}
