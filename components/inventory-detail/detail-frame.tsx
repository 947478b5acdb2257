'use client';
/** What the pages of services and workloads share: the head with the tabs, the notes, and the panel of the open tab. */
import { type ComponentProps, type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl';
import { TabList } from '#components/ui/page/tab-list.tsx';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './detail.module.css';
import { DetailHeader } from './detail-header.tsx';
import { DetailNotes } from './detail-notes.tsx';
import type { TabName } from './use-detail-url.ts';

export interface DetailFrameProps<Tab extends TabName>
  extends Omit<ComponentProps<typeof DetailHeader>, 'tabs'> {
  /** Why the details could not be renewed; null when they were. */
  error: unknown;
  tabs: readonly Tab[];
  tab: Tab;
  onTab: (tab: Tab) => void;
  /** Shown beside the name of a tab. */
  counts: Partial<Record<Tab, number>>;
  /** Of the open tab. */
  children: ReactNode;
}

export function DetailFrame<Tab extends TabName>(props: DetailFrameProps<Tab>) {
  const { error, tabs, tab, onTab, counts, children, ...head } = props;
  const t = useTranslations('details');
  const format = useFormat();
  const id = useId();
  const labelOf = (name: TabName) => t(`tab.${name}`);
  const countOf = (name: Tab) => {
    const count = counts[name];
    return count === undefined ? undefined : format.count(count);
  };
  return (
    <div className={styles.page}>
      <DetailHeader
        {...head}
        tabs={
          <TabList
            label={t('tabs')}
            id={id}
            current={tab}
            onChange={onTab}
            tabs={tabs.map((name) => ({ name, label: labelOf(name), count: countOf(name) }))}
          />
        }
      />
      <DetailNotes detail={head.detail} error={error} />
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`} className={styles.content}>
        {children}
      </div>
    </div>
  );
}
