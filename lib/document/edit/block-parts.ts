/** Entries or items of a block, put in, taken away and put in another order, each with its own comments. */
import { pad } from '../yaml/print.ts';
import {
  columnOf,
  contentEnd,
  type Layout,
  lineStart,
  nextLine,
  type Slot,
  slotOf,
  startsLine,
} from './layout.ts';
import { insertLines, removeLines } from './replace-value.ts';
import type { Splice } from './splice.ts';

/** An entry or item: from its key or dash to the end of its value. */
export interface Part {
  start: number;
  end: number;
}

/** After part `after`, -1 for the start; lines carry their indentation. Null where there is no part to stand beside. */
export function insertParts(
  layout: Layout,
  parts: readonly Part[],
  after: number,
  lines: readonly string[],
): Splice | null {
  const { text, eol } = layout;
  const beside = parts[Math.max(after, 0)];
  if (beside === undefined) return null;
  if (after >= 0)
    return insertLines(layout, nextLine(text, slotOf(text, beside.start, beside.end).to), lines);
  if (startsLine(text, beside.start)) {
    return insertLines(layout, lineStart(text, slotOf(text, beside.start, beside.end).from), lines);
  }
  const insert = `${lines.join(eol).trimStart()}${eol}${pad(columnOf(text, beside.start))}`;
  return { from: beside.start, to: beside.start, insert };
}

/** Takes away those whose index is not in `kept`, which has one at least. */
export function removeParts({ text }: Layout, parts: readonly Part[], kept: ReadonlySet<number>): Splice[] {
  const splices: Splice[] = [];
  const firstKept = Math.min(...kept);
  const first = parts[0];
  const next = parts[firstKept];
  let from = 0;
  if (first !== undefined && next !== undefined && firstKept > 0 && !startsLine(text, first.start)) {
    // `- name: x` loses its name: what comes next moves up beside the dash, unless a comment is between.
    const slot = slotOf(text, next.start, next.end);
    const to = slot.from === next.start ? next.start : contentEnd(text, lineStart(text, slot.from));
    splices.push({ from: slot.from === next.start ? first.start : first.start - 1, to, insert: '' });
    from = firstKept;
  }
  for (const [index, part] of parts.entries()) {
    if (index < from || kept.has(index)) continue;
    const slot = slotOf(text, part.start, part.end);
    splices.push(removeLines(text, slot.from, slot.to));
  }
  return splices;
}

export function blockSlots({ text }: Layout, parts: readonly Part[]): Slot[] {
  return parts.map(({ start, end }) => slotOf(text, start, end));
}
