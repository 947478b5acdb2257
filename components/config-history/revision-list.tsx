'use client';
/** The revisions of an object, newest first, each a choice; arrow keys move. */
import type { KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import type { RevisionEntry } from '#lib/api/configuration/history.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './history.module.css';
import { OperationIcon } from './operation-icon.tsx';
import { RevisionReason, RevisionSum, RevisionWho } from './revision-facts.tsx';
import { useRevisionWords } from './use-revision-words.ts';

export interface RevisionListProps {
  revisions: readonly RevisionEntry[];
  chosen: string;
  onChoose: (id: string) => void;
}

export function RevisionList({ revisions, chosen, onChoose }: RevisionListProps) {
  const t = useTranslations('history.list');
  function move(event: KeyboardEvent<HTMLElement>) {
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button.matches(':focus'));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[Math.min(buttons.length - 1, Math.max(0, to))];
    next?.focus();
    next?.click();
  }
  return (
    <ol className={styles.list} aria-label={t('label')} onKeyDown={move}>
      {revisions.map((revision, index) => (
        <li key={revision.id}>
          <RevisionRow
            revision={revision}
            next={revisions[index - 1] ?? null}
            isChosen={revision.id === chosen}
            onChoose={() => onChoose(revision.id)}
          />
        </li>
      ))}
    </ol>
  );
}

interface RowProps {
  revision: RevisionEntry;
  /** The one that followed. */
  next: RevisionEntry | null;
  isChosen: boolean;
  onChoose: () => void;
}

function RevisionRow({ revision, next, isChosen, onChoose }: RowProps) {
  const format = useFormat();
  const now = useNow(10_000);
  const { operation } = useRevisionWords()(revision);
  const { at } = revision;
  return (
    <button
      type="button"
      className={styles.row}
      aria-pressed={isChosen}
      tabIndex={isChosen ? 0 : -1}
      onClick={onChoose}
    >
      <span className={styles.icon} data-operation={revision.operation}>
        <OperationIcon operation={revision.operation} />
      </span>
      <span className={styles.words}>
        <span className={styles.top}>
          <b>{operation}</b>
          <time
            dateTime={new Date(at * 1000).toISOString()}
            title={`${format.dateTime(at)} ${format.zone(at)}`}
          >
            {format.phrases([format.timeOrDay(at, now), format.age(Math.max(1, now - at))])}
          </time>
          <RevisionMarks revision={revision} next={next} />
        </span>
        <RevisionWho revision={revision} />
        <RevisionReason revision={revision} />
        <RevisionSum revision={revision} />
      </span>
    </button>
  );
}

export function RevisionMarks({ revision, next }: { revision: RevisionEntry; next: RevisionEntry | null }) {
  const t = useTranslations('history');
  const format = useFormat();
  const { present, good, late, stored, at, seenAt } = revision;
  const span = next === null ? '' : format.span(next.at - at);
  return (
    <span className={styles.marks}>
      {present && (
        <span className={styles.mark} data-tone="present">
          {t('present')}
        </span>
      )}
      {good && (
        <span className={styles.mark} data-tone="good" title={t('goodDetail', { span })}>
          {t('good')}
        </span>
      )}
      {late && (
        <span className={styles.mark} title={t('lateDetail', { time: format.dateTime(seenAt) })}>
          {t('late')}
        </span>
      )}
      {!stored && (
        <span className={styles.mark} title={t('memoryDetail')}>
          {t('memory')}
        </span>
      )}
    </span>
  );
}
