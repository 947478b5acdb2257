'use client';
/** What happened to the split, newest first: what people did, windows that were over the limit, pods that came. */
import { Box } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useInBrowser } from '#components/shell/use-in-browser.ts';
import { useNow } from '#components/shell/use-now.ts';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { SplitLive, TimelineEntry } from '#lib/api/splits/split-live.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import page from '../page.module.css';
import { useShareText } from '../use-share-text.ts';
import { markOf } from '../verdict/verdict-tone.ts';
import { entryIcons, useEntryAsides, useEntrySentence } from './event-words.tsx';
import styles from './events.module.css';

type Window = NonNullable<SplitLive['verdict']>['windows'][number];
type Row =
  | { at: number; entry: TimelineEntry }
  | { at: number; window: Window }
  | { at: number; pod: string };

const mostShown = 14;

/** Windows that were good say nothing. */
function rowsOf({ timeline, verdict, versions, startedAt }: SplitLive): Row[] {
  const bad = (verdict?.windows ?? []).filter(({ word }) => word === 'failing' || word === 'not-obeyed');
  // Of the versions that it is about; who watches wants to know when their pods came.
  const pods = versions.flatMap(({ role, pods: { list } }) =>
    role === 'other' || startedAt === null
      ? []
      : list.flatMap(({ name, startedAt: at }) => (at !== null && at > startedAt ? [{ at, pod: name }] : [])),
  );
  return [
    ...pods,
    ...timeline.map((entry) => ({ at: entry.at, entry })),
    ...bad.map((window) => ({ at: window.at, window })),
  ].sort((a, b) => b.at - a.at);
}

export function Events({ live, onAll }: { live: SplitLive; onAll: () => void }) {
  const t = useTranslations('release.events');
  const format = useFormat();
  const inBrowser = useInBrowser();
  const rows = rowsOf(live);
  return (
    <section className={page.railSection}>
      <div className={page.railHead}>
        <h2>{t('title')}</h2>
        <span className={page.caption}>{inBrowser && format.zone(live.at)}</span>
      </div>
      {live.records !== 'ok' && <p className={styles.quiet}>{t('unreadable')}</p>}
      {rows.length === 0 && <p className={styles.quiet}>{t('none')}</p>}
      <ol>
        {rows.slice(0, mostShown).map((row) => (
          <EventRow
            key={'entry' in row ? row.entry.id : 'pod' in row ? `pod-${row.pod}` : `window-${row.at}`}
            row={row}
          />
        ))}
      </ol>
      {rows.length > mostShown && (
        <button type="button" className={styles.all} onClick={onAll}>
          {t('all')}
        </button>
      )}
    </section>
  );
}

/** What the window was over, with its number. */
function useWindowText(): (window: Window) => string {
  const t = useTranslations('release.events');
  const format = useFormat();
  const share = useShareText();
  return ({ word, reason, candidateRequests }) => {
    switch (reason?.code) {
      case 'latency':
        return t('overLatency', {
          quantile: reason.quantile,
          time: format.milliseconds(reason.candidateMs),
          ratio: format.decimal(reason.ratio, 2),
        });
      case 'errors':
        return t('overErrors', { errors: format.percent(reason.candidate / 100, 1) });
      case 'restarts':
        return t('overRestarts', { count: reason.count });
      case 'unreachable':
        return t('overUnreachable', { requests: format.count(reason.requests) });
      case 'share':
        return t('overShare', {
          observed: share.exact(reason.observed),
          configured: share.exact(reason.configured),
        });
      default:
        return t(word === 'failing' ? 'over' : 'notObeyed', { requests: format.count(candidateRequests) });
    }
  };
}

function EventRow({ row }: { row: Row }) {
  const t = useTranslations('release.events');
  const format = useFormat();
  const now = useNow(60_000);
  const sentenceOf = useEntrySentence();
  const asidesOf = useEntryAsides();
  const Icon = 'entry' in row ? entryIcons[row.entry.kind] : null;
  const windowText = useWindowText();
  const asides = 'entry' in row ? asidesOf(row.entry) : '';
  const today = format.day(row.at) === format.day(now);
  return (
    <li className={styles.event}>
      <time dateTime={new Date(row.at * 1000).toISOString()} title={format.dateTime(row.at)}>
        {today ? format.clock(row.at) : format.day(row.at)}
      </time>
      <span className={styles.icon}>
        {'pod' in row ? (
          <Box size={13} strokeWidth={1.75} aria-hidden />
        ) : 'window' in row ? (
          <StateMark state={markOf(row.window.word)} size={13} />
        ) : (
          Icon !== null && <Icon size={13} strokeWidth={1.75} aria-hidden />
        )}
      </span>
      <span className={styles.what}>
        {'entry' in row
          ? sentenceOf(row.entry)
          : 'pod' in row
            ? t('pod', { pod: row.pod })
            : windowText(row.window)}
        {asides !== '' && <span className={styles.quiet}>, {asides}</span>}
      </span>
    </li>
  );
}
