'use client';
/** Above the table: text, kinds, states and managers that filter it, and its columns. */
import { useTranslations } from 'use-intl';
import { ColumnMenu } from '#components/kit/data-table/column-menu.tsx';
import { type FacetPill, FacetPills } from '#components/kit/data-table/facet-pills.tsx';
import { FilterBox } from '#components/kit/data-table/filter-box.tsx';
import type { DataTableModel } from '#components/kit/data-table/use-data-table.ts';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { ConfigurationRow, KindState } from '#lib/api/configuration.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { SeverityMark } from '../check-state.tsx';
import { KindMenu } from './kind-menu.tsx';
import styles from './list.module.css';
import { type CheckStateName, checkStates, type ObjectCounts } from './list-filter.ts';
import { ManagerMenu } from './manager-menu.tsx';
import type { ObjectsUrl } from './use-objects-url.ts';

export interface ObjectToolsProps {
  table: DataTableModel<ConfigurationRow>;
  url: ObjectsUrl;
  counts: ObjectCounts;
  kinds: readonly KindState[];
  onColumns(columns: readonly string[] | null): void;
}

export function ObjectTools({ table, url, counts, kinds, onColumns }: ObjectToolsProps) {
  const t = useTranslations('configuration.list');
  const lists = useTranslations('lists');
  const format = useFormat();
  const pills = checkStates
    .filter((name) => counts.checks[name] > 0 || url.checks.includes(name))
    .map(
      (name): FacetPill<CheckStateName> => ({
        name,
        text: t(`state.${name}`),
        count: format.count(counts.checks[name]),
        mark:
          name === 'clean' ? (
            <StateMark state="healthy" size={13} />
          ) : (
            <SeverityMark severity={name} size={13} />
          ),
        tone: name === 'error' ? 'failing' : name === 'warning' ? 'degraded' : undefined,
      }),
    );
  return (
    <div className={styles.tools}>
      <FilterBox
        value={url.q}
        label={t('filter')}
        placeholder={t('filterHint')}
        onChange={(q) => void url.set({ q })}
      />
      <KindMenu
        kinds={kinds}
        counts={counts.kinds}
        chosen={url.kind}
        onChoose={(kind) => void url.set({ kind })}
      />
      <ManagerMenu
        counts={counts.managers}
        chosen={url.manager}
        onChoose={(manager) => void url.set({ manager })}
      />
      <FacetPills
        label={lists('filter.facets')}
        pills={pills}
        pressed={url.checks}
        onPress={(checks) => void url.set({ checks })}
      />
      <span className={styles.gap} />
      <ColumnMenu
        table={table}
        label={lists('columns')}
        noRoomLabel={lists('noRoom')}
        resetLabel={lists('resetColumns')}
        onChoose={onColumns}
      />
    </div>
  );
}
