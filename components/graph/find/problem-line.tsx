'use client';
/** Why an expression cannot be read, and what may have been meant. */
import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { FindProblem } from '#lib/graph/find/parse.ts';
import styles from './find.module.css';

const replaceable: readonly FindProblem['code'][] = ['unknown-field', 'unknown-state', 'unknown-badge'];

export interface ProblemLineProps {
  id: string;
  problem: FindProblem;
  onReplace: (from: number, to: number, insert: string) => void;
}

export function ProblemLine({ id, problem, onReplace }: ProblemLineProps) {
  const t = useTranslations('find');
  const { code, word, suggestion, from, to } = problem;
  const canReplace = suggestion !== '' && replaceable.includes(code);
  return (
    <div id={id} className={styles.problem} role="status">
      <TriangleAlert size={14} aria-hidden />
      <span>
        {t(`problem.${code}`, { word })}
        {suggestion !== '' && !canReplace && (
          <>
            {' '}
            {t('example')} <code>{suggestion}</code>
          </>
        )}
        {canReplace && (
          <>
            {' '}
            <button type="button" onClick={() => onReplace(from, to, suggestion)}>
              {t('didYouMean', { word: suggestion })}
            </button>
          </>
        )}
      </span>
    </div>
  );
}
