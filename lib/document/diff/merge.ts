/**
 * Three-way merge of values: what they and I did since `base`. Maps are merged by key, lists by the keys of their items
 * (splits.md §5.5: routes by name or match, subsets by name), never by place.
 */
import { equalJson, isJsonObject, type Json, type JsonObject, own, type Path, setOwn } from '../json.ts';
import { canonical, type ItemKey, matchItems } from '../match-items.ts';

/** Undefined where a side has no such value. */
export interface MergeConflict {
  /** In the merged value, or where it would stand. */
  path: Path;
  base: Json | undefined;
  theirs: Json | undefined;
  mine: Json | undefined;
}

export interface Merged {
  /** With what they have wherever there is a conflict. */
  value: Json;
  conflicts: MergeConflict[];
}

export function mergeValues(base: Json, theirs: Json, mine: Json, keyOf: ItemKey): Merged {
  const conflicts: MergeConflict[] = [];
  const value = new Merge(keyOf, conflicts).part(base, theirs, mine, []);
  return { value: value ?? null, conflicts };
}

class Merge {
  private readonly keyOf: ItemKey;
  private readonly conflicts: MergeConflict[];

  constructor(keyOf: ItemKey, conflicts: MergeConflict[]) {
    this.keyOf = keyOf;
    this.conflicts = conflicts;
  }

  part(
    base: Json | undefined,
    theirs: Json | undefined,
    mine: Json | undefined,
    path: Path,
  ): Json | undefined {
    if (equalJson(theirs, mine) || equalJson(base, mine)) return theirs;
    if (equalJson(base, theirs)) return mine;
    if (isJsonObject(theirs) && isJsonObject(mine) && (isJsonObject(base) || base === undefined)) {
      return this.maps(base ?? {}, theirs, mine, path);
    }
    if (Array.isArray(base) && Array.isArray(theirs) && Array.isArray(mine)) {
      const merged = this.lists(base, theirs, mine, path);
      if (merged !== null) return merged;
    }
    this.conflicts.push({ path, base, theirs, mine });
    return theirs;
  }

  private maps(base: JsonObject, theirs: JsonObject, mine: JsonObject, path: Path): JsonObject {
    const merged: JsonObject = {};
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
      const value = this.part(own(base, key), own(theirs, key), own(mine, key), [...path, key]);
      if (value !== undefined) setOwn(merged, key, value);
    }
    return merged;
  }

  /** Null when the sides want two different orders. */
  private lists(
    base: readonly Json[],
    theirs: readonly Json[],
    mine: readonly Json[],
    path: Path,
  ): Json[] | null {
    const theirItems = itemsOf(base, theirs, path, this.keyOf);
    const myItems = itemsOf(base, mine, path, this.keyOf);
    const order = mergedOrder(theirItems, myItems);
    if (order === null) return null;
    const theirById = new Map(theirItems.map(({ id, value }) => [id, value]));
    const myById = new Map(myItems.map(({ id, value }) => [id, value]));
    const merged: Json[] = [];
    for (const id of order) {
      const old = typeof id === 'number' ? base[id] : undefined;
      const value = this.part(old, theirById.get(id), myById.get(id), [...path, merged.length]);
      if (value !== undefined) merged.push(value);
    }
    return merged;
  }
}

/** The index in `base`, or for new items a text that the same new item of the other side has too. */
type ItemId = number | string;

interface Item {
  id: ItemId;
  value: Json;
}

function itemsOf(base: readonly Json[], side: readonly Json[], path: Path, keyOf: ItemKey): Item[] {
  const matches = matchItems(base, side, path, keyOf, 'keyless');
  const seen = new Map<string, number>();
  return side.map((value, index) => {
    const match = matches[index] ?? null;
    if (match !== null) return { id: match, value };
    const key = keyOf(path, value) ?? canonical(value);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return { id: `${key}#${count}`, value };
  });
}

/**
 * The items of both sides in the order of the side that changed it, each followed by what the sides have behind it.
 * Null when the sides want two different orders.
 */
function mergedOrder(theirs: readonly Item[], mine: readonly Item[]): ItemId[] | null {
  const myIds = new Set(mine.map(({ id }) => id));
  const both = new Set(theirs.map(({ id }) => id).filter((id) => myIds.has(id)));
  const theirRuns = runsBehind(theirs, both);
  const myRuns = runsBehind(mine, both);
  const theirOrder = [...theirRuns.keys()];
  const myOrder = [...myRuns.keys()];
  if (theirOrder.some((id, index) => id !== myOrder[index])) {
    // Both made a new order, or put the same new item at two places.
    const added = theirOrder.some((id) => typeof id === 'string');
    if (added || (!isBaseOrder(theirOrder) && !isBaseOrder(myOrder))) return null;
  }
  return (isBaseOrder(myOrder) ? theirOrder : myOrder).flatMap((id) => {
    // Where both put something, the texts decide, not the sides.
    const runs = [theirRuns.get(id) ?? [], myRuns.get(id) ?? []].filter((run) => run.length > 0);
    const sorted = runs.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    return [...(id === null ? [] : [id]), ...sorted.flat()];
  });
}

/** Behind each item of both sides, null being the start, what only this side has. */
function runsBehind(items: readonly Item[], both: ReadonlySet<ItemId>): Map<ItemId | null, ItemId[]> {
  let run: ItemId[] = [];
  const runs = new Map<ItemId | null, ItemId[]>([[null, run]]);
  for (const { id } of items) {
    if (both.has(id)) {
      run = [];
      runs.set(id, run);
    } else {
      run.push(id);
    }
  }
  return runs;
}

function isBaseOrder(order: readonly (ItemId | null)[]): boolean {
  const known = order.filter((id) => typeof id === 'number');
  return known.every((id, index) => id > (known[index - 1] ?? -1));
}
