'use client';
/** The find box: a name or an expression, the number of matches, Enter for the next one and Shift+Enter for the one before. */
import { Search } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useTypedText } from '#components/kit/use-typed-text.ts';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { ExpressionField } from './expression-field.tsx';
import styles from './find.module.css';

export interface FindBoxProps {
  graph: Graph;
  value: string;
  /** Null while nothing is asked. */
  matches: number | null;
  onChange: (value: string) => void;
  onStep: (direction: 1 | -1) => void;
}

export function FindBox({ graph, value, matches, onChange, onStep }: FindBoxProps) {
  const t = useTranslations('find');
  const { text, change, leave } = useTypedText(value, onChange);
  return (
    <search className={styles.find} data-filled={text !== '' || undefined}>
      <ExpressionField
        kind="find"
        list="floating"
        find
        graph={graph}
        value={text}
        label={t('label')}
        placeholder={t('placeholder')}
        leading={<Search size={14} aria-hidden />}
        trailing={
          <output className={styles.matches} aria-live="polite">
            {matches === null ? '' : t('matches', { count: matches })}
          </output>
        }
        onChange={change}
        onLeave={leave}
        onEnter={(backwards) => onStep(backwards ? -1 : 1)}
      />
    </search>
  );
}
