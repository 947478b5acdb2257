'use client';
/** One row: its first cell is the link or button by which it opens, by a click anywhere in the row too. Drawn again only when it changed. */
import Link from 'next/link';
import { type MouseEvent, memo } from 'react';
import type { DataColumn, Fit } from './data-column.ts';
import styles from './data-table.module.css';
import type { RowSelection } from './row-selection.ts';

export interface DataRowProps<Row> {
  row: Row;
  rowKey: string;
  /** Its place in the whole table, from 0. */
  index: number;
  columns: Fit<DataColumn<Row>>['shown'];
  href: string | null;
  /** Instead of a link: what opening it does. */
  onOpen?: ((row: Row) => void) | undefined;
  /** It is the one that is open. */
  current: boolean;
  tabIndex: 0 | -1;
  select: RowSelection<Row> | null;
  selected: boolean;
}

/** Text that was marked with the pointer is to be copied, not opened. */
function opens({ target, currentTarget }: MouseEvent<HTMLTableRowElement>): HTMLElement | null {
  if (!(target instanceof Element) || target.closest('a, button, label') !== null) return null;
  if (window.getSelection()?.isCollapsed === false) return null;
  return currentTarget.querySelector<HTMLElement>('a[data-row-link], button[data-row-link]');
}

function Row<Row>(props: DataRowProps<Row>) {
  const { row, rowKey, index, columns, href, onOpen, current, tabIndex, select, selected } = props;
  return (
    <tr
      className={styles.row}
      aria-rowindex={index + 2}
      data-row={rowKey}
      data-opens={href !== null || onOpen !== undefined || undefined}
      data-current={current || undefined}
      data-selected={selected || undefined}
      onClick={(event) => opens(event)?.click()}
    >
      {select !== null && (
        <td data-select>
          <label>
            <input
              type="checkbox"
              checked={selected}
              disabled={!select.ready}
              aria-label={select.label(row)}
              tabIndex={tabIndex}
              onChange={(event) => select.onChange([rowKey], event.currentTarget.checked)}
            />
          </label>
        </td>
      )}
      {columns.map(({ column }, place) => {
        const content = column.cell(row, tabIndex);
        if (place > 0)
          return (
            <td key={column.id} data-numeric={column.numeric || undefined}>
              {content}
            </td>
          );
        return (
          <th key={column.id} scope="row">
            {onOpen ? (
              <button
                type="button"
                className={styles.name}
                data-row-link
                aria-current={current || undefined}
                tabIndex={tabIndex}
                onClick={() => onOpen(row)}
              >
                {content}
              </button>
            ) : href === null ? (
              <span className={styles.name} data-row-link tabIndex={tabIndex}>
                {content}
              </span>
            ) : (
              <Link className={styles.name} data-row-link href={href} prefetch={false} tabIndex={tabIndex}>
                {content}
              </Link>
            )}
          </th>
        );
      })}
    </tr>
  );
}

export const DataRow = memo(Row) as typeof Row;
