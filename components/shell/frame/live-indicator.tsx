'use client';
/** Whether the page is live, how old its metrics are, how it is refreshed, and the way to hold it still. */
import { ChevronDown, Pause, Play } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { Menu } from '#components/ui/layers/menu.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { pageRanges, rangeSeconds } from '#lib/client/address/scope.ts';
import { type Refresh, refreshChoices, refreshSeconds, refreshText } from '#lib/client/queries/refresh.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { lateAfterSeconds, readingBeatSeconds } from '#lib/metrics/window-beat.ts';
import { useInBrowser } from '../use-in-browser.ts';
import { useNow } from '../use-now.ts';
import { useScope } from '../use-scope.ts';
import { useLive } from './live-context.tsx';
import styles from './top-bar.module.css';

/** Metrics come every few seconds; older than this is said aloud. */
export const staleAfterSeconds = 30;

export function LiveIndicator({ page }: { page: keyof typeof pageRanges }) {
  const t = useTranslations('shell.live');
  const common = useTranslations('common');
  const format = useFormat();
  const live = useLive();
  const { range, at } = useScope();
  const now = useNow();
  const inBrowser = useInBrowser();
  if (at !== null && page === 'graph') {
    return (
      <span className={styles.live}>
        <span className={styles.dot} data-phase="paused" />
        {t('replay')}
        <span className={styles.age}>{inBrowser && format.age(Math.max(1, now - at))}</span>
      </span>
    );
  }
  const { refresh } = live;
  const windowSeconds = page === 'overview' ? 60 : (rangeSeconds(range ?? pageRanges[page].fallback) ?? 60);
  const isLong = readingBeatSeconds(windowSeconds) > staleAfterSeconds / 2;
  const late = isLong ? lateAfterSeconds(windowSeconds) : staleAfterSeconds;
  const age = live.metricsAt === null ? null : Math.max(0, now - live.metricsAt);
  const stale = age !== null && age > late + refreshSeconds(refresh);
  const phase = live.phase === 'closed' ? 'connecting' : live.phase;
  const nameOf = (choice: Refresh) => {
    if (choice === 'live' || choice === 'paused') return t(`choice.${choice}`);
    return t('every', { span: format.span(refreshSeconds(choice)) });
  };
  const text = refresh === 'live' ? t(phase) : refresh === 'paused' ? t('paused') : nameOf(refresh);
  return (
    <span className={styles.live}>
      <Menu
        label={t('label')}
        width={220}
        trigger={(trigger) => (
          <button type="button" className={styles.refresh} title={t('label')} {...trigger}>
            <span className={styles.unseen}>{`${t('label')}: `}</span>
            {stale ? (
              <StateMark state="degraded" size={13} />
            ) : (
              <span className={styles.dot} data-phase={refresh === 'live' ? phase : refreshText(refresh)} />
            )}
            {!stale && text}
            <span className={styles.age} data-stale={stale || undefined}>
              {stale
                ? common('stale', { age: format.age(age) })
                : age === null
                  ? t('waiting')
                  : format.age(age)}
            </span>
            <ChevronDown size={14} aria-hidden />
          </button>
        )}
        sections={[
          {
            label: t('label'),
            entries: refreshChoices.map((choice) => ({
              key: refreshText(choice),
              text: nameOf(choice),
              checked: choice === refresh,
              onSelect: () => live.setRefresh(choice),
            })),
          },
          { entries: [{ key: 'now', text: t('refreshNow'), onSelect: live.refreshNow }] },
        ]}
      />
      <IconButton
        size="small"
        label={live.paused ? t('resume') : t('pause')}
        icon={live.paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        onClick={() => live.setPaused(!live.paused)}
      />
    </span>
  );
}
