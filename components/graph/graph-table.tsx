'use client';
/** The same data as the picture, as sortable tables: connections, or nodes. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import styles from './graph-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** Null sorts last in either direction. */
  sortBy(row: Row): string | number | null;
  cell(row: Row): ReactNode;
  readonly numeric?: boolean;
}

export interface GraphTableProps<Row extends { readonly id: string }> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  selected: string | null;
  /** The column that it starts with, largest first. */
  firstSort: string;
  onSelect: (id: string) => void;
}

/** Rows drawn at once; more on request. */
const portion = 200;

export function compareCells(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

export function sortRows<Row extends { readonly id: string }>(
  rows: readonly Row[],
  column: Pick<Column<Row>, 'sortBy'>,
  descending: boolean,
): Row[] {
  return rows.toSorted((a, b) => {
    const [left, right] = [column.sortBy(a), column.sortBy(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order = compareCells(left, right);
    return order === 0 ? compareCells(a.id, b.id) : descending ? -order : order;
  });
}

export function GraphTable<Row extends { readonly id: string }>(props: GraphTableProps<Row>) {
  const { caption, columns, rows, selected, firstSort, onSelect } = props;
  const t = useTranslations('graph.table');
  const [sort, setSort] = useState({ id: firstSort, descending: true });
  const [shown, setShown] = useState(portion);
  const column = columns.find(({ id }) => id === sort.id) ?? columns[0];
  const sorted = column ? sortRows(rows, column, sort.descending) : [...rows];
  if (rows.length === 0) return <p className={styles.nothing}>{t('noMatch')}</p>;
  return (
    <>
      <table className={styles.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ id, title, numeric }) => {
              const active = id === sort.id;
              const direction = sort.descending ? 'descending' : 'ascending';
              const Arrow = sort.descending ? ArrowDown : ArrowUp;
              return (
                <th
                  key={id}
                  scope="col"
                  data-numeric={numeric || undefined}
                  aria-sort={active ? direction : undefined}
                >
                  <button
                    type="button"
                    title={t('sort', { column: title })}
                    onClick={() => setSort({ id, descending: active ? !sort.descending : numeric === true })}
                  >
                    {title}
                    {active && <Arrow size={12} aria-hidden />}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map((row) => (
            <tr key={row.id} aria-selected={row.id === selected} onClick={() => onSelect(row.id)}>
              {columns.map(({ id, cell, numeric }, index) => {
                const content = cell(row);
                if (index > 0)
                  return (
                    <td key={id} data-numeric={numeric || undefined}>
                      {content}
                    </td>
                  );
                return (
                  <th key={id} scope="row">
                    <button type="button">{content}</button>
                  </th>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > shown && (
        <div className={styles.more}>
          <Button onClick={() => setShown(shown + portion)}>
            {t('more', { count: Math.min(portion, sorted.length - shown) })}
          </Button>
        </div>
      )}
    </>
  );
}
