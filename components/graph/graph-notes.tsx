'use client';
/** What is missing or old, said over the picture, which stays. */
import { useTranslations } from 'use-intl';
import { useMetricsAge } from '#components/shell/frame/use-metrics-age.ts';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { useNow } from '#components/shell/use-now.ts';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './graph-page.module.css';

/** Percentiles this much older than the rest are said to be. */
const coarseSeconds = 120;

export interface GraphNotesProps {
  graph: Graph;
  failed: boolean;
  /** Of a window that is over: nothing of it grows old. */
  past: boolean;
}

export function GraphNotes({ graph, failed, past }: GraphNotesProps) {
  const t = useTranslations('graph');
  const time = useTranslations('time');
  const format = useFormat();
  const now = useNow(5000);
  const { age, late } = useMetricsAge(graph.metricsAt, graph.windowSeconds);
  const stale = !past && age !== null && (failed || late);
  const { percentilesAt = null, at } = graph;
  const coarse = percentilesAt !== null && at - percentilesAt > coarseSeconds ? percentilesAt : null;
  return (
    <div className={styles.notes} role="status">
      {stale && <StaleBadge>{t('stalePicture', { age: format.age(age) })}</StaleBadge>}
      {coarse !== null && (
        <span>{time('coarse', { time: format.time(coarse), age: format.age(now - coarse) })}</span>
      )}
      <WarningNotes warnings={graph.warnings} />
    </div>
  );
}
