'use client';
/** While several objects are written: their order, and what became of each; shown when it takes longer than a moment. */
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ApplyProgress } from '#lib/client/changes/configuration-changes.ts';
import styles from './apply-bar.module.css';
import page from './review.module.css';
import type { ReviewItem } from './use-review.ts';

const patienceMs = 600;

export interface ApplyProgressListProps {
  /** In the order of the changes that were sent. */
  items: readonly ReviewItem[];
  progress: ApplyProgress;
}

export function ApplyProgressList({ items, progress: { steps, past, outcomes } }: ApplyProgressListProps) {
  const t = useTranslations('editor');
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  const isTwice = (index: number) => steps.filter((one) => one === index).length > 1;
  const nameOf = (index: number, at: number): string => {
    const { kind, name } = items[index] ?? {};
    const full = `${kind?.kind ?? ''} ${name ?? ''}`;
    if (!isTwice(index)) return full;
    return t(steps.indexOf(index) === at ? 'apply.first' : 'apply.rest', { name: full });
  };
  return (
    <div className={styles.progress}>
      <p role="status">
        {steps.length === 0
          ? t('apply.tried')
          : t('apply.progress', { step: Math.min(past + 1, steps.length), count: steps.length })}
      </p>
      <ol aria-label={t('apply.order')}>
        {steps.map((index, at) => {
          const outcome = outcomes.get(index);
          const isPast = at < past;
          const isGood = isPast && (outcome?.refusal ?? null) === null;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps keep their places, and an object may have two
            <li key={at} data-now={at === past || undefined}>
              <StateMark state={!isPast ? 'idle' : isGood ? 'healthy' : 'failing'} />
              <span>{nameOf(index, at)}</span>
              <span className={page.quiet}>
                {at > past
                  ? t('state.waiting')
                  : at === past
                    ? t('state.writing')
                    : t(isGood ? 'state.written' : 'state.failed')}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
