'use client';
/** What the review is about, object by object in the order of writing. */
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { IconButton } from '#components/ui/icon-button.tsx';
import styles from './review.module.css';
import type { ReviewItem } from './use-review.ts';

export interface ReviewSentencesProps {
  items: readonly ReviewItem[];
  /** Null where nothing can be left out. */
  onLeaveOut: ((id: string) => void) | null;
}

export function ReviewSentences({ items, onLeaveOut }: ReviewSentencesProps) {
  const t = useTranslations('editor.review');
  return (
    <section className={styles.sentences} aria-label={t('sentences')}>
      <ol>
        {items.map(({ id, draft, kind, name, fields }, index) => (
          <li key={id}>
            <span className={styles.place} aria-hidden>
              {index + 1}
            </span>
            <span className={styles.sentence}>
              {t.rich(draft.op, {
                b: (words) => <b>{words}</b>,
                kind: kind.kind,
                name,
                namespace: draft.namespace,
                count: fields.length,
              })}
            </span>
            <span className={styles.quiet}>
              {kind.kind} {name}
            </span>
            {onLeaveOut !== null && (
              <IconButton
                size="small"
                label={t('without')}
                icon={<X size={14} aria-hidden />}
                onClick={() => onLeaveOut(id)}
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
