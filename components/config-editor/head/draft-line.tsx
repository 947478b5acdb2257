'use client';
/** The draft of before is back: from when it is, and the way to begin anew. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useInBrowser } from '#components/shell/use-in-browser.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Draft } from '#lib/client/drafts/drafts.ts';
import { changedLines } from '#lib/document/diff/changed-lines.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from '../editor.module.css';

export interface DraftLineProps {
  draft: Draft;
  unkept: boolean;
  onStartOver: () => void;
}

export function DraftLine({ draft, unkept, onStartOver }: DraftLineProps) {
  const t = useTranslations('editor.draft');
  const format = useFormat();
  const inBrowser = useInBrowser();
  const [shown, setShown] = useState(true);
  if (!shown) return null;
  const { changed, gone } = changedLines(draft.base, draft.text);
  const lines = changed.length + gone.reduce((sum, { count }) => sum + count, 0);
  const at = draft.changedAtMs / 1000;
  return (
    <div className={styles.line} role="status">
      <span>
        <b>{t('back', { time: inBrowser ? format.timeOrDay(at, Date.now() / 1000) : '' })}</b>{' '}
        {t('lines', { count: lines })} {unkept && t('unkept')}
      </span>
      <Button
        size="small"
        onClick={() => {
          setShown(false);
          onStartOver();
        }}
      >
        {t('startOver')}
      </Button>
    </div>
  );
}
