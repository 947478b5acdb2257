'use client';
/** Everything that was done to the split: when, by whom, from which share to which, and how the candidate did then. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/state-mark.tsx';
import type { SplitLive, TimelineEntry } from '#lib/api/split-live.ts';
import { routes } from '#lib/client/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindIdNamed } from '#lib/istio/kinds/registry.ts';
import { entryIcons, useEntrySentence } from './event-words.tsx';
import styles from './history.module.css';
import page from './page.module.css';
import { useShareText } from './use-share-text.ts';
import { markOf } from './verdict-tone.ts';

export function HistoryTab({ live }: { live: SplitLive }) {
  return (
    <div className={page.main}>
      <HistoryTable live={live} />
    </div>
  );
}

export function HistoryTable({ live }: { live: SplitLive }) {
  const t = useTranslations('release.history');
  const events = useTranslations('release.events');
  return (
    <>
      {live.records !== 'ok' && <p className={page.quiet}>{events('unreadable')}</p>}
      {live.timeline.length === 0 ? (
        <p className={page.quiet}>{t('none')}</p>
      ) : (
        <table className={styles.table}>
          <caption className={styles.caption}>{t('caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('time')}</th>
              <th scope="col">{t('what')}</th>
              <th scope="col">{t('share')}</th>
              <th scope="col">{t('verdict')}</th>
              <th scope="col">{t('reason')}</th>
              <th scope="col" data-numeric>
                {t('revision')}
              </th>
              <th scope="col">{t('object')}</th>
            </tr>
          </thead>
          <tbody>
            {live.timeline.map((entry) => (
              <Row key={entry.id} entry={entry} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Row({ entry }: { entry: TimelineEntry }) {
  const t = useTranslations('release.history');
  const words = useTranslations('release.verdict.word');
  const format = useFormat();
  const share = useShareText();
  const sentenceOf = useEntrySentence();
  const { at, kind, from, to, verdict, reason, rev, object } = entry;
  const Icon = entryIcons[kind];
  const kindId = object === null ? null : kindIdNamed(object.kind);
  return (
    <tr>
      <td className={styles.time}>
        <time dateTime={new Date(at * 1000).toISOString()}>
          {format.day(at)} {format.clock(at)}
        </time>
      </td>
      <td>
        <span className={styles.what}>
          <Icon size={14} strokeWidth={1.75} aria-hidden />
          <span>{sentenceOf(entry)}</span>
        </span>
      </td>
      <td className={styles.numbers}>
        {to === null ? '' : from === null ? share.whole(to) : `${share.whole(from)} → ${share.whole(to)}`}
      </td>
      <td>
        {verdict !== null && (
          <span className={styles.what}>
            <StateMark state={markOf(verdict.word)} size={14} />
            {words(verdict.word)}
          </span>
        )}
      </td>
      <td className={styles.reason}>{reason}</td>
      <td data-numeric>{rev === null ? '' : format.count(rev)}</td>
      <td>
        {object !== null && kindId !== null && (
          <Link
            href={routes.configHistory({ kind: kindId, namespace: object.namespace, name: object.name })}
            prefetch={false}
            aria-label={t('openObject', { name: object.name })}
          >
            {object.name}
          </Link>
        )}
      </td>
    </tr>
  );
}
