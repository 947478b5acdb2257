'use client';
/** What is missing or old, said over the picture, which stays. */
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { WarningNotes } from '#components/shell/warning-notes.tsx';
import { StaleBadge } from '#components/ui/stale-badge.tsx';
import type { Graph } from '#lib/api/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './graph-page.module.css';

/** Metrics arrive every few seconds; this old means that a poll failed more than once. */
const staleSeconds = 60;

export function GraphNotes({ graph, failed }: { graph: Graph; failed: boolean }) {
  const t = useTranslations('graph');
  const format = useFormat();
  const now = useNow(5000);
  const age = graph.metricsAt === null ? null : now - graph.metricsAt;
  const stale = age !== null && (failed || age > staleSeconds);
  return (
    <div className={styles.notes} role="status">
      {stale && <StaleBadge>{t('stalePicture', { age: format.age(age) })}</StaleBadge>}
      <WarningNotes warnings={graph.warnings} />
    </div>
  );
}
