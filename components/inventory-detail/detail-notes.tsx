'use client';
/** What is missing from the page, or old: removed meanwhile, not asked successfully, stale metrics, gaps. */
import { useTranslations } from 'use-intl';
import { useMetricsAge } from '#components/shell/frame/use-metrics-age.ts';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import { ApiError } from '#lib/client/call/api-error.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './detail.module.css';
import type { Detail } from './detail-header.tsx';

export function DetailNotes({ detail, error }: { detail: Detail; error: unknown }) {
  const t = useTranslations('details');
  const common = useTranslations('common');
  const format = useFormat();
  const now = useNow(5000);
  const { age, late } = useMetricsAge(detail.metricsAt, detail.windowSeconds);
  const gone = error instanceof ApiError && error.code === 'not-found';
  if (gone) {
    return (
      <div className={`${styles.notes} ${styles.gone}`} role="status">
        <StaleBadge>{t('gone', { name: detail.name, age: format.age(now - detail.at) })}</StaleBadge>
      </div>
    );
  }
  if (detail.exists && error === null && !late && detail.warnings.length === 0) return null;
  return (
    <div className={styles.notes}>
      {!detail.exists && <StaleBadge>{t('onlyMetrics')}</StaleBadge>}
      {error !== null && <StaleBadge>{t('notRenewed', { age: format.age(now - detail.at) })}</StaleBadge>}
      {late && error === null && <StaleBadge>{common('stale', { age: format.age(age) })}</StaleBadge>}
      <WarningNotes warnings={detail.warnings} />
    </div>
  );
}
