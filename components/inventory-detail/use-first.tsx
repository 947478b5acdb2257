'use client';
/** The first rows of a long table, and the button that shows the rest: a page of five hundred callers still opens at once. */
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { useFormat } from '#lib/i18n/use-format.ts';

const shownFirst = 60;

export function useFirst<Row>(rows: readonly Row[]): { shown: readonly Row[]; more: ReactNode } {
  const t = useTranslations('details');
  const format = useFormat();
  const [all, setAll] = useState(false);
  const rest = rows.length - shownFirst;
  if (all || rest <= 0) return { shown: rows, more: null };
  return {
    shown: rows.slice(0, shownFirst),
    more: (
      <p style={{ marginTop: 10 }}>
        <Button size="small" onClick={() => setAll(true)}>
          {t('more', { count: format.count(rest) })}
        </Button>
      </p>
    ),
  };
}
