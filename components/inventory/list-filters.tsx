'use client';
/** Text and facets that filter a list of services or workloads. */
import { useTranslations } from 'use-intl';
import { type FacetPill, FacetPills } from '#components/kit/data-table/facet-pills.tsx';
import { FilterBox } from '#components/kit/data-table/filter-box.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { useFormat } from '#lib/i18n/use-format.ts';
import { type FacetName, facetNames } from './list-filter.ts';
import type { ListUrl } from './use-list-url.ts';

const marks = {
  failing: 'failing',
  degraded: 'degraded',
  idle: 'idle',
  uncovered: null,
  restart: 'degraded',
} as const;

export interface ListFiltersProps {
  url: ListUrl;
  counts: Readonly<Record<FacetName, number>>;
}

export function ListFilters({ url, counts }: ListFiltersProps) {
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
    <>
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
    </>
  );
}
