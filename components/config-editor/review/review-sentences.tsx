'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { DifferenceSentences } from '#components/object-sentences/difference-sentences.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
/** What the review changes, sentence by sentence over all objects in the order of writing. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import styles from './review.module.css';
import type { ReviewItem } from './use-review.ts';

export interface ReviewSentencesProps {
  items: readonly ReviewItem[];
  /** Null where nothing can be left out. */
  onLeaveOut: ((id: string) => void) | null;
}

export function ReviewSentences({ items, onLeaveOut }: ReviewSentencesProps) {
  const t = useTranslations('editor.review');
  let start = 1;
  return (
    <section className={styles.sentences} aria-label={t('sentences')}>
      {items.map(({ id, kind, name, beforeValue, document, sentences }) => {
        const first = start;
        start += sentences;
        return (
          <div key={id} className={styles.told}>
            <DifferenceSentences
              before={beforeValue}
              after={document.value}
              start={first}
              object={`${nameOfKind(kind)} ${name}`}
            />
            {onLeaveOut !== null && (
              <Button
                size="small"
                tone="quiet"
                leading={<X size={13} aria-hidden />}
                onClick={() => onLeaveOut(id)}
              >
                {t('without', { name: `${nameOfKind(kind)} ${name}` })}
              </Button>
            )}
          </div>
        );
      })}
    </section>
  );
}
