'use client';
/** Text, kinds, states and managers that filter the list. */
import { useTranslations } from 'use-intl';
import { type FacetPill, FacetPills } from '#components/kit/data-table/facet-pills.tsx';
import { FilterBox } from '#components/kit/data-table/filter-box.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { KindState } from '#lib/api/configuration/configuration.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { SeverityMark } from '../check-state.tsx';
import { KindMenu } from './kind-menu.tsx';
import { type CheckStateName, checkStates, type ObjectCounts } from './list-filter.ts';
import { ManagerMenu } from './manager-menu.tsx';
import type { ObjectsUrl } from './use-objects-url.ts';

export interface ObjectFiltersProps {
  url: ObjectsUrl;
  counts: ObjectCounts;
  kinds: readonly KindState[];
}

export function ObjectFilters({ url, counts, kinds }: ObjectFiltersProps) {
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
    <>
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
    </>
  );
}
