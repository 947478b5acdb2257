'use client';
/** What is missing from the charts, and how old they are when they could not be renewed. */
import { useTranslations } from 'use-intl';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { Series } from '#lib/api/traffic/series.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './traffic-charts.module.css';

export interface ChartNotesProps {
  answers: readonly Series[];
  /** The last question was not answered. */
  failed: boolean;
  /** Of a time that is over: nothing of it grows old. */
  past: boolean;
}

export function ChartNotes({ answers, failed, past }: ChartNotesProps) {
  const t = useTranslations('charts');
  const format = useFormat();
  const now = useNow(5000);
  const warnings = answers.flatMap((answer) => answer.warnings);
  // The server has kept the lines of an earlier step as we have kept an earlier answer.
  const kept = failed || warnings.some(({ code }) => code === 'prometheus-stale');
  const asked = answers.flatMap(({ metricsAt }) => metricsAt ?? []);
  const old = kept && !past && asked.length > 0;
  if (!old && warnings.length === 0) return null;
  return (
    <div className={styles.notes}>
      {old && (
        <StaleBadge>{t('notRenewed', { age: format.age(Math.max(0, now - Math.min(...asked))) })}</StaleBadge>
      )}
      <WarningNotes warnings={warnings} />
    </div>
  );
}
