/** What an editor marks beside its lines: which are new or other than before, what stood there, and where lines went away. */
import type { Splice } from '../edit/splice.ts';
import { diffLines, type LineRange, linesOf } from './line-diff.ts';
import { oneSplice } from './one-splice.ts';

export interface ChangedLine {
  /** From 1, in the text after. */
  line: number;
  /** The value that stood behind the same key before; null for lines that are new or have no key. */
  was: string | null;
}

export interface ChangedLines {
  changed: ChangedLine[];
  /** Lines that are gone: how many, and behind which line of the text after (0: before the first). */
  gone: { behind: number; count: number }[];
}

/** Indentation, dash and key of a line, and its value: `  - weight: 75` is `  - weight:` and `75`. */
const keyed = /^(\s*(?:- +)*(?:[\w./-]+|"[^"]*"|'[^']*')\s*:)(?:\s+(.*))?$/;
const longestWas = 60;

export function changedLines(before: string, after: string): ChangedLines {
  const changed: ChangedLine[] = [];
  const gone: ChangedLines['gone'] = [];
  const splice = oneSplice(before, after);
  if (splice === null) return { changed, gone };
  // Only the lines between those that both texts begin and end with.
  const from = before.lastIndexOf('\n', splice.from - 1) + 1;
  const [oldEnd, freshEnd] = endsOfLines(before, after, splice);
  const first = linesBefore(before, from);
  const [old, fresh] = [linesOf(before.slice(from, oldEnd)), linesOf(after.slice(from, freshEnd))];
  for (const range of diffLines(old, fresh)) {
    const was = valuesBefore(old, fresh, range);
    for (let at = range.afterStart; at < range.afterEnd; at += 1) {
      changed.push({ line: first + at + 1, was: was.get(at) ?? null });
    }
    const replaced = range.afterEnd - range.afterStart;
    const removed = range.beforeEnd - range.beforeStart - replaced;
    if (removed > 0) gone.push({ behind: first + range.afterEnd, count: removed });
  }
  return { changed, gone };
}

/** Where the lines end that a splice ends in: a line break before its end is the last of the same line in both. */
function endsOfLines(before: string, after: string, { from, to, insert }: Splice): [number, number] {
  const end = before.indexOf('\n', to) + 1;
  if (end === 0) return [before.length, after.length];
  return [end, end - to + from + insert.length];
}

function linesBefore(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Each line takes the first line of old with its key, in order. */
function valuesBefore(
  old: readonly string[],
  fresh: readonly string[],
  { beforeStart, beforeEnd, afterStart, afterEnd }: LineRange,
): Map<number, string> {
  const values = new Map<number, string>();
  let from = beforeStart;
  for (let at = afterStart; at < afterEnd; at += 1) {
    const [, key] = keyed.exec(trimmed(fresh[at])) ?? [];
    if (key === undefined) continue;
    for (let index = from; index < beforeEnd; index += 1) {
      const [, oldKey, value] = keyed.exec(trimmed(old[index])) ?? [];
      if (oldKey !== key) continue;
      from = index + 1;
      if (value !== undefined && value !== '') values.set(at, shortened(value));
      break;
    }
  }
  return values;
}

function trimmed(line: string | undefined): string {
  return line?.replace(/\r?\n$/, '') ?? '';
}

function shortened(value: string): string {
  return value.length > longestWas ? `${value.slice(0, longestWas - 1)}…` : value;
}
