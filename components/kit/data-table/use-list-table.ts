'use client';
/** The table of a list whose order and columns stand in the URL; the columns are remembered by this browser, too. */
import { useMemo } from 'react';
import { formatSorting, parseSorting } from './sorting.ts';
import { type ColumnChoice, useColumnChoice } from './use-column-choice.ts';
import { type DataTableModel, type DataTableOptions, useDataTable } from './use-data-table.ts';

interface ListTableOptions<Row>
  extends Pick<DataTableOptions<Row>, 'columns' | 'rows' | 'keyOf' | 'selectable'> {
  /** What the choice of columns is remembered by. */
  name: string;
  url: {
    sort: string;
    columns: readonly string[] | null;
    set(next: { sort?: string; columns?: string[] | null }): unknown;
  };
}

export interface ListTable<Row> extends Pick<ColumnChoice, 'choose'> {
  table: DataTableModel<Row>;
}

export function useListTable<Row extends object>({
  name,
  url,
  columns,
  ...options
}: ListTableOptions<Row>): ListTable<Row> {
  const sorting = useMemo(
    () =>
      parseSorting(
        url.sort,
        columns.map(({ id }) => id),
      ),
    [url.sort, columns],
  );
  const { chosen, choose } = useColumnChoice(
    name,
    columns,
    url.columns,
    (next) => void url.set({ columns: next }),
  );
  const table = useDataTable({
    ...options,
    columns,
    chosen,
    sorting,
    onSort: (next) => void url.set({ sort: formatSorting(next) }),
  });
  return { table, choose };
}
