/**
 * Server-side apply (structured-merge-diff): applied fields win, fields that the applier no longer names and nobody else owns go.
 * Every list is one field, see managed-fields.ts.
 */
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { at, isKubernetesObject, isRecord, type JsonRecord, record, withValue } from '../json.ts';
import { type FieldSet, fieldSetOf, fieldsOwnedBy, pathOf } from '../managed-fields.ts';

interface FieldConflict {
  manager: string;
  apiVersion: string;
  /** Such as ".spec.http". */
  field: string;
}

export interface Applied {
  object: KubernetesObject;
  fields: FieldSet;
  conflicts: readonly FieldConflict[];
}

function merge(target: unknown, applied: unknown): unknown {
  if (!isRecord(applied)) return applied;
  const next: JsonRecord = { ...record(target) };
  for (const [key, value] of Object.entries(applied)) next[key] = merge(next[key], value);
  return next;
}

/** What is left of a map that lost its last field goes too. */
function withoutPath(object: JsonRecord, path: readonly string[]): JsonRecord {
  const next = withValue(object, path, undefined);
  const parent = path.slice(0, -1);
  const rest = at(next, ...parent);
  return parent.length > 1 && isRecord(rest) && Object.keys(rest).length === 0
    ? withoutPath(next, parent)
    : next;
}

export function applyApplyPatch(
  current: KubernetesObject,
  patch: KubernetesObject,
  manager: string,
): Applied {
  const { managedFields: _fields, resourceVersion: _version, ...metadata } = patch.metadata;
  const applied: KubernetesObject = { ...patch, metadata };
  const fields = fieldSetOf(applied);
  const owners = current.metadata.managedFields ?? [];
  const others = owners.filter((entry) => entry.manager !== manager || entry.operation !== 'Apply');
  const conflicts = others.flatMap((entry) =>
    [...fieldsOwnedBy(entry)]
      .filter(
        (field) =>
          fields.has(field) &&
          !isDeepStrictEqual(at(current, ...pathOf(field)), at(applied, ...pathOf(field))),
      )
      .map((field) => ({
        manager: entry.manager ?? 'unknown',
        apiVersion: entry.apiVersion ?? '',
        field: `.${pathOf(field).join('.')}`,
      })),
  );
  let next = record(merge(current, applied));
  const owned = new Set(others.flatMap((entry) => [...fieldsOwnedBy(entry)]));
  for (const entry of owners.filter((owner) => !others.includes(owner)))
    for (const field of fieldsOwnedBy(entry))
      if (!fields.has(field) && !owned.has(field)) next = withoutPath(next, pathOf(field));
  return { object: isKubernetesObject(next) ? next : current, fields, conflicts };
}
