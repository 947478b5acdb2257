'use client';
/** The same data as the picture, as tables of any length: connections or nodes, filtered as the picture is. */
import { Copy } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { ColumnMenu } from '#components/kit/data-table/column-menu.tsx';
import { toCsv } from '#components/kit/data-table/csv.ts';
import type { DataColumn } from '#components/kit/data-table/data-column.ts';
import { DataTable } from '#components/kit/data-table/data-table.tsx';
import { useListTable } from '#components/kit/data-table/use-list-table.ts';
import type { CanvasWords } from '#components/mesh-drawing/canvas-mapping.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Graph } from '#lib/api/traffic/graph.ts';
import type { Comparison } from '#lib/graph/views/compare.ts';
import { useDifferenceColumns } from './compare/use-difference-columns.tsx';
import styles from './graph-table.module.css';
import { type GraphUrl, tableLists } from './use-graph-url.ts';
import { useTableColumns } from './use-table-columns.tsx';

export interface GraphTablesProps {
  graph: Graph;
  words: CanvasWords;
  url: GraphUrl;
  /** Ids that pass the filter; null for all. */
  filter: ReadonlySet<string> | null;
  /** Null when no other moment is compared with. */
  comparison: Comparison | null;
  selected: string | null;
  onSelect: (id: string) => void;
  /** Copies rows; the count is told to the reader. */
  onCopy: (text: string, rows: number) => void;
}

interface ListProps<Row> extends Pick<GraphTablesProps, 'url' | 'selected' | 'onSelect' | 'onCopy'> {
  name: (typeof tableLists)[number];
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  /** Of both tables. */
  counts: Readonly<Record<(typeof tableLists)[number], number>>;
}

const keyOf = ({ id }: { id: string }) => id;
/** What is wrong stands first. */
const firstSort = 'state:desc';
const nowhere = () => null;

function List<Row extends { readonly id: string }>(props: ListProps<Row>) {
  const { name, columns, rows, counts, url, selected, onSelect, onCopy } = props;
  const t = useTranslations('graph.table');
  const { table, choose } = useListTable<Row>({
    name: `graph-${name}`,
    columns,
    rows,
    keyOf,
    url: { ...url, sort: url.sort || firstSort },
  });
  const open = useCallback((row: Row) => onSelect(row.id), [onSelect]);
  return (
    <div className={styles.page}>
      <div className={styles.tools}>
        <fieldset className={styles.lists} aria-label={t('label')}>
          {tableLists.map((list) => (
            <button
              key={list}
              type="button"
              aria-pressed={list === name}
              onClick={() => void url.set({ list, sort: '', columns: null })}
            >
              {t(list)} <span>{counts[list]}</span>
            </button>
          ))}
        </fieldset>
        <ColumnMenu
          table={table}
          label={t('columns')}
          noRoomLabel={t('noRoom')}
          resetLabel={t('resetColumns')}
          onChoose={choose}
        />
        <Button
          size="small"
          leading={<Copy size={13} aria-hidden />}
          disabled={rows.length === 0}
          onClick={() =>
            onCopy(
              toCsv(
                columns.filter(({ id }) => table.chosen.includes(id)),
                table.rows,
              ),
              rows.length,
            )
          }
        >
          {t('copy')}
        </Button>
      </div>
      <DataTable
        table={table}
        caption={t(name === 'connections' ? 'captionConnections' : 'captionThings', { count: rows.length })}
        hrefOf={nowhere}
        onOpen={open}
        current={selected}
        filter={`${name} ${rows.length}`}
        sortLabel={(column) => t('sort', { column })}
        empty={<p className={styles.dim}>{t('noMatch')}</p>}
      />
    </div>
  );
}

export function GraphTables({ graph, words, filter, comparison, ...rest }: GraphTablesProps) {
  const nodes = useMemo(() => new Map(graph.nodes.map((node) => [node.id, node])), [graph]);
  const usual = useTableColumns(nodes, words);
  const differences = useDifferenceColumns(comparison);
  const columns = useMemo(
    () => ({
      edges: [...usual.edges, ...differences.edges],
      nodes: [...usual.nodes, ...differences.nodes],
    }),
    [usual, differences],
  );
  const [edges, things] = useMemo(() => {
    const passes = ({ id }: { id: string }) => filter === null || filter.has(id);
    return [graph.edges.filter(passes), graph.nodes.filter(passes)];
  }, [graph, filter]);
  const counts = { connections: edges.length, things: things.length };
  return rest.url.list === 'connections' ? (
    <List
      key="connections"
      name="connections"
      columns={columns.edges}
      rows={edges}
      counts={counts}
      {...rest}
    />
  ) : (
    <List key="things" name="things" columns={columns.nodes} rows={things} counts={counts} {...rest} />
  );
}
