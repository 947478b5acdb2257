/** The numbers of a chart as CSV (RFC 4180). Names come from anywhere: none may become a formula in a spreadsheet. */
import type { ChartLine } from './chart-data.ts';

export function chartCsv(times: readonly number[], lines: readonly ChartLine[]): string {
  const head = ['time', ...lines.map(({ label }) => label)];
  const rows = times.map((time, index) => [
    new Date(time * 1000).toISOString(),
    ...lines.map(({ values }) => String(values[index] ?? '')),
  ]);
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+(e[-+]?\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
