'use client';
/** How many there are and how many are shown; what the numbers are about, and what is missing or old. */
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { WarningNotes } from '#components/shell/warning-notes.tsx';
import { StaleBadge } from '#components/ui/stale-badge.tsx';
import type { Services } from '#lib/api/inventory.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './list-page.module.css';

/** Metrics arrive every few seconds; this old means that a poll failed more than once. */
const staleSeconds = 60;

export interface ListHeadProps {
  list: 'services' | 'workloads';
  answer: Omit<Services, 'services'>;
  all: number;
  shown: number;
  namespaces: number;
  /** The last question was not answered. */
  failed: boolean;
}

export function ListHead({ list, answer, all, shown, namespaces, failed }: ListHeadProps) {
  const t = useTranslations('lists');
  const format = useFormat();
  const { metricsAt, windowSeconds, allNamespaces, meshed, warnings } = answer;
  const age = useNow(5000) - (metricsAt ?? 0);
  const stale = metricsAt !== null && (failed || age > staleSeconds);
  return (
    <>
      <div className={styles.head}>
        <h1>
          {shown === all ? t(`${list}.count`, { count: all }) : t(`${list}.some`, { shown, count: all })}
        </h1>
        <ul className={styles.facts}>
          <li>{t(allNamespaces ? 'namespaces' : 'yourNamespaces', { count: namespaces })}</li>
          <li>{metricsAt === null ? t('noMetrics') : t('window', { span: format.span(windowSeconds) })}</li>
        </ul>
      </div>
      <div className={styles.notes} role="status">
        {stale && <StaleBadge>{t('stale', { age: format.age(age) })}</StaleBadge>}
        {failed && metricsAt === null && <StaleBadge>{t('notRenewed')}</StaleBadge>}
        {!meshed && all > 0 && <StaleBadge>{t('notMeshed')}</StaleBadge>}
        <WarningNotes warnings={warnings} />
      </div>
    </>
  );
}
