/** A difference of two texts as rows for the screen: what is equal far from any difference is folded until somebody wants it. */
import { diffLines, linesOf } from '#lib/document/diff/line-diff.ts';

/** Line numbers from 1; null on the side that lacks the line. */
export interface DiffRow {
  kind: 'same' | 'removed' | 'added';
  before: number | null;
  after: number | null;
  text: string;
}

export type DiffPart =
  | { kind: 'rows'; rows: readonly DiffRow[] /** Differs, rather than standing around. */; change: boolean }
  | { kind: 'folded'; id: number; rows: readonly DiffRow[] };

export interface DiffParts {
  parts: readonly DiffPart[];
  added: number;
  removed: number;
}

/** Fewer equal lines than this are not worth a fold. */
const leastFolded = 3;

/** `context`: equal lines that stand around a difference. `opened`: ids of folds that are open. */
export function diffParts(
  before: string,
  after: string,
  { context = 3, opened }: { context?: number; opened: ReadonlySet<number> },
): DiffParts {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const ranges = diffLines(old, fresh);
  const parts: DiffPart[] = [];
  let [added, removed] = [0, 0];
  let [a, b] = [0, 0];
  const same = (count: number): DiffRow[] =>
    Array.from({ length: count }, (_, index) => ({
      kind: 'same',
      before: a + index + 1,
      after: b + index + 1,
      text: shown(old[a + index]),
    }));
  const equal = (count: number, first: boolean, last: boolean): void => {
    const rows = same(count);
    const lead = first ? 0 : Math.min(context, count);
    const tail = last ? 0 : Math.min(context, count - lead);
    const hidden = count - lead - tail;
    const id = a + lead;
    if (hidden < leastFolded || opened.has(id)) {
      if (count > 0) parts.push({ kind: 'rows', rows, change: false });
    } else {
      if (lead > 0) parts.push({ kind: 'rows', rows: rows.slice(0, lead), change: false });
      parts.push({ kind: 'folded', id, rows: rows.slice(lead, count - tail) });
      if (tail > 0) parts.push({ kind: 'rows', rows: rows.slice(count - tail), change: false });
    }
    a += count;
    b += count;
  };
  for (const [index, range] of ranges.entries()) {
    equal(range.beforeStart - a, index === 0, false);
    const rows: DiffRow[] = [];
    for (; a < range.beforeEnd; a += 1, removed += 1) {
      rows.push({ kind: 'removed', before: a + 1, after: null, text: shown(old[a]) });
    }
    for (; b < range.afterEnd; b += 1, added += 1) {
      rows.push({ kind: 'added', before: null, after: b + 1, text: shown(fresh[b]) });
    }
    parts.push({ kind: 'rows', rows, change: true });
  }
  equal(old.length - a, ranges.length === 0, true);
  return { parts, added, removed };
}

function shown(line: string | undefined): string {
  return line?.replace(/\r?\n$/, '') ?? '';
}

/** Side by side: removed and added lines of one difference stand beside each other. */
export function pairRows(rows: readonly DiffRow[]): { left: DiffRow | null; right: DiffRow | null }[] {
  const pairs: { left: DiffRow | null; right: DiffRow | null }[] = [];
  const removed = rows.filter(({ kind }) => kind === 'removed');
  const added = rows.filter(({ kind }) => kind === 'added');
  for (const row of rows) if (row.kind === 'same') pairs.push({ left: row, right: row });
  for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
    pairs.push({ left: removed[index] ?? null, right: added[index] ?? null });
  }
  return pairs;
}
