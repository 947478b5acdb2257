'use client';
/** Yes, in part, or no: by shape first, with the word beside it or for screen readers alone. */
import { Check, Minus, SquareSlash } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { AbilityState } from '#lib/access/ability-state.ts';
import styles from './access.module.css';

const icons = { all: Check, some: SquareSlash, none: Minus } as const;

export function AnswerMark({ state, bare = false }: { state: AbilityState; bare?: boolean }) {
  const t = useTranslations('access.state');
  const Icon = icons[state];
  return (
    <span className={styles.answer} data-answer={state}>
      <Icon size={15} aria-hidden />
      {bare ? <VisuallyHidden>{t(state)}</VisuallyHidden> : t(state)}
    </span>
  );
}
