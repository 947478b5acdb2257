/** Rows of a table as comma-separated values: the columns that are shown, without their controls. */
import { csvLines } from '../csv-lines.ts';
import type { DataColumn } from './data-column.ts';

export function toCsv<Row>(shown: readonly DataColumn<Row>[], rows: readonly Row[]): string {
  const columns = shown.filter(({ control }) => control !== true);
  const head = columns.map(({ name, title }) => name ?? title);
  return csvLines([
    head,
    ...rows.map((row) => columns.map((column) => column.text?.(row) ?? column.value(row))),
  ]);
}
