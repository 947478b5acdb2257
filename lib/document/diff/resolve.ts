/** A three-way merge whose conflicts somebody decided, one by one. */

import { changeValue } from '../change.ts';
import { isJsonObject, type Json, type Path, valueAt } from '../json.ts';
import type { Merged } from './merge.ts';

export type Side = 'theirs' | 'mine';

/** `sides`: for each conflict in its order; where there is none it stays theirs. */
export function resolved({ value, conflicts }: Merged, sides: readonly (Side | undefined)[]): Json {
  // From the end: what is put in or taken out of a list moves only what was decided already.
  return conflicts.reduceRight((now, { path, theirs, mine }, index) => {
    if (sides[index] !== 'mine') return now;
    return replaced(now, path, theirs, mine) ?? now;
  }, value);
}

function replaced(
  value: Json,
  path: Path,
  theirs: Json | undefined,
  mine: Json | undefined,
): Json | undefined {
  if (path.length === 0) return mine ?? null;
  if (mine === undefined) return changeValue(value, { op: 'remove', path });
  const parent = path.slice(0, -1);
  const last = path[path.length - 1];
  if (theirs === undefined && typeof last === 'number') {
    return changeValue(value, { op: 'insert', path: parent, index: last, value: mine });
  }
  // A map that they made empty is there, a list may be shorter than the place.
  const list = valueAt(value, parent);
  if (list !== undefined && !Array.isArray(list) && !isJsonObject(list)) return undefined;
  return changeValue(value, { op: 'set', path, value: mine });
}
