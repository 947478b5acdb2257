/** Entries or items of { } and [ ], put in and taken away; commas and line breaks as they are there. */
import type { Part } from './block-parts.ts';
import type { Layout } from './layout.ts';
import type { Splice } from './splice.ts';

/** After part `after`, -1 for the start. `open`: of the bracket. */
export function insertInFlow(
  { text }: Layout,
  open: number,
  parts: readonly Part[],
  after: number,
  printed: readonly string[],
): Splice {
  const first = parts[0];
  const beside = parts[after];
  if (first === undefined) return { from: open + 1, to: open + 1, insert: printed.join(', ') };
  const gap = gapOf(text, open, parts);
  if (beside === undefined) {
    return { from: first.start, to: first.start, insert: printed.map((one) => `${one},${gap}`).join('') };
  }
  return { from: beside.end, to: beside.end, insert: printed.map((one) => `,${gap}${one}`).join('') };
}

/** The white space from a comma to what follows. */
function gapOf(text: string, open: number, parts: readonly Part[]): string {
  const [first, second] = parts;
  if (first === undefined) return ' ';
  if (second !== undefined) return /,(\s*)$/.exec(text.slice(first.end, second.start))?.[1] ?? ' ';
  const before = text.slice(open + 1, first.start);
  return before.includes('\n') && before.trim() === '' ? before : ' ';
}

/** Takes away those whose index is not in `kept`, which has one at least. */
export function removeFromFlow(parts: readonly Part[], kept: ReadonlySet<number>): Splice[] {
  const splices: Splice[] = [];
  const firstKept = Math.min(...kept);
  for (const [index, part] of parts.entries()) {
    if (kept.has(index)) continue;
    const next = parts[index + 1];
    const before = parts[index - 1];
    if (index < firstKept && next !== undefined)
      splices.push({ from: part.start, to: next.start, insert: '' });
    else if (before !== undefined) splices.push({ from: before.end, to: part.end, insert: '' });
  }
  return splices;
}
