'use client';
/** Words of Prometheus' check for editors in the reader's language; words that are not known stay as they are. */
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { lintWords, valueTypes } from './lint-words.ts';

export function useLintText(): (message: string) => string {
  const t = useTranslations('metrics.lint');
  return useCallback(
    (message) => {
      const told = lintWords(message);
      if (told === null) return message;
      const valueText = (text: string) => {
        const type = valueTypes.find((one) => one === text);
        return type === undefined ? text : t(`type.${type}`);
      };
      const { count, ...texts } = told.values;
      const values = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, valueText(text)]));
      return t(told.key, { ...values, count: Number(count) });
    },
    [t],
  );
}
