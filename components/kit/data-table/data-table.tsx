'use client';
/**
 * A table of any length: only the rows in view are drawn, yet it is a table to assistive technology (each row says its place).
 * Rows open by their first cell's link; arrows, Home, End, Page Up and Page Down go from row to row. The order holds still under the
 * pointer. Knows nothing of what it shows.
 */
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { scrollEdges } from '#components/ui/page/scroll-edges.ts';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import { useHeldOrder } from '../use-held-order.ts';
import { DataRow } from './data-row.tsx';
import styles from './data-table.module.css';
import type { RowSelection } from './row-selection.ts';
import { formatSorting } from './sorting.ts';
import { TableHead } from './table-head.tsx';
import { type DataTableModel, edgePixels, selectPixels } from './use-data-table.ts';
import { useRowKeys } from './use-row-keys.ts';

const rowPixels = 32;
const tallRowPixels = 44;
const headPixels = 32;
const skeletonRows = Array.from({ length: 16 }, (_, row) => row);

export interface DataTableProps<Row> {
  table: DataTableModel<Row>;
  /** Says what the table holds. */
  caption: string;
  /** Where a row leads; null: nowhere. */
  hrefOf(row: Row): string | null;
  /** Instead of leading somewhere, a row does this. Keep it the same, or every row is drawn again. */
  onOpen?: (row: Row) => void;
  /** Key of the row that is open. */
  current?: string | null;
  /** Names what was asked for beside the sorting, so that a new wish is granted under the pointer too. */
  filter: string;
  /** Of the button in the head: "Sort by {title}". */
  sortLabel(title: string): string;
  /** In place of rows. */
  empty: ReactNode;
  /** The first answer is on its way. */
  loading?: boolean;
  /** Rows can be chosen by a box before each. Keep it the same while nothing of it changes. */
  select?: RowSelection<Row> | null;
}

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { table, caption, hrefOf, onOpen, current, filter, sortLabel, empty, loading = false } = props;
  const { select = null } = props;
  const { keyOf, shown, scroller, tall } = table;
  const rowHeight = tall ? tallRowPixels : rowPixels;
  const wish = `${formatSorting(table.sorting)}\n${filter}`;
  const { rows, holdProps } = useHeldOrder(table.rows, keyOf, wish);
  /** Stays drawn wherever the view is: it has the focus, or will have. */
  const activeIndex = useRef(0);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    // The head lies over the first rows.
    scrollPaddingEnd: headPixels,
    overscan: 12,
    useFlushSync: false,
    rangeExtractor: useCallback((range) => {
      const drawn = defaultRangeExtractor(range);
      const { current } = activeIndex;
      if (current >= range.count || drawn.includes(current)) return drawn;
      return [...drawn, current].sort((a, b) => a - b);
    }, []),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes that were assumed are wrong when rows grow
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);
  // The element is the model's: it gets there by its own ref.
  useEffect(() => scrollEdges(scroller), [scroller]);
  const keys = useRowKeys({
    keys: rows.map(keyOf),
    pageRows: Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / rowHeight) - 2),
    reveal: (index) => virtualizer.scrollToIndex(index),
  });
  activeIndex.current = keys.activeIndex;

  const items = virtualizer.getVirtualItems();
  const body: ReactNode[] = [];
  let end = 0;
  for (const { index, start, size } of items) {
    const row = rows[index];
    if (row === undefined) continue;
    if (start > end) body.push(<Gap key={`gap ${end}`} pixels={start - end} />);
    end = start + size;
    body.push(
      <DataRow
        key={keyOf(row)}
        rowKey={keyOf(row)}
        row={row}
        index={index}
        columns={shown}
        href={hrefOf(row)}
        onOpen={onOpen}
        current={keyOf(row) === current}
        select={select}
        selected={select?.selected.has(keyOf(row)) ?? false}
        tabIndex={index === keys.activeIndex ? 0 : -1}
      />,
    );
  }
  const rest = virtualizer.getTotalSize() - end;
  const [first] = shown;
  const last = shown.at(-1);
  return (
    <div ref={table.setScroller} className={styles.scroller} aria-busy={loading}>
      <table
        className={styles.table}
        data-tall={tall || undefined}
        aria-rowcount={loading ? -1 : rows.length + 1}
      >
        <caption>
          <VisuallyHidden>{caption}</VisuallyHidden>
        </caption>
        <colgroup>
          {select !== null && <col style={{ width: selectPixels + edgePixels }} />}
          {shown.map(({ column, width }) => (
            <col
              key={column.id}
              style={{
                width:
                  width +
                  (column === first?.column && select === null ? edgePixels : 0) +
                  (column === last?.column ? edgePixels : 0),
              }}
            />
          ))}
        </colgroup>
        <TableHead table={table} sortLabel={sortLabel} select={select} />
        <tbody {...holdProps} {...keys.bodyProps}>
          {loading
            ? skeletonRows.map((row) => (
                <tr key={row} className={styles.row} aria-hidden>
                  {select !== null && <td />}
                  {shown.map(({ column, width }) => (
                    <td key={column.id} data-numeric={column.numeric || undefined}>
                      {!column.control && (
                        <SkeletonBar width={Math.round(width * (column.numeric ? 0.4 : 0.55))} />
                      )}
                    </td>
                  ))}
                </tr>
              ))
            : body}
          {!loading && rest > 0 && <Gap pixels={rest} />}
        </tbody>
      </table>
      {!loading && rows.length === 0 && <div className={styles.empty}>{empty}</div>}
    </div>
  );
}

/** As high as the rows that are not drawn. */
function Gap({ pixels }: { pixels: number }) {
  return (
    <tr aria-hidden className={styles.gap} style={{ height: pixels }}>
      <td />
    </tr>
  );
}
