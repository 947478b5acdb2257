/** The order in which Istio reads objects of one kind: oldest first, then by name, then by namespace. */
import { compareText } from '../../compare-text.ts';
import type { KubernetesObject } from '../objects.ts';

/** Objects without a timestamp (drafts, files) count as oldest, as Go's zero time does. */
export function creationMs(object: KubernetesObject): number {
  const parsed = Date.parse(object.metadata.creationTimestamp ?? '');
  return Number.isNaN(parsed) ? 0 : parsed;
}

/** A copy, oldest first. Timestamps are parsed once per object. */
export function oldestFirst<T extends KubernetesObject>(objects: readonly T[]): T[] {
  if (objects.length < 2) return [...objects];
  return objects
    .map((object) => ({ object, createdMs: creationMs(object) }))
    .sort((a, b) => a.createdMs - b.createdMs || compareByName(a.object, b.object))
    .map((entry) => entry.object);
}

function compareByName(a: KubernetesObject, b: KubernetesObject): number {
  return (
    compareText(a.metadata.name, b.metadata.name) ||
    compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '')
  );
}
