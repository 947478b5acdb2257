'use client';
/** Above the table: text and facets that filter it, its columns, and its rows as a file. */
import { useTranslations } from 'use-intl';
import { ColumnMenu } from '#components/kit/data-table/column-menu.tsx';
import { CsvButton } from '#components/kit/data-table/csv-button.tsx';
import { type FacetPill, FacetPills } from '#components/kit/data-table/facet-pills.tsx';
import { FilterBox } from '#components/kit/data-table/filter-box.tsx';
import type { DataTableModel } from '#components/kit/data-table/use-data-table.ts';
import { StateMark } from '#components/ui/state-mark.tsx';
import { useFormat } from '#lib/i18n/use-format.ts';
import { type FacetName, facetNames, type InventoryRow } from './list-filter.ts';
import styles from './list-page.module.css';
import type { ListUrl } from './use-list-url.ts';

const marks = {
  failing: 'failing',
  degraded: 'degraded',
  idle: 'idle',
  uncovered: null,
  restart: 'degraded',
} as const;

export interface ListToolsProps<Row> {
  list: 'services' | 'workloads';
  table: DataTableModel<Row>;
  url: ListUrl;
  counts: Readonly<Record<FacetName, number>>;
  onChoose(columns: readonly string[] | null): void;
}

export function ListTools<Row extends InventoryRow>({
  list,
  table,
  url,
  counts,
  onChoose,
}: ListToolsProps<Row>) {
  const t = useTranslations('lists');
  const format = useFormat();
  const pills = facetNames
    .filter((name) => counts[name] > 0 || url.show.includes(name))
    .map((name): FacetPill<FacetName> => {
      const state = marks[name];
      return {
        name,
        text: t(`facet.${name}`),
        count: format.count(counts[name]),
        mark: state === null ? null : <StateMark state={state} size={13} />,
        tone: name === 'failing' || name === 'degraded' ? name : undefined,
      };
    });
  return (
    <div className={styles.tools}>
      <FilterBox
        value={url.q}
        label={t('filter.label')}
        placeholder={t('filter.placeholder')}
        onChange={(q) => void url.set({ q })}
      />
      <FacetPills
        label={t('filter.facets')}
        pills={pills}
        pressed={url.show}
        onPress={(show) => void url.set({ show })}
      />
      <span className={styles.gap} />
      <ColumnMenu
        table={table}
        label={t('columns')}
        noRoomLabel={t('noRoom')}
        resetLabel={t('resetColumns')}
        onChoose={onChoose}
      />
      <CsvButton table={table} fileName={`${list}.csv`} label={t('export')} />
    </div>
  );
}
