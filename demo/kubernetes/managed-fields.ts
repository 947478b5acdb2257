/**
 * Who owns which field: metadata.managedFields and its fieldsV1 sets (structured-merge-diff).
 * Every list counts as one field, as it is in Istio's CRDs; sub-lists of Kubernetes' own kinds are simplified to that too.
 */
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject, ManagedFields } from '#lib/istio/objects.ts';
import { at, isRecord, type JsonRecord, record } from './json.ts';

/** Paths of leaves, each written as a JSON array of keys. */
export type FieldSet = ReadonlySet<string>;

const identity = new Set(['apiVersion', 'kind']);
const ownMetadata = new Set(['labels', 'annotations', 'ownerReferences', 'finalizers']);

function collect(value: unknown, path: readonly string[], into: Set<string>): void {
  if (isRecord(value) && Object.keys(value).length > 0) {
    for (const [key, child] of Object.entries(value)) collect(child, [...path, key], into);
  } else if (value !== undefined) into.add(JSON.stringify(path));
}

/** The leaves of an object that managers own: everything but identity and system metadata. */
export function fieldSetOf(object: KubernetesObject): FieldSet {
  const set = new Set<string>();
  for (const [key, value] of Object.entries(object)) {
    if (identity.has(key)) continue;
    if (key !== 'metadata') collect(value, [key], set);
    else
      for (const [name, entry] of Object.entries(record(value)))
        if (ownMetadata.has(name)) collect(entry, [key, name], set);
  }
  return set;
}

export function pathOf(field: string): readonly string[] {
  const path: unknown = JSON.parse(field);
  return Array.isArray(path) ? path.map(String) : [];
}

function encode(set: FieldSet): object {
  const root: JsonRecord = {};
  for (const field of set) {
    let here = root;
    for (const key of pathOf(field)) {
      const next = here[`f:${key}`];
      const child: JsonRecord = isRecord(next) ? next : {};
      here[`f:${key}`] = child;
      here = child;
    }
  }
  return root;
}

function decode(value: unknown, path: readonly string[], into: Set<string>): Set<string> {
  const keys = Object.keys(record(value)).filter((key) => key.startsWith('f:'));
  if (keys.length === 0 && path.length > 0) into.add(JSON.stringify(path));
  for (const key of keys) decode(record(value)[key], [...path, key.slice(2)], into);
  return into;
}

export function fieldsOwnedBy(entry: ManagedFields): FieldSet {
  return decode(entry.fieldsV1, [], new Set());
}

export interface Writer {
  manager: string;
  operation: 'Apply' | 'Update';
  /** As requested, such as networking.istio.io/v1beta1. */
  apiVersion: string;
  subresource?: string;
  /** RFC 3339. */
  time: string;
}

function isEntryOf(entry: ManagedFields, writer: Writer): boolean {
  return (
    entry.manager === writer.manager &&
    entry.operation === writer.operation &&
    (entry.subresource ?? '') === (writer.subresource ?? '') &&
    (writer.operation === 'Apply' || entry.apiVersion === writer.apiVersion)
  );
}

/**
 * managedFields after a write that turned `previous` into `next`. An update owns what it changed; an apply owns all of `applied`.
 * Fields that are gone are owned by nobody.
 */
export function manage(
  previous: KubernetesObject | undefined,
  next: KubernetesObject,
  writer: Writer,
  applied?: FieldSet,
): ManagedFields[] {
  const same = (field: string): boolean =>
    isDeepStrictEqual(at(previous, ...pathOf(field)), at(next, ...pathOf(field)));
  const own = applied ?? new Set([...fieldSetOf(next)].filter((field) => !same(field)));
  const entries: ManagedFields[] = [];
  let found = false;
  for (const entry of previous?.metadata.managedFields ?? []) {
    const owned = [...fieldsOwnedBy(entry)];
    if (isEntryOf(entry, writer)) {
      found = true;
      const kept = owned.filter((field) => at(next, ...pathOf(field)) !== undefined);
      const set = applied ?? new Set([...kept, ...own]);
      if (set.size > 0) entries.push(entryOf(writer, set, entry));
    } else {
      const kept = owned.filter(same);
      // What stays whole stays as it was written, finer paths included.
      if (kept.length === owned.length) entries.push(entry);
      else if (kept.length > 0) entries.push({ ...entry, fieldsV1: encode(new Set(kept)) });
    }
  }
  if (!found && own.size > 0) entries.push(entryOf(writer, own));
  return entries;
}

function entryOf(writer: Writer, set: FieldSet, previous?: ManagedFields): ManagedFields {
  const fieldsV1 = encode(set);
  return {
    manager: writer.manager,
    operation: writer.operation,
    apiVersion: writer.apiVersion,
    time: previous?.time && isDeepStrictEqual(previous.fieldsV1, fieldsV1) ? previous.time : writer.time,
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(writer.subresource ? { subresource: writer.subresource } : {}),
  };
}
