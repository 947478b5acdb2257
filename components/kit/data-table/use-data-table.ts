'use client';
/** What a data table shows: its rows in order, and the columns that were chosen and fit. Menu and export read the same. */
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import { defaultColumns } from './column-choice.ts';
import { type DataColumn, type Fit, fitColumns } from './data-column.ts';
import { type ColumnSort, compareValues } from './sorting.ts';
import { useInnerWidth } from './use-inner-width.ts';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
type Features = typeof features;

export interface DataTableOptions<Row> {
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  keyOf(row: Row): string;
  /** Ids of the columns to show; null for the default. */
  chosen: readonly string[] | null;
  sorting: readonly ColumnSort[];
  onSort(sorting: ColumnSort[]): void;
  /** There is a box before each row. */
  selectable?: boolean;
}

export interface DataTableModel<Row> extends Fit<DataColumn<Row>> {
  columns: readonly DataColumn<Row>[];
  chosen: readonly string[];
  /** Sorted. */
  rows: readonly Row[];
  keyOf(row: Row): string;
  sorting: readonly ColumnSort[];
  /** Sorts by the column, the other way round when it already is; `additive` keeps the columns sorted by before. */
  sortBy(id: string, additive: boolean): void;
  /** There is so little room that what names a row has a second line (row-place.tsx). */
  tall: boolean;
  /** The element that scrolls; null until it is there. */
  scroller: HTMLElement | null;
  setScroller(element: HTMLElement | null): void;
}

/** Beside the cells, at both ends of each row. */
export const edgePixels = 16;
/** Of the table, up to which rows are tall. */
const tallUpTo = 520;
/** For a box before each row. */
export const selectPixels = 28;

export function useDataTable<Row extends object>(options: DataTableOptions<Row>): DataTableModel<Row> {
  const { columns, rows, keyOf, chosen, sorting, onSort, selectable = false } = options;
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const width = useInnerWidth(scroller);
  const table = useTable<Features, Row>({
    features,
    columns: useMemo(() => columns.map(definition<Row>), [columns]),
    data: rows,
    getRowId: keyOf,
    state: { sorting: useMemo(() => [...sorting], [sorting]) },
    onSortingChange: (change) => onSort(typeof change === 'function' ? change([...sorting]) : change),
    enableSortingRemoval: false,
  });
  const ids = useMemo(() => chosen ?? defaultColumns(columns), [chosen, columns]);
  const fit = useMemo(
    () =>
      fitColumns(
        columns.filter(({ id }) => ids.includes(id)),
        width === null ? null : width - 2 * edgePixels - (selectable ? selectPixels : 0),
      ),
    [columns, ids, width, selectable],
  );
  const sorted = table.getRowModel().rows;
  return {
    ...fit,
    columns,
    chosen: ids,
    rows: useMemo(() => sorted.map(({ original }) => original), [sorted]),
    keyOf,
    sorting,
    sortBy: (id, additive) => table.getColumn(id)?.toggleSorting(undefined, additive),
    tall: width !== null && width <= tallUpTo,
    scroller,
    setScroller,
  };
}

function definition<Row extends object>(column: DataColumn<Row>): ColumnDef<Features, Row> {
  return {
    id: column.id,
    accessorFn: (row) => column.value(row) ?? undefined,
    sortUndefined: 'last',
    sortFn: (a, b) => compareValues(column.value(a.original), column.value(b.original)),
    sortDescFirst: column.numeric === true || column.descendingFirst === true,
  };
}
