/** What a reader does in a form, as changes of the document. Each change is made in what the one before it left. */
import { type Change, changeValue } from '#lib/document/change.ts';
import { isJsonObject, type Json, type Path, valueAt } from '#lib/document/json.ts';
import { type Alternatives, type Field, pathOf } from './field.ts';
import { firstValue } from './fields-of.ts';
import type { Union } from './unions.ts';

export function setField(path: Path, value: Json): Change[] {
  return [{ op: 'set', path, value }];
}

/** The value goes, and with it the groups that had nothing else; items of lists and `spec` itself stay. */
export function clearField(document: Json, path: Path): Change[] {
  if (valueAt(document, path) === undefined) return [];
  let length = path.length;
  while (length > 2) {
    const parent = valueAt(document, path.slice(0, length - 1));
    const lone = isJsonObject(parent) && Object.keys(parent).length === 1;
    if (!lone || typeof path[length - 2] === 'number') break;
    length -= 1;
  }
  return [{ op: 'remove', path: path.slice(0, length) }];
}

/** An item goes; the last one takes its list along. */
export function removeItem(document: Json, list: Path, index: number): Change[] {
  const items = valueAt(document, list);
  if (!Array.isArray(items) || items[index] === undefined) return [];
  return items.length === 1 ? clearField(document, list) : [{ op: 'remove', path: [...list, index] }];
}

/** A list that is not there is made. */
export function insertItem(document: Json, list: Path, index: number, value: Json): Change[] {
  const items = valueAt(document, list);
  if (!Array.isArray(items)) return [{ op: 'set', path: list, value: [value] }];
  return [{ op: 'insert', path: list, index: Math.min(index, items.length), value }];
}

export function moveItem(document: Json, list: Path, from: number, to: number): Change[] {
  const items = valueAt(document, list);
  if (!Array.isArray(items) || from === to || items[from] === undefined || items[to] === undefined) return [];
  return [{ op: 'move', path: list, from, to }];
}

/** The name of an entry of a map; null where it is taken. */
export function renameEntry(document: Json, map: Path, key: string, name: string): Change[] | null {
  const entries = valueAt(document, map);
  if (!isJsonObject(entries) || !Object.hasOwn(entries, key)) return [];
  if (key === name) return [];
  return Object.hasOwn(entries, name) ? null : [{ op: 'rename', path: [...map, key], key: name }];
}

/** Another one of fields that exclude one another: what stood there goes. Null: none of them. */
export function chooseAlternative(
  document: Json,
  group: Path,
  fields: readonly Field[],
  alternatives: Alternatives,
  next: string | null,
): Change[] {
  const changes: Change[] = [];
  const chosen = fields.find(({ key }) => key === next);
  const value = chosen === undefined ? null : firstValue(chosen);
  // First what comes, so that the group is never empty in between.
  if (chosen !== undefined && value !== null && valueAt(document, [...group, chosen.key]) === undefined)
    changes.push({ op: 'set', path: pathOf(group, chosen), value });
  let state = applied(document, changes);
  for (const key of alternatives) {
    if (key === next || valueAt(state, [...group, key]) === undefined) continue;
    // Where the reader has yet to write what comes, the group stays: it is what they are looking at.
    const waits = chosen !== undefined && value === null;
    const more: Change[] = waits
      ? [{ op: 'remove', path: [...group, key] }]
      : clearField(state, [...group, key]);
    changes.push(...more);
    state = applied(state, more);
  }
  return changes;
}

/** Another member, with its tag. */
export function chooseMember(
  document: Json,
  group: Path,
  fields: readonly Field[],
  { keys, union }: { keys: Alternatives; union: Union },
  next: string | null,
): Change[] {
  const changes = chooseAlternative(document, group, fields, keys, next);
  const name = next === null ? undefined : union.members[next];
  const after = applied(document, changes);
  const tag = [...group, union.tag];
  if (name === undefined || valueAt(after, group) === undefined || valueAt(after, tag) === name)
    return changes;
  return [...changes, { op: 'set', path: tag, value: name }];
}

/** The value that changes lead to; the value itself where one of them cannot be made. */
export function applied(document: Json, changes: readonly Change[]): Json {
  let value = document;
  for (const change of changes) {
    const next = changeValue(value, change);
    if (next === undefined) return document;
    value = next;
  }
  return value;
}
