/** System metadata of an object at each write: uid, creationTimestamp, generation, managedFields. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { FieldSet } from './field-sets.ts';
import { manage, type Writer } from './managed-fields.ts';

/** RFC 3339 in whole seconds, as Kubernetes writes times. */
export function timestamp(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** What a write of status alone does not count as: everything outside metadata and status. */
function desired(object: KubernetesObject): object {
  const { metadata, status: _status, ...rest } = object;
  // A Deployment's annotations count too: they go on to its ReplicaSets.
  return object.kind === 'Deployment' ? { ...rest, annotations: metadata.annotations ?? {} } : rest;
}

/** True when both say the same, apart from what the store itself counts. */
export function sameContent(a: KubernetesObject, b: KubernetesObject): boolean {
  const { resourceVersion: _ra, generation: _ga, ...metaA } = a.metadata;
  const { resourceVersion: _rb, generation: _gb, ...metaB } = b.metadata;
  return isDeepStrictEqual({ ...a, metadata: metaA }, { ...b, metadata: metaB });
}

/**
 * `next` with the system's own metadata; only resourceVersion is left to the store. `counted` is false for kinds without generation;
 * `view` is what the writer wrote of it, where the API added to that.
 */
export function stamp(
  previous: KubernetesObject | undefined,
  next: KubernetesObject,
  writer: Writer,
  options: { counted: boolean; applied?: FieldSet; view?: KubernetesObject },
): KubernetesObject {
  const old = previous?.metadata;
  const generation = old?.generation ?? 0;
  const moved = previous === undefined || !isDeepStrictEqual(desired(previous), desired(next));
  const stamped: KubernetesObject = {
    ...next,
    metadata: {
      ...next.metadata,
      uid: old?.uid ?? next.metadata.uid ?? randomUUID(),
      creationTimestamp: old?.creationTimestamp ?? next.metadata.creationTimestamp ?? writer.time,
      ...(options.counted
        ? { generation: moved ? Math.max(generation + 1, next.metadata.generation ?? 0) : generation }
        : {}),
    },
  };
  // Content that brings its own history keeps it; what clients send as managedFields is dropped before this.
  const given = previous === undefined ? next.metadata.managedFields : undefined;
  const managedFields = given ?? manage(previous, options.view ?? stamped, writer, options.applied);
  const { managedFields: _managed, ...metadata } = stamped.metadata;
  return { ...stamped, metadata: managedFields.length > 0 ? { ...metadata, managedFields } : metadata };
}
