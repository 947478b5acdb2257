'use client';
/** Who, why and what, of one revision: the same words in the list, above the comparison and on the page of changes. */
import { useTranslations } from 'use-intl';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { RevisionEntry } from '#lib/api/configuration/history.ts';
import styles from './history.module.css';
import { useRevisionWords } from './use-revision-words.ts';

export function RevisionWho({ revision }: { revision: RevisionEntry }) {
  const t = useTranslations('history');
  const { who, through } = useRevisionWords()(revision);
  return (
    <span className={styles.who}>
      {who === null ? t('nobody') : t.rich('by', { who, b: (chunks) => <b>{chunks}</b> })}
      {through !== null && <span className={styles.quiet}> {through}</span>}
    </span>
  );
}

export function RevisionReason({ revision: { reason } }: { revision: RevisionEntry }) {
  const t = useTranslations('history');
  if (reason === null) return null;
  return (
    <q className={styles.reason} title={t('reason')}>
      {spelledOut(reason)}
    </q>
  );
}

export function RevisionSum({ revision }: { revision: RevisionEntry }) {
  const t = useTranslations('history.sum');
  const { summary } = useRevisionWords()(revision);
  const { added, removed, changed } = revision.summary;
  const figures = [
    ['+', added],
    ['−', removed],
    ['~', changed],
  ] as const;
  return (
    <span className={styles.sum}>
      <span className={styles.paths} data-code={revision.operation === 'changed' || undefined}>
        {summary}
      </span>
      {added + removed + changed > 0 && (
        <span className={styles.figures} title={t('figures', { added, removed, changed })}>
          <VisuallyHidden>{t('figures', { added, removed, changed })}</VisuallyHidden>
          <span aria-hidden>
            {figures.map(([sign, count]) => (count === 0 ? '' : ` ${sign}${count}`)).join('')}
          </span>
        </span>
      )}
    </span>
  );
}
