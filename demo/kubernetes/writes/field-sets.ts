/**
 * Sets of fields as fieldsV1 writes them (structured-merge-diff pkg/fieldpath): `f:` a field, `k:` an entry of a list by its keys,
 * `v:` a value of a set, `.` the thing itself.
 */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { at, type JsonRecord, list, record } from '../coding/json.ts';
import { fieldType, isStanding, type Names, type TypedObject, typedObject } from './field-types.ts';

/** Paths, each written as a JSON array of elements such as ["f:data","f:a"]. */
export type FieldSet = ReadonlySet<string>;
export type FieldPath = readonly string[];

const identity = new Set(['apiVersion', 'kind']);
const ownMetadata = new Set(['labels', 'annotations', 'ownerReferences', 'finalizers', 'generateName']);

export function pathOf(field: string): FieldPath {
  const path: unknown = JSON.parse(field);
  return Array.isArray(path) ? path.map(String) : [];
}

/** What stands for a map or list itself, next to its content. */
const container = Symbol('container');

interface Walk {
  typed: TypedObject;
  /** An update owns containers that it adds; apply only entries of lists. */
  ownsContainers: boolean;
  found: Map<string, unknown>;
}

function keyOf(entry: unknown, keys: readonly string[], defaults: JsonRecord): JsonRecord {
  return Object.fromEntries(
    keys.toSorted().flatMap((key) => {
      const value = at(entry, key) ?? defaults[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function walk(value: unknown, path: FieldPath, names: Names, context: Walk): void {
  const { typed, ownsContainers, found } = context;
  const put = (here: FieldPath, what: unknown): void => void found.set(JSON.stringify(here), what);
  const isList = Array.isArray(value);
  const isEmpty = isList ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
  const type = fieldType(typed, names, isList);
  if ((!isList && !isRecord(value)) || isEmpty) {
    // Of a list that goes by keys only its entries are applied.
    const isNothing = isList && type.form === 'keyed' && !ownsContainers;
    if (value !== undefined && !isNothing) put(path, value);
    return;
  }
  if (type.form === 'atomic') {
    put(path, value);
    return;
  }
  if (ownsContainers && !isStanding(typed, names)) put(path, container);
  if (!isList) {
    for (const [name, child] of Object.entries(value))
      walk(child, [...path, `f:${name}`], [...names, name], context);
  } else if (type.form === 'keyed') {
    for (const entry of value) {
      const here = [...path, `k:${JSON.stringify(keyOf(entry, type.keys, record(type.defaults)))}`];
      // A reference to an owner is one field.
      if (names.at(-1) === 'ownerReferences') {
        put(here, entry);
        continue;
      }
      put(here, container);
      for (const [name, child] of Object.entries(record(entry)))
        walk(child, [...here, `f:${name}`], [...names, name], context);
    }
  } else for (const entry of value) put([...path, `v:${JSON.stringify(entry)}`], container);
}

/** Every field of an object that managers own, with its value: all but identity and system metadata. */
export function fieldsOf(object: KubernetesObject, ownsContainers: boolean): ReadonlyMap<string, unknown> {
  const context: Walk = { typed: typedObject(object), ownsContainers, found: new Map() };
  for (const [key, value] of Object.entries(object)) {
    if (identity.has(key)) continue;
    if (key !== 'metadata') walk(value, [`f:${key}`], [key], context);
    else
      for (const [name, entry] of Object.entries(record(value)))
        if (ownMetadata.has(name)) walk(entry, ['f:metadata', `f:${name}`], [key, name], context);
  }
  return context.found;
}

export function encode(set: FieldSet): object {
  const root: JsonRecord = {};
  const paths = [...set].map(pathOf);
  const inner = new Set(
    paths.flatMap((path) => path.map((_part, index) => JSON.stringify(path.slice(0, index)))),
  );
  for (const path of paths) {
    let here = root;
    for (const part of path) {
      const next = here[part];
      const child: JsonRecord = isRecord(next) ? next : {};
      here[part] = child;
      here = child;
    }
    if (inner.has(JSON.stringify(path))) here['.'] = {};
  }
  return root;
}

export function decode(value: unknown, path: FieldPath = [], into = new Set<string>()): Set<string> {
  const parts = Object.keys(record(value));
  if (parts.length === 0 && path.length > 0) into.add(JSON.stringify(path));
  for (const part of parts) {
    if (part === '.') into.add(JSON.stringify(path));
    else decode(record(value)[part], [...path, part], into);
  }
  return into;
}

/** Which entry of a list an element names; -1 for none. */
export function indexOf(entries: readonly unknown[], part: string): number {
  const wanted: unknown = JSON.parse(part.slice(2));
  if (part.startsWith('v:')) return entries.findIndex((entry) => JSON.stringify(entry) === part.slice(2));
  return entries.findIndex((entry) =>
    Object.entries(record(wanted)).every(
      ([key, value]) => (at(entry, key) ?? (key === 'protocol' ? 'TCP' : undefined)) === value,
    ),
  );
}

/** The object without what is at a path; maps and lists that lose their last content go too. */
export function without(value: unknown, [part = '', ...rest]: FieldPath): unknown {
  if (part.startsWith('f:')) {
    const name = part.slice(2);
    if (!isRecord(value) || !Object.hasOwn(value, name)) return value;
    const { [name]: child, ...others } = value;
    const left = rest.length === 0 ? undefined : without(child, rest);
    return isHollow(left) ? others : { ...others, [name]: left };
  }
  const entries = list({ value }, 'value');
  const index = indexOf(entries, part);
  if (index < 0) return value;
  const left = rest.length === 0 ? undefined : without(entries[index], rest);
  return left === undefined ? entries.toSpliced(index, 1) : entries.with(index, left);
}

function isHollow(value: unknown): boolean {
  return (
    value === undefined ||
    (isRecord(value) && Object.keys(value).length === 0) ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Such as .spec.template.spec.containers[name="main"].image */
export function pathText(field: string): string {
  return pathOf(field)
    .map((part) => {
      if (part.startsWith('f:')) return `.${part.slice(2)}`;
      if (part.startsWith('v:')) return `[=${part.slice(2)}]`;
      const keys = Object.entries(record(JSON.parse(part.slice(2))));
      return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
    })
    .join('');
}
