'use client';
/** Whether the page is live, how old its metrics are, and the way to hold it still. */
import { Pause, Play } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { IconButton } from '#components/ui/icon-button.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { useFormat } from '#lib/i18n/use-format.ts';
import { useLive } from './live-context.tsx';
import styles from './top-bar.module.css';
import { useNow } from './use-now.ts';

/** Metrics come every few seconds; older than this is said aloud. */
export const staleAfterSeconds = 30;

export function LiveIndicator() {
  const t = useTranslations('shell.live');
  const common = useTranslations('common');
  const format = useFormat();
  const live = useLive();
  const now = useNow();
  const age = live.metricsAt === null ? null : Math.max(0, now - live.metricsAt);
  const stale = age !== null && age > staleAfterSeconds;
  const phase = live.phase === 'closed' ? 'connecting' : live.phase;
  if (stale && phase !== 'paused') {
    return (
      <span className={styles.live}>
        <StateMark state="degraded" size={13} />
        <span className={styles.age} data-stale>
          {common('stale', { age: format.age(age) })}
        </span>
      </span>
    );
  }
  return (
    <span className={styles.live}>
      <span className={styles.dot} data-phase={phase} />
      {t(phase)}
      <span className={styles.age}>{age === null ? t('waiting') : format.age(age)}</span>
      <IconButton
        size="small"
        label={live.paused ? t('resume') : t('pause')}
        icon={live.paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        onClick={() => live.setPaused(!live.paused)}
      />
    </span>
  );
}
