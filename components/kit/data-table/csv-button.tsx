'use client';
/** What the table shows, saved as CSV: its rows in their order, the columns that were chosen. */
import { Download } from 'lucide-react';
import { Button } from '#components/ui/buttons/button.tsx';
import { saveCsv } from '#components/ui/files/save-file.ts';
import { toCsv } from './csv.ts';
import type { DataTableModel } from './use-data-table.ts';

export interface CsvButtonProps<Row> {
  table: Pick<DataTableModel<Row>, 'columns' | 'chosen' | 'rows'>;
  /** Without its ending. */
  fileName: string;
  label: string;
}

export function CsvButton<Row>({ table: { columns, chosen, rows }, fileName, label }: CsvButtonProps<Row>) {
  const save = () =>
    saveCsv(
      [fileName],
      toCsv(
        columns.filter(({ id }) => chosen.includes(id)),
        rows,
      ),
    );
  return (
    <Button
      size="small"
      leading={<Download size={14} aria-hidden />}
      disabled={rows.length === 0}
      onClick={save}
    >
      {label}
    </Button>
  );
}
