/** One change of a value at a path, and the value that it gives: the old one is never touched. */
import { isJsonObject, type Json, type JsonObject, own, type Path, setOwn } from './json.ts';

export type Change =
  /** Maps that are missing on the way are made; an index one past the end adds an item. */
  | { op: 'set'; path: Path; value: Json }
  | { op: 'remove'; path: Path }
  /** `path`: of the list. */
  | { op: 'insert'; path: Path; index: number; value: Json }
  | { op: 'move'; path: Path; from: number; to: number }
  | { op: 'rename'; path: Path; key: string };

/** Undefined when the path leads nowhere, or the change makes no sense there. */
export function changeValue(value: Json, change: Change): Json | undefined {
  switch (change.op) {
    case 'set':
      return updated(value, change.path, () => change.value, true);
    case 'remove':
      return change.path.length === 0 ? undefined : removed(value, change.path);
    case 'insert':
      return updated(value, change.path, (list) => {
        if (!Array.isArray(list) || !isIndex(change.index, list.length + 1)) return undefined;
        return list.toSpliced(change.index, 0, change.value);
      });
    case 'move':
      return updated(value, change.path, (list) => {
        if (!Array.isArray(list)) return undefined;
        if (!isIndex(change.from, list.length) || !isIndex(change.to, list.length)) return undefined;
        return moved(list, change.from, change.to);
      });
    case 'rename':
      return renamed(value, change.path, change.key);
  }
}

/** The list with one item at another place. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const item = list.slice(from, from + 1);
  return list.toSpliced(from, 1).toSpliced(to, 0, ...item);
}

function isIndex(index: number, end: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < end;
}

function updated(
  value: Json | undefined,
  path: Path,
  update: (old: Json | undefined) => Json | undefined,
  create = false,
): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return update(value);
  if (Array.isArray(value)) {
    if (typeof step !== 'number' || !isIndex(step, value.length + (create ? 1 : 0))) return undefined;
    const item = updated(value[step], rest, update, create);
    return item === undefined ? undefined : value.toSpliced(step, 1, item);
  }
  const missing = value === undefined || value === null;
  if (typeof step !== 'string' || (!isJsonObject(value) && !(missing && create))) return undefined;
  const object = isJsonObject(value) ? value : {};
  const inner = updated(own(object, step), rest, update, create);
  return inner === undefined ? undefined : withKey(object, step, inner);
}

function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  const copy: JsonObject = {};
  for (const [name, item] of Object.entries(object)) setOwn(copy, name, item);
  setOwn(copy, key, value);
  return copy;
}

function removed(value: Json, path: Path): Json | undefined {
  const last = path[path.length - 1];
  return updated(value, path.slice(0, -1), (parent) => {
    if (Array.isArray(parent)) {
      return typeof last === 'number' && isIndex(last, parent.length) ? parent.toSpliced(last, 1) : undefined;
    }
    if (!isJsonObject(parent) || typeof last !== 'string' || !Object.hasOwn(parent, last)) return undefined;
    return mapKeys(parent, (key) => (key === last ? null : key));
  });
}

/** The key keeps its place. */
function renamed(value: Json, path: Path, name: string): Json | undefined {
  const last = path[path.length - 1];
  return updated(value, path.slice(0, -1), (parent) => {
    if (!isJsonObject(parent) || typeof last !== 'string' || !Object.hasOwn(parent, last)) return undefined;
    if (Object.hasOwn(parent, name)) return undefined;
    return mapKeys(parent, (key) => (key === last ? name : key));
  });
}

function mapKeys(object: JsonObject, rename: (key: string) => string | null): JsonObject {
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(object)) {
    const name = rename(key);
    if (name !== null) setOwn(copy, name, item);
  }
  return copy;
}
