'use client';
/** What is left out of the picture, by an expression that takes effect when it is complete. */
import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { Popover } from '#components/ui/layers/popover.tsx';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { parseFind } from '#lib/graph/find/parse.ts';
import { ExpressionField } from './expression-field.tsx';
import styles from './find.module.css';

/** The language's words are the same in every language. */
const example = 'is idle';

export interface HideBoxProps {
  /** With what is hidden: its values complete the expression. */
  graph: Graph;
  value: string;
  /** Nodes and edges that are hidden now. */
  hidden: number;
  onChange: (value: string) => void;
}

export function HideBox({ graph, value, hidden, onChange }: HideBoxProps) {
  const t = useTranslations('find');
  return (
    <Popover
      label={t('hideTitle')}
      width={380}
      align="end"
      onOpen={(panel) => panel.querySelector('input')?.focus()}
      trigger={(props) => (
        <button type="button" className={styles.hide} data-active={value !== '' || undefined} {...props}>
          <EyeOff size={14} aria-hidden />
          {value === '' ? t('hide') : t('hidden', { count: hidden })}
        </button>
      )}
    >
      {(close) => <HideForm graph={graph} value={value} onChange={onChange} close={close} />}
    </Popover>
  );
}

function HideForm({ graph, value, onChange, close }: Omit<HideBoxProps, 'hidden'> & { close: () => void }) {
  const t = useTranslations('find');
  const [draft, setDraft] = useState(value);
  const apply = () => {
    if (!parseFind(draft).ok) return;
    onChange(draft.trim());
    close();
  };
  return (
    <div className={styles.hideForm}>
      <div className={styles.hideTitle}>{t('hideTitle')}</div>
      <ExpressionField
        kind="hide"
        list="inline"
        graph={graph}
        value={draft}
        label={t('hideLabel')}
        placeholder={example}
        onChange={setDraft}
        onEnter={apply}
      />
      <div className={styles.hideActions}>
        <Button size="small" tone="accent" disabled={!parseFind(draft).ok} onClick={apply}>
          {t('hideApply')}
        </Button>
        {value !== '' && (
          <Button
            size="small"
            onClick={() => {
              onChange('');
              close();
            }}
          >
            {t('showAll')}
          </Button>
        )}
      </div>
    </div>
  );
}
