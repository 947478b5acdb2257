'use client';
/** Words of the picture's differences, in the reader's language. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { DifferenceWords } from './difference-marks.ts';

export function useDifferenceWords(): DifferenceWords {
  const t = useTranslations('time.compare');
  const format = useFormat();
  return useMemo(
    () => ({
      new: t('word.new'),
      gone: t('word.gone'),
      counted: (kind, count) => t(`kind.${kind}`, { count }),
      list: (parts) => format.list(parts),
      told: ({ kinds }) => format.list(kinds.map((kind) => t(`word.${kind}`))),
    }),
    [t, format],
  );
}
