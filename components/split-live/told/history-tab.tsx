'use client';
/** Everything that was done to the split: when, by whom, from which share to which, and how the candidate did then. */
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { PlainTable } from '#components/ui/page/plain-table.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { SplitLive, TimelineEntry } from '#lib/api/splits/split-live.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import { RestoreDialog } from '../act/restore-dialog.tsx';
import type { SplitRun } from '../act/use-split-run.ts';
import page from '../page.module.css';
import { useShareText } from '../use-share-text.ts';
import { markOf } from '../verdict/verdict-tone.ts';
import { entryIcons, useEntrySentence } from './event-words.tsx';
import styles from './history.module.css';
import { useBecause } from './use-because.ts';

export interface HistoryTabProps {
  live: SplitLive;
  run: SplitRun;
  mayAct: boolean;
}

export function HistoryTab({ live, run, mayAct }: HistoryTabProps) {
  const [rev, setRev] = useState<number | null>(null);
  const mayRestore = mayAct && live.may.write && live.state === 'tracked';
  return (
    <div className={page.main}>
      <HistoryTable live={live} onRestore={mayRestore ? setRev : undefined} />
      {rev !== null && <RestoreDialog live={live} run={run} rev={rev} onClose={() => setRev(null)} />}
    </div>
  );
}

export interface HistoryTableProps {
  live: SplitLive;
  /** A former revision; left out where nothing can be restored. */
  onRestore?: ((rev: number) => void) | undefined;
}

export function HistoryTable({ live, onRestore }: HistoryTableProps) {
  const t = useTranslations('release.history');
  const events = useTranslations('release.events');
  // Only what was written past the console names its object.
  const objects = live.timeline.some(({ object }) => object !== null);
  return (
    <>
      {live.records !== 'ok' && <p className={page.quiet}>{events('unreadable')}</p>}
      {live.timeline.length === 0 ? (
        <p className={page.quiet}>{t('none')}</p>
      ) : (
        <PlainTable
          title={t('caption')}
          className={styles.table}
          heads={
            <>
              <th scope="col">{t('time')}</th>
              <th scope="col">{t('what')}</th>
              <th scope="col">{t('share')}</th>
              <th scope="col">{t('verdict')}</th>
              <th scope="col">{t('reason')}</th>
              <th scope="col" data-numeric>
                {t('revision')}
              </th>
              {objects && <th scope="col">{t('object')}</th>}
              {onRestore !== undefined && <th aria-label={t('restoreColumn')} />}
            </>
          }
        >
          {live.timeline.map((entry) => (
            <Row
              key={entry.id}
              entry={entry}
              objects={objects}
              onRestore={onRestore}
              isFormer={isFormer(entry, live)}
            />
          ))}
        </PlainTable>
      )}
    </>
  );
}

/** What the split was at another revision than now: notes and the guard's settings are no state of the routes. */
function isFormer({ rev, kind, object }: TimelineEntry, { release }: SplitLive): boolean {
  if (rev === null || object !== null || release === null || rev >= release.rev) return false;
  return !['note', 'guard', 'cleanup', 'finish', 'end-fault'].includes(kind);
}

interface RowProps {
  entry: TimelineEntry;
  /** Some row names its object. */
  objects: boolean;
  onRestore: HistoryTableProps['onRestore'];
  isFormer: boolean;
}

function Row({ entry, objects, onRestore, isFormer }: RowProps) {
  const t = useTranslations('release.history');
  const words = useTranslations('release.verdict.word');
  const format = useFormat();
  const share = useShareText();
  const sentenceOf = useEntrySentence();
  const because = useBecause();
  const { at, kind, from, to, verdict, rev, object } = entry;
  const Icon = entryIcons[kind];
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
      <td className={styles.numbers}>
        {verdict !== null && (
          <span className={styles.what}>
            <StateMark state={markOf(verdict.word)} size={14} />
            {words(verdict.word)}
          </span>
        )}
      </td>
      <td className={styles.reason}>{because(entry)}</td>
      <td data-numeric>{rev === null ? '' : format.count(rev)}</td>
      {objects && (
        <td>
          {object !== null && kindAt(object.kind) !== undefined && (
            <Link
              href={routes.configHistory(object)}
              prefetch={false}
              aria-label={t('openObject', { name: object.name })}
            >
              {object.name}
            </Link>
          )}
        </td>
      )}
      {onRestore !== undefined && (
        <td className={styles.back}>
          {isFormer && rev !== null && (
            <Button
              size="small"
              tone="quiet"
              aria-label={t('restoreRevision', { rev: format.count(rev) })}
              onClick={() => onRestore(rev)}
            >
              {t('restore')}
            </Button>
          )}
        </td>
      )}
    </tr>
  );
}
