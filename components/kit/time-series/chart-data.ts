/** What a chart over time shows, and the sums behind it. Pure. */
import type { Tokens } from '#components/ui/theme/tokens.ts';

export const chartUnits = [
  'number',
  'perSecond',
  'ratio',
  'milliseconds',
  'seconds',
  'bytes',
  'bytesPerSecond',
] as const;
export type ChartUnit = (typeof chartUnits)[number];

export interface ChartLine {
  /** Stable across refreshes; lines of several charts with one key are shown and hidden together. */
  key: string;
  label: string;
  /** One for each time; null where there is no sample. */
  values: readonly (number | null)[];
  tone: keyof Tokens;
  dashed?: boolean;
  /** A grey companion without a place in the legend's values: what the line is compared with. */
  ghost?: boolean;
}

export interface ChartMark {
  /** Unix seconds. */
  at: number;
  text: string;
}

export interface ChartThreshold {
  value: number;
  label: string;
}

/** Each line on top of those before it; null where nobody has a sample. */
export function stackLines(lines: readonly ChartLine[]): (number | null)[][] {
  const sums: (number | null)[] = [];
  return lines.map(({ values }) =>
    values.map((value, index) => {
      const below = sums[index] ?? null;
      const top = value === null ? below : (below ?? 0) + value;
      sums[index] = top;
      return top;
    }),
  );
}

/** The tops of a stack where the line itself has an amount: nothing is drawn around nothing. */
export function edgesOf(
  lines: readonly ChartLine[],
  tops: readonly (readonly (number | null)[])[],
): (number | null)[][] {
  return lines.map(({ values }, which) =>
    values.map((value, index) => ((value ?? 0) > 0 ? (tops[which]?.[index] ?? null) : null)),
  );
}

/** The highest value that is drawn; 0 without any. */
export function highest(columns: readonly (readonly (number | null)[])[]): number {
  let most = 0;
  for (const values of columns) for (const value of values) if (value !== null && value > most) most = value;
  return most;
}

/** The lowest value below 0; 0 without any. */
export function lowest(columns: readonly (readonly (number | null)[])[]): number {
  let least = 0;
  for (const values of columns)
    for (const value of values) if (value !== null && value < least) least = value;
  return least;
}

/** Index of the time nearest to a moment; null without times. */
export function nearestIndex(times: readonly number[], at: number): number | null {
  if (times.length === 0) return null;
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const before = times[low - 1];
  return before !== undefined && at - before <= (times[low] ?? 0) - at ? low - 1 : low;
}

/** The newest sample with its index; null without any. */
export function lastSample(values: readonly (number | null)[]): { index: number; value: number } | null {
  for (let index = values.length - 1; index >= 0; index--) {
    const value = values[index] ?? null;
    if (value !== null) return { index, value };
  }
  return null;
}

/** Samples without a neighbour: a line would not show them. */
export function loneSamples(values: readonly (number | null)[]): number[] {
  return values.flatMap((value, index) =>
    value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null
      ? [index]
      : [],
  );
}

/** Values at a step, largest first; lines without a sample there are left out. */
export function valuesAt(lines: readonly ChartLine[], index: number): { line: ChartLine; value: number }[] {
  return lines
    .flatMap((line) => {
      const value = line.values[index] ?? null;
      return value === null ? [] : [{ line, value }];
    })
    .sort((a, b) => b.value - a.value);
}

/**
 * Marks within the times, oldest first. What happened since the last sample stands at it: a step may be an hour, and a change is to be
 * seen at once.
 */
function placedMarks(
  marks: readonly ChartMark[],
  times: readonly number[],
): { at: number; mark: ChartMark }[] {
  const first = times[0];
  const last = times.at(-1);
  if (first === undefined || last === undefined) return [];
  const until = last + (last - (times.at(-2) ?? last));
  return marks
    .filter(({ at }) => at >= first && at <= until)
    .map((mark) => ({ at: Math.min(mark.at, last), mark }))
    .sort((a, b) => a.at - b.at || a.mark.at - b.mark.at);
}

/** Where a line is drawn for each of them. */
export function markTimes(marks: readonly ChartMark[], times: readonly number[]): number[] {
  return [...new Set(placedMarks(marks, times).map(({ at }) => at))];
}

/** Marks that would touch each other become one: `reach` is how near, in seconds. Marks outside the times are left out. */
export function gatherMarks(
  marks: readonly ChartMark[],
  times: readonly number[],
  reach: number,
): { at: number; marks: ChartMark[] }[] {
  const gathered: { at: number; marks: ChartMark[] }[] = [];
  for (const { at, mark } of placedMarks(marks, times)) {
    const open = gathered.at(-1);
    if (open !== undefined && at - open.at <= reach) open.marks.push(mark);
    else gathered.push({ at, marks: [mark] });
  }
  return gathered;
}
