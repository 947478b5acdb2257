'use client';
/** Under the options: keep this search, and the language explained. */
import { BookOpen, Star } from 'lucide-react';
import { useTranslations } from 'use-intl';
import styles from './find.module.css';
import { type SearchKind, toggleSaved, useSaved } from './saved-searches.ts';

export interface FindFootProps {
  kind: SearchKind;
  value: string;
  readable: boolean;
  onHelp: () => void;
}

export function FindFoot({ kind, value, readable, onHelp }: FindFootProps) {
  const t = useTranslations('find');
  const text = value.trim();
  const kept = useSaved(kind).includes(text);
  return (
    <div className={styles.foot}>
      {text !== '' && readable && (
        <button type="button" aria-pressed={kept} onClick={() => toggleSaved(kind, text)}>
          <Star size={13} aria-hidden fill={kept ? 'currentColor' : 'none'} />
          {t(kept ? 'forget' : 'keep')}
        </button>
      )}
      <button type="button" className={styles.last} onClick={onHelp}>
        <BookOpen size={13} aria-hidden />
        {t('help')}
      </button>
    </div>
  );
}
