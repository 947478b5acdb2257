/** `matchItems` for long lists that hardly differ: what is equal at both ends is the same, and only what lies between is looked at. */
import { equalJson, type Json, type Path } from './json.ts';
import { type ItemKey, matchItems } from './match-items.ts';

/** For every item of `after` the index of its item in `before`, or null when it is new. */
export function sameItems(
  before: readonly Json[],
  after: readonly Json[],
  list: Path,
  keyOf: ItemKey,
  pairing: 'keyless' | 'all',
): (number | null)[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && equalJson(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && equalJson(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const middle = matchItems(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
    list,
    keyOf,
    pairing,
  );
  return after.map((_, index) => {
    if (index < start) return index;
    if (index >= after.length - end) return index - after.length + before.length;
    const match = middle[index - start] ?? null;
    return match === null ? null : match + start;
  });
}
