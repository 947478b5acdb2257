/**
 * Cells as comma-separated values (RFC 4180). A text that a spreadsheet would run as a formula is given a quote before it
 * (https://owasp.org/www-community/attacks/CSV_Injection): names come from whoever may create objects.
 */

/** Null is an empty cell. */
export type CsvCell = string | number | null;

export function csvLines(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((cells) => `${cells.map(field).join(',')}\r\n`).join('');
}

function field(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
