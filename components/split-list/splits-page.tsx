'use client';
/** Running and past splits of all namespaces, ours and others', worst first. */
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { ColumnMenu } from '#components/kit/data-table/column-menu.tsx';
import { CsvButton } from '#components/kit/data-table/csv-button.tsx';
import { DataTable } from '#components/kit/data-table/data-table.tsx';
import { type FacetPill, FacetPills } from '#components/kit/data-table/facet-pills.tsx';
import { FilterBox } from '#components/kit/data-table/filter-box.tsx';
import { ListFrame } from '#components/kit/data-table/list-frame.tsx';
import { useListTable } from '#components/kit/data-table/use-list-table.ts';
import { NoMesh } from '#components/shell/notes/no-mesh.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useRoutable } from '#components/shell/split-entry/use-routable.ts';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { SplitRow, Splits } from '#lib/api/splits/splits-list.ts';
import { routes } from '#lib/client/address/routes.ts';
import { pageRanges } from '#lib/client/address/scope.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { isRunningSplit } from '#lib/client/queries/running-splits.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './cells.module.css';
import { Proposals } from './proposals.tsx';
import { countFacets, type FacetName, facetNames, filterSplits } from './split-filter.ts';
import { SplitsNotes } from './splits-notes.tsx';
import { useSplitColumns } from './use-split-columns.tsx';
import { useSplitsUrl } from './use-splits-url.ts';

const noRows: readonly SplitRow[] = [];
const keyOf = ({ id }: SplitRow) => id;

export function SplitsPage() {
  const t = useTranslations('releases');
  const format = useFormat();
  const { namespaces, range } = useScope();
  const mayWrite = useMayWrite();
  const isRoutable = useRoutable();
  const query = useQuery(queries.splits({ namespaces, window: range ?? pageRanges.splits.fallback }));
  const url = useSplitsUrl();
  const { q, show, set } = url;
  const all = query.data?.splits ?? noRows;
  const columns = useSplitColumns();
  const shown = useMemo(() => filterSplits(all, { text: q, facets: show }), [all, q, show]);
  const { table, choose } = useListTable({ name: 'splits', columns, rows: shown, keyOf, url });
  if (query.data === undefined && query.isError)
    return <QueryProblem centered error={query.error} title={t('failed')} onRetry={() => query.refetch()} />;
  // Records of what was split before Istio was taken away are still shown.
  if (!isRoutable && query.data?.splits.length === 0) return <NoMesh />;
  const start = mayWrite && isRoutable && (
    <ButtonLink href={routes.splitNew()} tone="accent" leading={<Plus size={16} aria-hidden />}>
      {t('start')}
    </ButtonLink>
  );
  const answer = query.data;
  const frame = {
    name: t('title'),
    title: answer === undefined ? null : titleOf(t, shown.length, all.length),
    facts: answer === undefined ? [] : factsOf(t, format, answer),
    action: start,
    notes: answer && <SplitsNotes answer={answer} failed={query.isError} />,
    open: answer && <Proposals proposals={answer.proposals} />,
  };
  if (answer !== undefined && all.length === 0)
    return (
      <ListFrame {...frame}>
        <Nothing />
      </ListFrame>
    );
  return (
    <ListFrame
      {...frame}
      filters={
        <>
          <FilterBox
            value={q}
            label={t('filter.label')}
            placeholder={t('filter.placeholder')}
            onChange={(next) => void set({ q: next })}
          />
          <Facets rows={all} text={q} pressed={show} onPress={(next) => void set({ show: next })} />
        </>
      }
      tools={
        <>
          <ColumnMenu
            table={table}
            label={t('columns')}
            noRoomLabel={t('noRoom')}
            resetLabel={t('resetColumns')}
            onChoose={choose}
          />
          <CsvButton table={table} fileName="splits" label={t('export')} />
        </>
      }
    >
      <DataTable
        table={table}
        caption={t('caption')}
        hrefOf={(row) =>
          routes.split(
            { namespace: row.namespace, name: row.service },
            { namespaces },
            row.state === 'past' ? (row.release?.id ?? null) : null,
          )
        }
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

type Words = ReturnType<typeof useTranslations<'releases'>>;

function titleOf(t: Words, shown: number, count: number): string {
  return shown === count ? t('count', { count }) : t('some', { shown, count });
}

function factsOf(
  t: Words,
  format: ReturnType<typeof useFormat>,
  { splits, metricsAt, windowSeconds }: Splits,
): string[] {
  // As the pills count them: who has ended is past, also while its record still stands.
  const { past } = countFacets(splits, '');
  return [
    t('running', { count: splits.filter(isRunningSplit).length }),
    ...(past > 0 ? [t('past', { count: past })] : []),
    metricsAt === null ? t('noMetrics') : t('window', { span: format.span(windowSeconds) }),
  ];
}

interface FacetsProps {
  rows: readonly SplitRow[];
  text: string;
  pressed: readonly FacetName[];
  onPress(pressed: FacetName[]): void;
}

function Facets({ rows, text, pressed, onPress }: FacetsProps) {
  const t = useTranslations('releases');
  const format = useFormat();
  const counts = useMemo(() => countFacets(rows, text), [rows, text]);
  const pills = facetNames
    .filter((name) => counts[name] > 0 || pressed.includes(name))
    .map((name): FacetPill<FacetName> => {
      const isAttention = name === 'attention';
      return {
        name,
        text: t(`facet.${name}`),
        count: format.count(counts[name]),
        mark: isAttention ? <StateMark state="degraded" size={13} /> : null,
        tone: isAttention ? 'degraded' : undefined,
      };
    });
  return <FacetPills label={t('filter.facets')} pills={pills} pressed={pressed} onPress={onPress} />;
}

/** Under a head that is there already. */
function Nothing() {
  const t = useTranslations('releases');
  const { namespaces, setNamespaces } = useScope();
  return (
    <div className={styles.nothing}>
      <EmptyState
        title={t('none')}
        detail={t('noneDetail')}
        actions={
          namespaces === null ? undefined : (
            <Button onClick={() => setNamespaces(null)}>{t('showAllNamespaces')}</Button>
          )
        }
      />
    </div>
  );
}
