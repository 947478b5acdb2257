/** Which item of one list is which item of another: by the key that its kind gives it, else by being equal, else by its place. */
import { isJsonObject, type Json, own, type Path } from './json.ts';

/** What makes an item of the list at this path the same item elsewhere; null where only its content or place does. */
export type ItemKey = (list: Path, item: Json) => string | null;

/** The name, where items have one. */
export const byName: ItemKey = (_list, item) => {
  const name = isJsonObject(item) ? own(item, 'name') : undefined;
  return typeof name === 'string' ? name : null;
};

/** The order of keys does not count. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(own(value, key) ?? null)}`).join()}}`;
}

/** Unique keys only: a key that is there twice says nothing. */
export function indexByKey(items: readonly Json[], list: Path, keyOf: ItemKey): Map<string, number> {
  const index = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [at, item] of items.entries()) {
    const key = keyOf(list, item);
    if (key === null) continue;
    if (index.has(key)) repeated.add(key);
    index.set(key, at);
  }
  for (const key of repeated) index.delete(key);
  return index;
}

/**
 * For every item of `after` the index of its item in `before`, or null when it is new.
 * `pairing`: whether what is left over is matched by place: never when both have keys ('keyless'), or always ('all').
 */
export function matchItems(
  before: readonly Json[],
  after: readonly Json[],
  list: Path,
  keyOf: ItemKey,
  pairing: 'keyless' | 'all',
): (number | null)[] {
  const matches: (number | null)[] = after.map(() => null);
  const taken = new Set<number>();
  const take = (at: number, match: number): void => {
    matches[at] = match;
    taken.add(match);
  };
  const oldKeys = indexByKey(before, list, keyOf);
  for (const [key, at] of indexByKey(after, list, keyOf)) {
    const match = oldKeys.get(key);
    if (match !== undefined) take(at, match);
  }
  matchEqual(before, after, matches, taken, take);
  for (const [at, item] of after.entries()) {
    if (matches[at] !== null) continue;
    const [low, high] = neighbours(matches, at, before.length);
    for (let match = low + 1; match < high; match += 1) {
      if (taken.has(match)) continue;
      const other = before[match] ?? null;
      const keyless = keyOf(list, item) === null && keyOf(list, other) === null;
      if (pairing === 'keyless' && !keyless) continue;
      if (isJsonObject(item) !== isJsonObject(other)) continue;
      take(at, match);
      break;
    }
  }
  return matches;
}

function matchEqual(
  before: readonly Json[],
  after: readonly Json[],
  matches: readonly (number | null)[],
  taken: ReadonlySet<number>,
  take: (at: number, match: number) => void,
): void {
  if (matches.every((match) => match !== null)) return;
  const places = new Map<string, number[]>();
  for (const [at, item] of before.entries()) {
    if (taken.has(at)) continue;
    const text = canonical(item);
    const same = places.get(text);
    if (same === undefined) places.set(text, [at]);
    else same.push(at);
  }
  for (const [at, item] of after.entries()) {
    if (matches[at] !== null) continue;
    const match = places.get(canonical(item))?.shift();
    if (match !== undefined) take(at, match);
  }
}

/** Between which items of `before` the neighbours that are matched stand. */
function neighbours(matches: readonly (number | null)[], at: number, length: number): [number, number] {
  let low = -1;
  for (let index = at - 1; index >= 0; index -= 1) {
    const match = matches[index];
    if (match !== null && match !== undefined) {
      low = match;
      break;
    }
  }
  for (let index = at + 1; index < matches.length; index += 1) {
    const match = matches[index];
    if (match !== null && match !== undefined && match > low) return [low, match];
  }
  return [low, length];
}
