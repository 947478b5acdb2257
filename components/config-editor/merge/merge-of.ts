/** A draft and the object as it is now, put together: by rule and subset name, and what is left to decide. */
import { type Merged, mergeValues } from '#lib/document/diff/merge.ts';
import { resolved, type Side } from '#lib/document/diff/resolve.ts';
import { writeDocument } from '#lib/document/edit/write.ts';
import { isJsonObject, type Json } from '#lib/document/json.ts';
import { objectText } from '#lib/document/object-text.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { type FieldChange, fieldChanges } from '#lib/istio/changes/field-changes.ts';
import { itemKeyOf, type Kind } from '#lib/istio/kinds/kind.ts';

export interface MergedDraft {
  merged: Merged;
  base: Json;
  theirs: Json;
  mine: Json;
  /** What they did, field by field. */
  theirChanges: readonly FieldChange[];
  /** The draft's own text, its comments kept, with the merged value. */
  textOf(sides: readonly (Side | undefined)[]): string;
}

/** Null while one of the texts cannot be read. */
export function mergeOf(kind: Kind, base: string, theirs: string, mine: string): MergedDraft | null {
  const [before, live, draft] = [base, theirs, mine].map((text) => parseDocument(text));
  if (before === undefined || live === undefined || draft === undefined) return null;
  if (before.problem !== null || live.problem !== null || draft.problem !== null) return null;
  const keyOf = itemKeyOf(kind);
  const merged = mergeValues(before.value, live.value, draft.value, keyOf);
  return {
    merged,
    base: before.value,
    theirs: live.value,
    mine: draft.value,
    theirChanges: fieldChanges(before.value, live.value, kind),
    textOf(sides) {
      const value = resolved(merged, sides);
      const written = writeDocument(draft, value, { keyOf });
      if (written.ok) return written.value.document.text;
      return isJsonObject(value) ? objectText(value) : mine;
    },
  };
}
