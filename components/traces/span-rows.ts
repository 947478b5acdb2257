/** Which rows of a waterfall are shown when some are folded, and where bars lie. Pure. */
import type { TraceSpan } from '#lib/api/traffic/traces.ts';
import type { Row } from '#lib/traces/waterfall.ts';

/** Rows without those below a folded one. */
export function shownRows(rows: readonly Row<TraceSpan>[], folded: ReadonlySet<string>): Row<TraceSpan>[] {
  const shown: Row<TraceSpan>[] = [];
  let under: number | null = null;
  for (const row of rows) {
    if (under !== null && row.depth > under) continue;
    under = folded.has(rowKey(row.span)) ? row.depth : null;
    shown.push(row);
  }
  return shown;
}

/** A client and a server may share the id of a span. */
export function rowKey({ id, kind, startUs }: TraceSpan): string {
  return `${id}/${kind}/${startUs}`;
}

/** Percent of the whole trace; what is too short to see is seen all the same. */
export function barOf(
  span: Pick<TraceSpan, 'startUs' | 'durationUs'>,
  whole: { startUs: number; durationUs: number },
): { left: number; width: number } {
  const total = Math.max(1, whole.durationUs);
  const left = Math.min(99.7, Math.max(0, (100 * (span.startUs - whole.startUs)) / total));
  return { left, width: Math.min(100 - left, Math.max(0.3, (100 * span.durationUs) / total)) };
}
