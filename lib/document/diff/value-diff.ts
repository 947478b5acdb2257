/** What differs between two values, path by path; items of lists are compared with the item that they are, not with their place. */
import { equalJson, isJsonObject, type Json, own, type Path } from '../json.ts';
import { type ItemKey, matchItems } from '../match-items.ts';

export type Difference =
  | { kind: 'added'; path: Path; after: Json }
  | { kind: 'removed'; path: Path; before: Json }
  | { kind: 'changed'; path: Path; before: Json; after: Json }
  /** The order of items that both lists have: before[i] stands at after[i] now. */
  | { kind: 'moved'; path: Path; order: readonly number[] };

/** Paths are those of `after`; of what was removed those of `before`. */
export function diffValues(before: Json, after: Json, keyOf: ItemKey, path: Path = []): Difference[] {
  if (equalJson(before, after)) return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => diffPart(own(before, key), own(after, key), keyOf, [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, keyOf, path);
  return [{ kind: 'changed', path, before, after }];
}

function diffPart(
  before: Json | undefined,
  after: Json | undefined,
  keyOf: ItemKey,
  path: Path,
): Difference[] {
  if (before === undefined) return after === undefined ? [] : [{ kind: 'added', path, after }];
  if (after === undefined) return [{ kind: 'removed', path, before }];
  return diffValues(before, after, keyOf, path);
}

function diffLists(
  before: readonly Json[],
  after: readonly Json[],
  keyOf: ItemKey,
  path: Path,
): Difference[] {
  const matches = matchItems(before, after, path, keyOf, 'keyless');
  const kept = new Set(matches);
  const differences: Difference[] = before.flatMap((item, index): Difference[] =>
    kept.has(index) ? [] : [{ kind: 'removed', path: [...path, index], before: item }],
  );
  for (const [index, item] of after.entries()) {
    const match = matches[index] ?? null;
    const old = match === null ? undefined : before[match];
    differences.push(...diffPart(old, item, keyOf, [...path, index]));
  }
  const order = matches.filter((match) => match !== null);
  if (order.some((match, index) => match < (order[index - 1] ?? -1))) {
    differences.push({ kind: 'moved', path, order });
  }
  return differences;
}
