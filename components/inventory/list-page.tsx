'use client';
/** A list of services or of workloads: head, tools and table, and what is shown in place of rows. */
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { ColumnMenu } from '#components/kit/data-table/column-menu.tsx';
import { CsvButton } from '#components/kit/data-table/csv-button.tsx';
import type { DataColumn } from '#components/kit/data-table/data-column.ts';
import { DataTable } from '#components/kit/data-table/data-table.tsx';
import { ListFrame } from '#components/kit/data-table/list-frame.tsx';
import { useListTable } from '#components/kit/data-table/use-list-table.ts';
import { NoMesh } from '#components/shell/notes/no-mesh.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import type { Services } from '#lib/api/traffic/inventory.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { countFacets, filterRows, type InventoryRow } from './list-filter.ts';
import { ListFilters } from './list-filters.tsx';
import { ListNotes } from './list-notes.tsx';
import { useGraphAddress } from './use-graph-address.ts';
import { useListUrl } from './use-list-url.ts';

export interface ListPageProps<Row> {
  list: 'services' | 'workloads';
  query: UseQueryResult<Omit<Services, 'services'>>;
  /** Of the query's answer; null while there is none. */
  rows: readonly Row[] | null;
  columns: readonly DataColumn<Row>[];
  /** The page of the row's object. */
  hrefOf(row: Row): string;
}

const noRows: readonly never[] = [];
const keyOf = ({ cluster, namespace, name, kind }: InventoryRow) => `${cluster}/${namespace}/${kind}/${name}`;

export function ListPage<Row extends InventoryRow>({
  list,
  query,
  rows,
  columns,
  hrefOf,
}: ListPageProps<Row>) {
  const t = useTranslations('lists');
  const format = useFormat();
  const url = useListUrl();
  const { q, show, set } = url;
  const graphOf = useGraphAddress();
  const all = rows ?? noRows;
  const shown = useMemo(() => filterRows(all, { text: q, facets: show }), [all, q, show]);
  const counts = useMemo(() => countFacets(all, q), [all, q]);
  const namespaces = useMemo(() => new Set(all.map(({ namespace }) => namespace)).size, [all]);
  const { table, choose } = useListTable({ name: list, columns, rows: shown, keyOf, url });

  const answer = query.data;
  if (answer === undefined && query.isError)
    return <QueryProblem centered error={query.error} title={t('failed')} onRetry={() => query.refetch()} />;
  if (answer !== undefined && all.length === 0) return <Nothing list={list} meshed={answer.meshed} />;
  const title =
    answer === undefined
      ? null
      : shown.length === all.length
        ? t(`${list}.count`, { count: all.length })
        : t(`${list}.some`, { shown: shown.length, count: all.length });
  const facts =
    answer === undefined
      ? []
      : [
          t(answer.allNamespaces ? 'namespaces' : 'yourNamespaces', { count: namespaces }),
          answer.metricsAt === null
            ? t('noMetrics')
            : t('window', { span: format.span(answer.windowSeconds) }),
        ];
  return (
    <ListFrame
      name={t(`${list}.title`)}
      title={title}
      facts={facts}
      notes={answer && <ListNotes answer={answer} all={all.length} failed={query.isError} />}
      filters={<ListFilters url={url} counts={counts} />}
      tools={
        <>
          <ColumnMenu
            table={table}
            label={t('columns')}
            noRoomLabel={t('noRoom')}
            resetLabel={t('resetColumns')}
            onChoose={choose}
          />
          <CsvButton table={table} fileName={list} label={t('export')} />
        </>
      }
    >
      <DataTable
        table={table}
        caption={t(`${list}.caption`)}
        hrefOf={(row: Row) => (hasPage(row) ? hrefOf(row) : graphOf(row))}
        filter={`${q}\n${show.join()}`}
        sortLabel={(column) => t('sortBy', { column })}
        loading={answer === undefined}
        empty={
          <EmptyState
            title={t('noMatch')}
            actions={<Button onClick={() => void set({ q: '', show: [] })}>{t('showEverything')}</Button>}
          />
        }
      />
    </ListFrame>
  );
}

/** Gone, or an object that the reader may not read: the graph is all there is to see. */
function hasPage(row: InventoryRow): boolean {
  return row.exists && (row.kind !== 'ServiceEntry' || row.configuration !== null);
}

/** There is nothing at all: because of the chosen namespaces, or because there is no mesh. */
function Nothing({ list, meshed }: { list: 'services' | 'workloads'; meshed: boolean }) {
  const t = useTranslations('lists');
  const { namespaces, setNamespaces } = useScope();
  if (namespaces === null && !meshed) return <NoMesh />;
  return (
    <EmptyState
      centered
      title={t(`${list}.none`)}
      detail={t(namespaces === null ? 'noneDetail' : 'noneInScope')}
      actions={
        namespaces === null ? undefined : (
          <Button onClick={() => setNamespaces(null)}>{t('showAllNamespaces')}</Button>
        )
      }
    />
  );
}
