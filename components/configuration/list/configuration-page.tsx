'use client';
/** Every object of Istio that the reader may list, worst first. */
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DataTable } from '#components/kit/data-table/data-table.tsx';
import type { RowSelection } from '#components/kit/data-table/row-selection.ts';
import { formatSorting, parseSorting } from '#components/kit/data-table/sorting.ts';
import { useColumnChoice } from '#components/kit/data-table/use-column-choice.ts';
import { useDataTable } from '#components/kit/data-table/use-data-table.ts';
import { EarlyQuestion } from '#components/shell/early-question.tsx';
import { NoAccess } from '#components/shell/no-access.tsx';
import { QueryProblem } from '#components/shell/query-problem.tsx';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { SkeletonBar } from '#components/ui/skeleton-bar.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import type { ConfigurationRow } from '#lib/api/configuration.ts';
import { queries } from '#lib/client/queries.ts';
import { apiRoutes, routes } from '#lib/client/routes.ts';
import { kindName } from '../kind-names.ts';
import styles from './list.module.css';
import { countObjects, filterObjects, type ObjectFilter, rowKey } from './list-filter.ts';
import { NoObjects } from './no-objects.tsx';
import { ObjectHead } from './object-head.tsx';
import { ObjectTools } from './object-tools.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useObjectColumns } from './use-object-columns.tsx';
import { useObjectsUrl } from './use-objects-url.ts';

const noRows: readonly ConfigurationRow[] = [];

export function ConfigurationPage() {
  const t = useTranslations('configuration.list');
  const lists = useTranslations('lists');
  const { namespaces, range } = useScope();
  const query = useQuery(queries.configuration(namespaces));
  const whoami = useQuery(queries.whoami());
  const url = useObjectsUrl();
  const { q, kind, checks, manager, sort, set } = url;
  const all = query.data?.objects ?? noRows;
  const filter = useMemo(
    (): ObjectFilter => ({ text: q, kinds: kind, checks, managers: manager }),
    [q, kind, checks, manager],
  );
  const shown = useMemo(() => filterObjects(all, filter), [all, filter]);
  const counts = useMemo(() => countObjects(all, filter), [all, filter]);
  const columns = useObjectColumns();
  const sorting = useMemo(
    () =>
      parseSorting(
        sort,
        columns.map(({ id }) => id),
      ),
    [sort, columns],
  );
  const { chosen, choose } = useColumnChoice(
    'configuration',
    columns,
    url.columns,
    (next) => void set({ columns: next }),
  );
  const table = useDataTable<ConfigurationRow>({
    columns,
    rows: shown,
    keyOf: rowKey,
    chosen,
    sorting,
    onSort: (next) => void set({ sort: formatSorting(next) }),
    selectable: true,
  });
  const { select, picked, clear } = useSelection(all);

  if (whoami.data?.namespaces.length === 0) return <NoAccess user={whoami.data.user.name} />;
  const answer = query.data;
  if (answer === undefined && query.isError) {
    return (
      <QueryProblem centered error={query.error} title={lists('failed')} onRetry={() => query.refetch()} />
    );
  }
  if (answer !== undefined && all.length === 0) return <NoObjects answer={answer} />;
  const visible = new Set(shown.map(rowKey));
  return (
    <div className={styles.page}>
      <EarlyQuestion path={apiRoutes.configuration({ namespaces: namespaces?.join(',') })} />
      {answer === undefined ? (
        <div className={styles.head}>
          <h1>
            <VisuallyHidden>{t('title')}</VisuallyHidden>
            <SkeletonBar width={140} height={20} />
          </h1>
        </div>
      ) : (
        <ObjectHead
          answer={answer}
          shown={shown.length}
          kind={kind.length === 1 ? kind[0] : undefined}
          failed={query.isError}
        />
      )}
      <ObjectTools table={table} url={url} counts={counts} kinds={answer?.kinds ?? []} onColumns={choose} />
      <DataTable
        table={table}
        caption={t('caption')}
        hrefOf={(row) => routes.configurationObject(row, { namespaces, range })}
        filter={JSON.stringify(filter)}
        sortLabel={(column) => lists('sortBy', { column })}
        loading={answer === undefined}
        select={select}
        empty={
          <EmptyState
            title={lists('noMatch')}
            actions={
              <Button onClick={() => void set({ q: '', kind: [], checks: [], manager: [] })}>
                {lists('showEverything')}
              </Button>
            }
          />
        }
      />
      {picked.length > 0 && (
        <SelectionBar
          chosen={picked}
          hidden={picked.filter((row) => !visible.has(rowKey(row))).length}
          onClear={clear}
        />
      )}
    </div>
  );
}

/** What was chosen stays so while it is there, also when a filter hides it. */
function useSelection(all: readonly ConfigurationRow[]) {
  const t = useTranslations('configuration.selection');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const onChange = useCallback((keys: readonly string[], on: boolean) => {
    setSelected((before) => {
      const next = new Set(before);
      for (const key of keys) {
        if (on) next.add(key);
        else next.delete(key);
      }
      return next;
    });
  }, []);
  const select = useMemo(
    (): RowSelection<ConfigurationRow> => ({
      selected,
      onChange,
      label: ({ kind, name, namespace }) => t('choose', { kind: kindName(kind), name, namespace }),
      allLabel: t('chooseAll'),
    }),
    [selected, onChange, t],
  );
  const picked = useMemo(() => all.filter((row) => selected.has(rowKey(row))), [all, selected]);
  return { select, picked, clear: () => setSelected(new Set()) };
}
