/** A column of a data table, and which of them fit: what matters least leaves first when there is little room. Pure. */
import type { ReactNode } from 'react';

export type CellValue = string | number | null;

export interface DataColumn<Row> {
  readonly id: string;
  /** Stands in the head. */
  readonly title: string;
  /** Where the title alone would not be understood: tooltip, menu of columns, exported file. */
  readonly name?: string;
  /** Pixels it needs at least, and its part of what is left over. */
  readonly width: number;
  readonly grow?: number;
  /** Right-aligned, largest first when it is first sorted by. */
  readonly numeric?: boolean;
  /** What it is sorted by, and what an exported file holds; null sorts last either way. */
  value(row: Row): CellValue;
  /** In words, where an exported file should not hold what it is sorted by. */
  text?(row: Row): string;
  /** Sorted downwards first although it is not numeric. */
  readonly descendingFirst?: boolean;
  /** `tabIndex` is for controls of its own: only those of one row are in the tab order. */
  cell(row: Row, tabIndex: 0 | -1): ReactNode;
  /** The higher, the sooner it leaves when there is little room; absent means never. */
  readonly drop?: number;
  /** Holds controls: its title is only spoken, it is not sorted by, not exported, and cannot be left out. */
  readonly control?: boolean;
  /** Only shown when it was chosen: then it should not be among the first to leave. */
  readonly extra?: boolean;
}

type Measured = Pick<DataColumn<never>, 'id' | 'width' | 'grow' | 'drop'>;

export interface Fit<Column> {
  shown: { column: Column; width: number }[];
  /** Ids of columns for which there is no room. */
  noRoom: ReadonlySet<string>;
}

/** `available` pixels; null where they are not known yet. */
export function fitColumns<Column extends Measured>(
  columns: readonly Column[],
  available: number | null,
): Fit<Column> {
  const kept = [...columns];
  const noRoom = new Set<string>();
  const needed = () => kept.reduce((sum, { width }) => sum + width, 0);
  while (available !== null && needed() > available) {
    const dropped = kept.reduce<Column | null>(
      (worst, column) =>
        (column.drop ?? 0) > 0 && (column.drop ?? 0) >= (worst?.drop ?? 0) ? column : worst,
      null,
    );
    if (dropped === null) break;
    kept.splice(kept.indexOf(dropped), 1);
    noRoom.add(dropped.id);
  }
  const spare = Math.max(0, (available ?? 0) - needed());
  const parts = kept.reduce((sum, { grow = 0 }) => sum + grow, 0);
  return {
    shown: kept.map((column) => ({
      column,
      width: Math.floor(column.width + (parts > 0 ? (spare * (column.grow ?? 0)) / parts : 0)),
    })),
    noRoom,
  };
}
