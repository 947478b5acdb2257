/** Server-side apply (structured-merge-diff): applied fields win, fields that the applier no longer names and nobody else owns go. */
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { at, isKubernetesObject, type JsonRecord, list, record } from '../coding/json.ts';
import { type FieldSet, fieldsOf, pathOf, pathText, without } from '../writes/field-sets.ts';
import { fieldType, type Names, type TypedObject, typedObject } from '../writes/field-types.ts';
import { fieldsOwnedBy } from '../writes/managed-fields.ts';

interface FieldConflict {
  manager: string;
  apiVersion: string;
  /** "" for none. */
  subresource: string;
  /** Such as ".spec.http". */
  field: string;
}

export interface Applied {
  object: KubernetesObject;
  fields: FieldSet;
  conflicts: readonly FieldConflict[];
}

function merge(typed: TypedObject, names: Names, target: unknown, applied: unknown): unknown {
  if (Array.isArray(applied)) return mergeList(typed, names, list({ target }, 'target'), applied);
  if (!isRecord(applied) || fieldType(typed, names, false).form === 'atomic') return applied;
  const next: JsonRecord = { ...record(target) };
  for (const [key, value] of Object.entries(applied))
    next[key] = merge(typed, [...names, key], next[key], value);
  return next;
}

function mergeList(
  typed: TypedObject,
  names: Names,
  target: readonly unknown[],
  applied: readonly unknown[],
): unknown[] {
  const type = fieldType(typed, names, true);
  if (type.form === 'set') return [...new Set([...target, ...applied])];
  if (type.form !== 'keyed') return [...applied];
  const key = (entry: unknown): string =>
    JSON.stringify(type.keys.map((name) => at(entry, name) ?? type.defaults?.[name]));
  const next = [...target];
  for (const entry of applied) {
    const index = next.findIndex((present) => key(present) === key(entry));
    const merged = { ...record(merge(typed, names, index < 0 ? {} : next[index], entry)) };
    if (index < 0) next.push(merged);
    else next[index] = merged;
  }
  return next;
}

/** The applied configuration as it is stored: without what the system alone writes. */
export function appliedConfiguration(patch: KubernetesObject): KubernetesObject {
  const { managedFields: _fields, resourceVersion: _version, ...metadata } = patch.metadata;
  return { ...patch, metadata };
}

export function applyApplyPatch(
  current: KubernetesObject,
  applied: KubernetesObject,
  fields: FieldSet,
  manager: string,
): Applied {
  const owners = current.metadata.managedFields ?? [];
  const others = owners.filter((entry) => entry.manager !== manager || entry.operation !== 'Apply');
  const stored = fieldsOf(current, true);
  const claimed = fieldsOf(applied, true);
  const differs = (field: string): boolean =>
    fields.has(field) && !isDeepStrictEqual(stored.get(field), claimed.get(field));
  const conflicts = others.flatMap((entry) =>
    [...fieldsOwnedBy(entry)].filter(differs).map((field) => ({
      manager: entry.manager ?? 'unknown',
      // Of an applier the version is not told.
      apiVersion: entry.operation === 'Apply' ? '' : (entry.apiVersion ?? ''),
      subresource: entry.subresource ?? '',
      field: pathText(field),
    })),
  );
  let next = merge(typedObject(applied), [], current, applied);
  const owned = new Set(others.flatMap((entry) => [...fieldsOwnedBy(entry)]));
  for (const entry of owners.filter((owner) => !others.includes(owner)))
    for (const field of fieldsOwnedBy(entry))
      if (!fields.has(field) && !owned.has(field)) next = without(next, pathOf(field));
  return { object: isKubernetesObject(next) ? next : current, fields, conflicts };
}
