/** A difference as a JSON patch (RFC 6902), for `kubectl patch --type=json` and for whoever writes the change elsewhere. */
import { equalJson, isJsonObject, type Json, own, type Path } from '../json.ts';
import { type ItemKey, matchItems } from '../match-items.ts';

export type PatchStep =
  | { op: 'add' | 'replace'; path: string; value: Json }
  | { op: 'remove'; path: string }
  /** The patch is refused when somebody else changed what it is about. */
  | { op: 'test'; path: string; value: Json };

/** RFC 6901. */
export function pointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function jsonPatch(before: Json, after: Json, keyOf: ItemKey): PatchStep[] {
  return steps(before, after, [], keyOf);
}

function steps(before: Json, after: Json, path: Path, keyOf: ItemKey): PatchStep[] {
  if (equalJson(before, after)) return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key): PatchStep[] => {
      const at = [...path, key];
      const [old, fresh] = [own(before, key), own(after, key)];
      if (old === undefined) return [{ op: 'add', path: pointer(at), value: fresh ?? null }];
      if (fresh === undefined) return [{ op: 'remove', path: pointer(at) }];
      return steps(old, fresh, at, keyOf);
    });
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const ofItems = itemSteps(before, after, path, keyOf);
    if (ofItems !== null) return ofItems;
  }
  return [
    { op: 'test', path: pointer(path), value: before },
    { op: 'replace', path: pointer(path), value: after },
  ];
}

/** Null when items change their order: then the list is written whole. */
function itemSteps(
  before: readonly Json[],
  after: readonly Json[],
  path: Path,
  keyOf: ItemKey,
): PatchStep[] | null {
  const matches = matchItems(before, after, path, keyOf, 'keyless');
  const kept = matches.filter((match) => match !== null);
  if (kept.some((match, index) => match <= (kept[index - 1] ?? -1))) return null;
  const keeps = new Set(kept);
  const found: PatchStep[] = [];
  for (let index = before.length - 1; index >= 0; index -= 1) {
    if (!keeps.has(index)) found.push({ op: 'remove', path: pointer([...path, index]) });
  }
  // From here on every index is one of the new list.
  for (const [index, item] of after.entries()) {
    const match = matches[index] ?? null;
    const at = [...path, index];
    if (match === null) found.push({ op: 'add', path: pointer(at), value: item });
    else found.push(...steps(before[match] ?? null, item, at, keyOf));
  }
  return found;
}
