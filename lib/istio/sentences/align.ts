/** Where a place of one state of an object stands in an earlier state: list items are the items that they are, not their places. */
import { type Json, type Path, valueAt } from '../../document/json.ts';
import { byName, type ItemKey, matchItems } from '../../document/match-items.ts';

/** The item of `before` for each of `after`; null where there is none. What is left over is taken by place, unless both have names. */
export function matchStates(
  before: readonly Json[],
  after: readonly Json[],
  list: Path,
  keyOf: ItemKey,
): (number | null)[] {
  const matches = matchItems(before, after, list, keyOf, 'keyless');
  const taken = new Set(matches);
  const oldLeft = [...before.keys()].filter((at) => !taken.has(at));
  const newLeft = [...after.keys()].filter((at) => matches[at] === null);
  const pick = (items: readonly Json[], at: readonly number[]): Json[] => at.map((one) => items[one] ?? null);
  const more = matchItems(pick(before, oldLeft), pick(after, newLeft), list, byName, 'all');
  for (const [index, at] of newLeft.entries()) {
    const match = more[index];
    const old = match === null || match === undefined ? undefined : oldLeft[match];
    // Two names are two things.
    const names = [before[old ?? -1] ?? null, after[at] ?? null].map((item) => byName(list, item));
    if (old !== undefined && names.includes(null)) matches[at] = old;
  }
  return matches;
}

/** Maps paths of `after` to those of `before`; a step that has no counterpart gets a plus sign. */
export function aligner(before: Json, after: Json, keyOf: ItemKey): (path: Path) => string {
  const known = new Map<string, (number | null)[]>();
  const matchesAt = (list: Path, old: Path | null): (number | null)[] => {
    const key = JSON.stringify(list);
    const present = known.get(key);
    if (present !== undefined) return present;
    const items = valueAt(after, list);
    const oldItems = old === null ? undefined : valueAt(before, old);
    const made =
      Array.isArray(items) && Array.isArray(oldItems) ? matchStates(oldItems, items, list, keyOf) : [];
    known.set(key, made);
    return made;
  };
  return (path) => {
    let old: (string | number)[] | null = [];
    const text: string[] = [];
    for (const [at, step] of path.entries()) {
      const mapped: string | number | null =
        typeof step === 'number' ? (matchesAt(path.slice(0, at), old)[step] ?? null) : step;
      text.push(mapped === null ? `+${step}` : JSON.stringify(mapped));
      old = mapped === null || old === null ? null : [...old, mapped];
    }
    return text.join();
  };
}
