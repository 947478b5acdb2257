'use client';
/** What of the list of splits is old, missing or hidden. */
import { useTranslations } from 'use-intl';
import { useMetricsAge } from '#components/shell/frame/use-metrics-age.ts';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { Splits } from '#lib/api/splits/splits-list.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './cells.module.css';

/** Of the rates of every split. */
const windowSeconds = 60;

export interface SplitsNotesProps {
  answer: Splits;
  /** The last question was not answered. */
  failed: boolean;
}

export function SplitsNotes({ answer, failed }: SplitsNotesProps) {
  const t = useTranslations('releases');
  const format = useFormat();
  const { splits, metricsAt, unreadable, historyUnreadable, hiddenNamespaces } = answer;
  const { age, late } = useMetricsAge(metricsAt, windowSeconds);
  return (
    <>
      {age !== null && (failed || late) && <StaleBadge>{t('stale', { age: format.age(age) })}</StaleBadge>}
      {unreadable.length > 0 && (
        <StaleBadge>{t('unreadable', { namespaces: format.list(unreadable) })}</StaleBadge>
      )}
      {historyUnreadable.length > 0 && (
        <span className={styles.quiet}>
          {t('historyUnreadable', { namespaces: format.list(historyUnreadable) })}
        </span>
      )}
      {hiddenNamespaces && splits.length === 0 && <span className={styles.quiet}>{t('hidden')}</span>}
      <WarningNotes warnings={answer.warnings} />
    </>
  );
}
