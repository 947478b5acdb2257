'use client';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
/** An object of the review that somebody deleted meanwhile: its draft becomes one of a new object, or is left out. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import styles from './review.module.css';
import type { ReviewItem } from './use-review.ts';

export interface GoneSectionProps {
  item: ReviewItem;
  onMakeAnew: () => void;
  /** Null where nothing else is reviewed. */
  onLeaveOut: (() => void) | null;
}

export function GoneSection({ item, onMakeAnew, onLeaveOut }: GoneSectionProps) {
  const t = useTranslations('editor');
  const name = `${nameOfKind(item.kind)} ${item.name}`;
  return (
    <section className={styles.conflict} aria-label={t('review.gone', { name })}>
      <h2 className={styles.conflictTitle}>
        <StateMark state="degraded" />
        {t('review.gone', { name })}
        <span className={styles.quiet}>{t('review.goneDetail')}</span>
        <Button size="small" onClick={onMakeAnew}>
          {t('meanwhile.makeAnew')}
        </Button>
        {onLeaveOut !== null && (
          <Button size="small" tone="quiet" onClick={onLeaveOut}>
            {t('review.without', { name })}
          </Button>
        )}
      </h2>
    </section>
  );
}
