'use client';
/** At the foot: what the draft would do, what stands in its way, and the next steps. */
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Draft } from '#lib/client/drafts/drafts.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import styles from './editor.module.css';

export interface EditorBarProps {
  isNew: boolean;
  changed: boolean;
  /** Sentences that tell the changes; null where nobody counted. */
  count: number | null;
  /** Drafts of other objects that are reviewed with it. */
  together: readonly Draft[];
  /** Errors that block, and all new ones. */
  hard: number;
  errors: number;
  /** What traffic would do. */
  effect?: ReactNode;
  onDiscard: () => void;
  onReview: () => void;
}

export function EditorBar({
  isNew,
  changed,
  count,
  together,
  hard,
  errors,
  effect,
  onDiscard,
  onReview,
}: EditorBarProps) {
  const t = useTranslations('editor.bar');
  const format = useFormat();
  return (
    <section className={styles.bar} aria-label={t('label')}>
      <div className={styles.effect}>
        {changed ? effect : <span className={styles.quiet}>{t('none')}</span>}
        {together.length > 0 && (
          <p className={styles.quiet}>
            {t('together', {
              names: format.list(together.map(({ kind, name }) => `${kindAt(kind)?.kind ?? kind} ${name}`)),
            })}
          </p>
        )}
      </div>
      <span className={styles.quiet} aria-live="polite">
        {hard > 0 ? t('blocked', { count: hard }) : errors > 0 && t('confirm', { count: errors })}
      </span>
      <Button tone="quiet" onClick={onDiscard} disabled={!changed && !isNew}>
        {t('discard')}
      </Button>
      <Button tone="accent" onClick={onReview} disabled={!changed}>
        {isNew
          ? t('reviewNew')
          : count === null
            ? t('reviewSome')
            : t('review', { count: Math.max(count, changed ? 1 : 0) })}
      </Button>
    </section>
  );
}
