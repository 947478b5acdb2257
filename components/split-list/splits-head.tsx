'use client';
/** How many splits there are, what their numbers are about, and what is not known. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { WarningNotes } from '#components/shell/warning-notes.tsx';
import { SkeletonBar } from '#components/ui/skeleton-bar.tsx';
import { StaleBadge } from '#components/ui/stale-badge.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import type { Splits } from '#lib/api/splits-list.ts';
import { isRunningSplit } from '#lib/client/running-splits.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './list.module.css';

/** Metrics arrive every few seconds; this old means that a poll failed more than once. */
const staleSeconds = 60;

export interface SplitsHeadProps {
  answer: Splits | undefined;
  shown: number;
  failed: boolean;
  start: ReactNode;
}

export function SplitsHead({ answer, shown, failed, start }: SplitsHeadProps) {
  const t = useTranslations('releases');
  if (answer === undefined)
    return (
      <div className={styles.head}>
        <h1>
          <VisuallyHidden>{t('title')}</VisuallyHidden>
          <SkeletonBar width={140} height={20} />
        </h1>
      </div>
    );
  return <Known answer={answer} shown={shown} failed={failed} start={start} />;
}

function Known({ answer, shown, failed, start }: SplitsHeadProps & { answer: Splits }) {
  const t = useTranslations('releases');
  const format = useFormat();
  const { splits, metricsAt, windowSeconds, unreadable, historyUnreadable, hiddenNamespaces } = answer;
  const age = useNow(5000) - (metricsAt ?? 0);
  const all = splits.length;
  const running = splits.filter(isRunningSplit).length;
  const past = splits.filter(({ state }) => state === 'past').length;
  return (
    <>
      <div className={styles.head}>
        <h1>{shown === all ? t('count', { count: all }) : t('some', { shown, count: all })}</h1>
        <ul className={styles.facts}>
          <li>{t('running', { count: running })}</li>
          {past > 0 && <li>{t('past', { count: past })}</li>}
          <li>{metricsAt === null ? t('noMetrics') : t('window', { span: format.span(windowSeconds) })}</li>
        </ul>
        {start}
      </div>
      <div className={styles.notes} role="status">
        {metricsAt !== null && (failed || age > staleSeconds) && (
          <StaleBadge>{t('stale', { age: format.age(age) })}</StaleBadge>
        )}
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
      </div>
    </>
  );
}
