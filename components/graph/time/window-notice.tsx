'use client';
/**
 * A window that takes long, or that Prometheus could not add up: what goes on, which window the picture still shows, and what helps.
 * Nothing is said for the first second.
 */
import { LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { pageRanges, rangeSeconds } from '#lib/client/address/scope.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { shorterRange } from './window-choice.ts';
import styles from './window-notice.module.css';

export interface WindowNoticeProps {
  /** Of the window that is asked for. */
  windowSeconds: number;
  /** Of the picture on the screen; null for none, or when it is this window's. */
  shownSeconds: number | null;
  state: 'asking' | 'too-long' | 'fine';
  onRetry: () => void;
}

export function WindowNotice(props: WindowNoticeProps) {
  const { windowSeconds, state } = props;
  if (state === 'fine') return null;
  return state === 'asking' ? <Asking key={windowSeconds} {...props} /> : <TooLong {...props} />;
}

function useShown(shownSeconds: number | null): string {
  const t = useTranslations('time.window');
  const format = useFormat();
  return shownSeconds === null ? '' : t('shown', { span: format.span(shownSeconds) });
}

function Asking({ windowSeconds, shownSeconds }: WindowNoticeProps) {
  const t = useTranslations('time.window');
  const format = useFormat();
  const now = useNow(1000);
  const [from] = useState(now);
  const shown = useShown(shownSeconds);
  const seconds = Math.floor(now - from);
  if (seconds < 1) return null;
  return (
    <section className={classNames(styles.bar, styles.asking)} aria-label={t('label')}>
      <LoaderCircle className={styles.turning} size={14} aria-hidden />
      <span role="status">{t('asking', { span: format.span(windowSeconds) })}</span>
      <span className={styles.dim} aria-hidden>
        {t('waited', { seconds: format.decimal(seconds, 0) })}
      </span>
      {shown !== '' && <span className={styles.dim}>{shown}</span>}
      <Shorter windowSeconds={windowSeconds} />
    </section>
  );
}

function TooLong({ windowSeconds, shownSeconds, onRetry }: WindowNoticeProps) {
  const t = useTranslations('time.window');
  const format = useFormat();
  const shown = useShown(shownSeconds);
  return (
    <section className={styles.bar} data-state="warn" aria-label={t('label')}>
      <StateMark state="degraded" size={14} />
      <span role="status">
        {t('tooLong', { span: format.span(windowSeconds) })} {shown}
      </span>
      <span className={styles.dim}>{t('remedy')}</span>
      <span className={styles.actions}>
        <Shorter windowSeconds={windowSeconds} />
        <Button size="small" onClick={onRetry}>
          {t('retry')}
        </Button>
      </span>
    </section>
  );
}

function Shorter({ windowSeconds }: { windowSeconds: number }) {
  const t = useTranslations('time.window');
  const format = useFormat();
  const { at, setWindow } = useScope();
  const range = shorterRange(pageRanges.graph.choices, windowSeconds);
  if (range === null) return null;
  return (
    <Button size="small" onClick={() => setWindow(range, at)}>
      {t('shorter', { span: format.span(rangeSeconds(range)) })}
    </Button>
  );
}
