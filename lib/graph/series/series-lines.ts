/** Rows of a range answer as lines over one time axis, added up by whatever groups them. NaN: no sample. */
import type { RangeSeries } from '../../metrics/samples.ts';
import type { TimeRange } from '../../metrics/time-range.ts';
import { rounded } from '../telemetry/traffic-sum.ts';

export type Line = Float64Array;

export interface GroupedLines<G> {
  /** By the key of the group; groups in the order of their first row. */
  groups: Map<string, { group: G; line: Line }>;
  /** Steps at which any row had a sample. */
  measured: readonly boolean[];
}

export function stepCount({ from, to, stepSeconds }: TimeRange): number {
  return Math.max(0, Math.round((to - from) / stepSeconds) + 1);
}

/** Adds the rows of each group; a row for which `groupOf` gives null is left out. */
export function groupLines<G>(
  rows: readonly RangeSeries[],
  range: TimeRange,
  groupOf: (labels: RangeSeries['labels']) => { key: string; group: G } | null,
): GroupedLines<G> {
  const count = stepCount(range);
  const groups = new Map<string, { group: G; line: Line }>();
  const measured = new Array<boolean>(count).fill(false);
  for (const { labels, times, values } of rows) {
    const found = groupOf(labels);
    if (found === null) continue;
    const entry = groups.get(found.key) ?? { group: found.group, line: emptyLine(count) };
    groups.set(found.key, entry);
    times.forEach((time, index) => {
      const place = Math.round((time - range.from) / range.stepSeconds);
      const value = values[index] ?? Number.NaN;
      if (place < 0 || place >= count || !Number.isFinite(value)) return;
      measured[place] = true;
      entry.line[place] = value + zeroIfNone(entry.line[place]);
    });
  }
  return { groups, measured };
}

export function emptyLine(count: number): Line {
  return new Float64Array(count).fill(Number.NaN);
}

export function zeroIfNone(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}

/** Null for NaN; four significant digits otherwise. */
export function answerLine(line: ArrayLike<number>): (number | null)[] {
  return Array.from(line, (value) => (Number.isFinite(value) ? rounded(value) : null));
}

/** A rate is 0 where something was measured and this part of it was not. */
export function filled(line: Line, measured: readonly boolean[]): Line {
  return line.map((value, index) => (Number.isNaN(value) && measured[index] === true ? 0 : value));
}

/** Null (NaN) where the denominator is not above zero. */
export function ratioLine(numerator: Line | undefined, denominator: Line): Line {
  return denominator.map((total, index) =>
    total > 0 ? Math.min(1, zeroIfNone(numerator?.[index]) / total) : Number.NaN,
  );
}

export function total(line: Line): number {
  return line.reduce((sum, value) => sum + zeroIfNone(value), 0);
}
