'use client';
/** Every object of Istio that the reader may list, worst first. */
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ColumnMenu } from '#components/kit/data-table/column-menu.tsx';
import { DataTable } from '#components/kit/data-table/data-table.tsx';
import { ListFrame } from '#components/kit/data-table/list-frame.tsx';
import type { RowSelection } from '#components/kit/data-table/row-selection.ts';
import { useListTable } from '#components/kit/data-table/use-list-table.ts';
import { EarlyQuestion } from '#components/shell/document/early-question.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useInBrowser } from '#components/shell/use-in-browser.ts';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import type { ConfigurationRow } from '#lib/api/configuration/configuration.ts';
import { apiRoutes, routes } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { kindName } from '#lib/istio/kinds/kind-name.ts';
import { countObjects, filterObjects, type ObjectFilter, rowKey } from './list-filter.ts';
import { NoObjects } from './no-objects.tsx';
import { ObjectFilters } from './object-filters.tsx';
import { ObjectNotes } from './object-notes.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useObjectColumns } from './use-object-columns.tsx';
import { useObjectsUrl } from './use-objects-url.ts';

const noRows: readonly ConfigurationRow[] = [];

export function ConfigurationPage() {
  const t = useTranslations('configuration.list');
  const lists = useTranslations('lists');
  const { namespaces, range } = useScope();
  const query = useQuery(queries.configuration(namespaces));
  const mayWrite = useMayWrite();
  const url = useObjectsUrl();
  const { q, kind, checks, manager, set } = url;
  const all = query.data?.objects ?? noRows;
  const filter = useMemo(
    (): ObjectFilter => ({ text: q, kinds: kind, checks, managers: manager }),
    [q, kind, checks, manager],
  );
  const shown = useMemo(() => filterObjects(all, filter), [all, filter]);
  const counts = useMemo(() => countObjects(all, filter), [all, filter]);
  const columns = useObjectColumns();
  const { table, choose } = useListTable<ConfigurationRow>({
    name: 'configuration',
    columns,
    rows: shown,
    keyOf: rowKey,
    url,
    selectable: true,
  });
  const { select, picked, clear } = useSelection(all);

  const answer = query.data;
  if (answer === undefined && query.isError) {
    return (
      <QueryProblem centered error={query.error} title={lists('failed')} onRetry={() => query.refetch()} />
    );
  }
  if (answer !== undefined && all.length === 0) return <NoObjects answer={answer} />;
  const visible = new Set(shown.map(rowKey));
  const title =
    answer === undefined
      ? null
      : shown.length === all.length
        ? t('count', { count: all.length })
        : t('some', { shown: shown.length, count: all.length });
  const places = new Set(all.map(({ namespace }) => namespace)).size;
  return (
    <ListFrame
      name={t('title')}
      title={title}
      facts={
        answer === undefined
          ? []
          : [lists(answer.allNamespaces ? 'namespaces' : 'yourNamespaces', { count: places })]
      }
      action={
        mayWrite && (
          <ButtonLink
            href={routes.configNew({ kind: kind.length === 1 ? kind[0] : undefined })}
            tone="accent"
            leading={<Plus size={14} aria-hidden />}
          >
            {t('create')}
          </ButtonLink>
        )
      }
      notes={answer && <ObjectNotes answer={answer} failed={query.isError} />}
      filters={<ObjectFilters url={url} counts={counts} kinds={answer?.kinds ?? []} />}
      tools={
        <ColumnMenu
          table={table}
          label={lists('columns')}
          noRoomLabel={lists('noRoom')}
          resetLabel={lists('resetColumns')}
          onChoose={choose}
        />
      }
    >
      <EarlyQuestion path={apiRoutes.configuration({ namespaces: namespaces?.join(',') })} />
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
    </ListFrame>
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
  const ready = useInBrowser();
  const select = useMemo(
    (): RowSelection<ConfigurationRow> => ({
      selected,
      ready,
      onChange,
      label: ({ kind, name, namespace }) => t('choose', { kind: kindName(kind), name, namespace }),
      allLabel: t('chooseAll'),
    }),
    [selected, ready, onChange, t],
  );
  const picked = useMemo(() => all.filter((row) => selected.has(rowKey(row))), [all, selected]);
  return { select, picked, clear: () => setSelected(new Set()) };
}
