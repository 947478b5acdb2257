/** A change for whoever has to make it elsewhere: a command for kubectl, and a patch to read or to commit. */

import { jsonPatch } from '#lib/document/diff/json-patch.ts';
import { hunks, linesOf } from '#lib/document/diff/line-diff.ts';
import type { Json } from '#lib/document/json.ts';
import type { ItemKey } from '#lib/document/match-items.ts';
import { shellWord } from '#lib/shell-word.ts';

export interface ExportedObject {
  group: string;
  plural: string;
  namespace: string;
  name: string;
}

function resourceOf({ group, plural }: ExportedObject): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** `before` and `after` are the values of the object; null where it is not there. Null when nothing changes. */
export function kubectlCommand(
  object: ExportedObject,
  { before, after, text }: { before: Json | null; after: Json | null; text: string },
  keyOf: ItemKey,
): string | null {
  const at = `--namespace ${shellWord(object.namespace)}`;
  if (after === null) return `kubectl delete ${at} ${resourceOf(object)} ${shellWord(object.name)}`;
  if (before === null) {
    // A delimiter that the text does not have.
    let end = 'EOF';
    while (text.split('\n').includes(end)) end += '_';
    return `kubectl create ${at} --filename - <<'${end}'\n${text.replace(/\n*$/, '\n')}${end}`;
  }
  const patch = jsonPatch(before, after, keyOf);
  if (patch.length === 0) return null;
  const target = `${resourceOf(object)} ${shellWord(object.name)}`;
  return `kubectl patch ${at} ${target} --type json --patch ${shellWord(JSON.stringify(patch))}`;
}

/** As `diff -u` writes it; empty when the texts are equal. */
export function unifiedPatch(file: string, before: string, after: string): string {
  const found = hunks(linesOf(before), linesOf(after));
  if (found.length === 0) return '';
  const range = (start: number, end: number): string => {
    // An empty side is named by the line before it.
    const first = end === start ? start : start + 1;
    return end - start === 1 ? String(first) : `${first},${end - start}`;
  };
  const signs = { same: ' ', removed: '-', added: '+' } as const;
  const body = found.map(({ beforeStart, beforeEnd, afterStart, afterEnd, lines }) => {
    const written = lines.map(({ kind, text }) => {
      return `${signs[kind]}${text.endsWith('\n') ? text : `${text}\n\\ No newline at end of file\n`}`;
    });
    return `@@ -${range(beforeStart, beforeEnd)} +${range(afterStart, afterEnd)} @@\n${written.join('')}`;
  });
  const old = before === '' ? '/dev/null' : `a/${file}`;
  const fresh = after === '' ? '/dev/null' : `b/${file}`;
  return `--- ${old}\n+++ ${fresh}\n${body.join('')}`;
}
