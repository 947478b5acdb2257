'use client';
/** Which lines are shown, and how. */
import { Download, Eraser, Search } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { Segments } from '#components/ui/buttons/segments.tsx';
import type { LineFilter } from './log-buffer.ts';
import styles from './logs.module.css';

export interface LogView extends LineFilter {
  parsed: boolean;
  wrapped: boolean;
}

export interface LogToolbarProps {
  view: LogView;
  onChange: (view: LogView) => void;
  onSave: () => void;
  onClear: () => void;
}

const levelChoices = ['all', 'warning', 'error'] as const;
const switches = ['requests', 'parsed', 'wrapped'] as const;

export function LogToolbar({ view, onChange, onSave, onClear }: LogToolbarProps) {
  const t = useTranslations('logs');
  return (
    <div className={styles.tools}>
      <search className={styles.search}>
        <Search size={14} aria-hidden />
        <input
          type="text"
          data-find
          value={view.text}
          aria-label={t('filter')}
          placeholder={t('filter')}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange({ ...view, text: event.currentTarget.value })}
        />
      </search>
      <Segments
        label={t('levels')}
        value={view.levels}
        options={levelChoices.map((value) => ({ value, name: t(`levelChoice.${value}`) }))}
        onChange={(levels) => onChange({ ...view, levels })}
      />
      {switches.map((name) => (
        <label key={name} className={styles.switch}>
          <input
            type="checkbox"
            checked={view[name]}
            onChange={() => onChange({ ...view, [name]: !view[name] })}
          />
          {t(`switch.${name}`)}
        </label>
      ))}
      <span className={styles.end}>
        <IconButton label={t('clear')} icon={<Eraser size={15} aria-hidden />} onClick={onClear} />
        <IconButton label={t('save')} icon={<Download size={15} aria-hidden />} onClick={onSave} />
      </span>
    </div>
  );
}
