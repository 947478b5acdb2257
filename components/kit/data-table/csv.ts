/**
 * Rows as comma-separated values (RFC 4180). A text that a spreadsheet would run as a formula is given a quote before it
 * (https://owasp.org/www-community/attacks/CSV_Injection): names come from whoever may create objects.
 */
import type { CellValue, DataColumn } from './data-column.ts';

export function toCsv<Row>(shown: readonly DataColumn<Row>[], rows: readonly Row[]): string {
  const columns = shown.filter(({ control }) => control !== true);
  const head = columns.map(({ name, title }) => name ?? title);
  const lines = rows.map((row) => columns.map((column) => column.text?.(row) ?? column.value(row)));
  return [head, ...lines].map((cells) => `${cells.map(field).join(',')}\r\n`).join('');
}

function field(value: CellValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands the text to the browser as a file. */
export function downloadCsv(name: string, text: string): void {
  // Excel takes UTF-8 for granted only after a byte order mark.
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
