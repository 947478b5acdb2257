'use client';
/** The find box: plain text, the number of matches, Enter for the next one. "/" focuses it (shell's shortcuts look for data-find). */
import { Search } from 'lucide-react';
import { useTranslations } from 'use-intl';
import styles from './graph-toolbar.module.css';

export interface FindBoxProps {
  value: string;
  /** Null while nothing is asked. */
  matches: number | null;
  onChange: (value: string) => void;
  onNext: () => void;
}

export function FindBox({ value, matches, onChange, onNext }: FindBoxProps) {
  const t = useTranslations('graph.find');
  return (
    <search className={styles.find}>
      <Search size={14} aria-hidden />
      <input
        type="text"
        data-find
        value={value}
        aria-label={t('label')}
        placeholder={t('placeholder')}
        title={t('hint')}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onNext();
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            onChange('');
          }
        }}
      />
      <output className={styles.matches} aria-live="polite">
        {matches === null ? '' : t('matches', { count: matches })}
      </output>
    </search>
  );
}
