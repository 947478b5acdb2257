/** The numbers of a chart as CSV: a row for each time. */
import { csvLines } from '../csv-lines.ts';
import type { ChartLine } from './chart-data.ts';

export function chartCsv(times: readonly number[], lines: readonly ChartLine[]): string {
  const head = ['time', ...lines.map(({ label }) => label)];
  const rows = times.map((time, index) => [
    new Date(time * 1000).toISOString(),
    ...lines.map(({ values }) => values[index] ?? null),
  ]);
  return csvLines([head, ...rows]);
}
