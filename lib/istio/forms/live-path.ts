/** Where a field of a document stands in the object as it was before: items of lists are looked up by what they are, not by place. */
import { type Json, type Path, valueAt } from '#lib/document/json.ts';
import type { ItemKey } from '#lib/document/match-items.ts';
import { sameItems } from '#lib/document/same-items.ts';

export interface LivePaths {
  /** Null for what is in a list's item that was not there before. */
  pathBefore(path: Path): Path | null;
  /** Undefined where there was nothing. */
  valueBefore(path: Path): Json | undefined;
}

/** Each pair of lists is matched once, when first asked for. */
export function livePaths(before: Json, after: Json, keyOf: ItemKey): LivePaths {
  const matches = new Map<string, readonly (number | null)[]>();
  const matchesOf = (old: Path, now: Path): readonly (number | null)[] => {
    const name = JSON.stringify(now);
    let found = matches.get(name);
    if (found === undefined) {
      const [a, b] = [valueAt(before, old), valueAt(after, now)];
      found = Array.isArray(a) && Array.isArray(b) ? sameItems(a, b, now, keyOf, 'keyless') : [];
      matches.set(name, found);
    }
    return found;
  };
  const pathBefore = (path: Path): Path | null => {
    const old: (string | number)[] = [];
    for (const [at, step] of path.entries()) {
      if (typeof step === 'string') old.push(step);
      else {
        const index = matchesOf(old, path.slice(0, at))[step];
        if (index === null || index === undefined) return null;
        old.push(index);
      }
    }
    return old;
  };
  return {
    pathBefore,
    valueBefore: (path) => {
      const old = pathBefore(path);
      return old === null ? undefined : valueAt(before, old);
    },
  };
}
