'use client';
/** Says that the picture is of the past: of when, how long ago, and what of it is of today. */
import { History } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './replay-bar.module.css';
import type { Replay } from './use-replay.ts';

export interface ReplayBarProps {
  replay: Replay;
  /** What is on screen. */
  graph: Graph;
  failed: boolean;
  onRetry: () => void;
}

export function ReplayBar({ replay, graph, failed, onRetry }: ReplayBarProps) {
  const t = useTranslations('time.replay');
  const format = useFormat();
  const now = useNow(5000);
  const { at, playing } = replay;
  if (at === null) return null;
  const days = now - at > 72_000 || graph.windowSeconds > 72_000;
  const moment = (seconds: number) => (days ? format.dateTime(seconds) : format.time(seconds));
  return (
    <section className={styles.bar} aria-label={t('label')}>
      <History size={14} aria-hidden />
      <b>
        {t('asOf', { time: moment(at), age: format.age(Math.max(1, now - at)) })}
        {playing && ` · ${t('playing')}`}
      </b>
      {failed ? (
        <>
          <StaleBadge>{t('failed', { time: moment(at), shown: moment(graph.at) })}</StaleBadge>
          <Button size="small" onClick={onRetry}>
            {t('retry')}
          </Button>
        </>
      ) : (
        <span>
          {t('window', {
            period: format.period(graph.at - graph.windowSeconds, graph.at, now),
            zone: format.zone(graph.at),
          })}{' '}
          {playing && t('averages')}
        </span>
      )}
    </section>
  );
}
