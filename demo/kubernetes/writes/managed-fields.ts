/** Who owns which field: metadata.managedFields after each write (apimachinery pkg/util/managedfields). */
import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject, ManagedFields } from '#lib/istio/objects.ts';
import { kindOfObject } from '../kinds.ts';
import { decode, encode, type FieldSet, fieldsOf, pathOf } from './field-sets.ts';

export interface Writer {
  manager: string;
  operation: 'Apply' | 'Update';
  /** As requested, such as networking.istio.io/v1beta1. */
  apiVersion: string;
  subresource?: string;
  /** RFC 3339. */
  time: string;
}

/** Filled in by the API server after it has noted who owns what. */
const unowned: Readonly<Record<string, readonly string[]>> = {
  Pod: ['preemptionPolicy', 'priority', 'tolerations'].map((name) => `["f:spec","f:${name}"]`),
  Namespace: ['["f:spec","f:finalizers"]', '["f:spec"]', '["f:status","f:phase"]', '["f:status"]'],
};

/** What a writer may own: status by its subresource, all else by the object's own address. */
function isOwnable(object: KubernetesObject, writer: Writer): (field: string) => boolean {
  const kept = unowned[object.kind] ?? [];
  const hasStatus = kindOfObject(object)?.subresources.includes('status') ?? false;
  return (field) => {
    const isStatus = pathOf(field)[0] === 'f:status';
    if (writer.subresource === 'status') return isStatus;
    return !(isStatus && hasStatus) && !kept.includes(field);
  };
}

export function fieldsOwnedBy(entry: ManagedFields): FieldSet {
  return decode(entry.fieldsV1);
}

/** The fields that an applied configuration claims. */
export function appliedFields(object: KubernetesObject, writer: Writer): FieldSet {
  return new Set([...fieldsOf(object, false).keys()].filter(isOwnable(object, writer)));
}

function isEntryOf(entry: ManagedFields, writer: Writer): boolean {
  return (
    entry.manager === writer.manager &&
    entry.operation === writer.operation &&
    (entry.subresource ?? '') === (writer.subresource ?? '') &&
    (writer.operation === 'Apply' || entry.apiVersion === writer.apiVersion)
  );
}

/** The API server's own order. */
function ordered(entries: readonly ManagedFields[]): ManagedFields[] {
  const key = ({ operation, time, manager }: ManagedFields): string =>
    [operation, time, manager].map((part) => part ?? '').join('\u0000');
  return entries.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * managedFields after a write that turned `previous` into `next`. An update owns what it changed; an apply owns all of `applied`.
 * A field that changed or went is no longer owned by the others; one that neither has is left alone.
 */
export function manage(
  previous: KubernetesObject | undefined,
  next: KubernetesObject,
  writer: Writer,
  applied?: FieldSet,
): ManagedFields[] {
  const before = previous ? fieldsOf(previous, true) : new Map<string, unknown>();
  const after = fieldsOf(next, true);
  const same = (field: string): boolean =>
    after.has(field) === before.has(field) && isDeepStrictEqual(before.get(field), after.get(field));
  const changed = [...after.keys()].filter((field) => !same(field));
  const isMoved = changed.length > 0 || [...before.keys()].some((field) => !same(field));
  const own = applied ?? new Set(changed.filter(isOwnable(next, writer)));
  const entries: ManagedFields[] = [];
  let mine: ManagedFields | undefined;
  for (const entry of previous?.metadata.managedFields ?? []) {
    if (isEntryOf(entry, writer)) mine = entry;
    else {
      const owned = [...fieldsOwnedBy(entry)];
      const kept = owned.filter(same);
      if (kept.length === owned.length) entries.push(entry);
      else if (kept.length > 0) entries.push({ ...entry, fieldsV1: encode(new Set(kept)) });
    }
  }
  const kept = mine && !applied ? [...fieldsOwnedBy(mine)].filter(same) : [];
  const set = new Set([...kept, ...own]);
  if (set.size > 0)
    entries.push(entryOf(writer, set, timeOf(writer, mine, applied ? isMoved : own.size > 0)));
  return ordered(entries);
}

/** A write is dated when it moved something; a scale never is. */
function timeOf(writer: Writer, mine: ManagedFields | undefined, isMoved: boolean): string | undefined {
  return isMoved && writer.subresource !== 'scale' ? writer.time : mine?.time;
}

function entryOf(writer: Writer, set: FieldSet, time: string | undefined): ManagedFields {
  return {
    manager: writer.manager,
    operation: writer.operation,
    apiVersion: writer.apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: encode(set),
    ...(writer.subresource ? { subresource: writer.subresource } : {}),
  };
}
