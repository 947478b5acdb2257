'use client';
/** Some names in a sentence: the first few, and how many more. */
import { useTranslations } from 'use-intl';
import { useFormat } from '#lib/i18n/use-format.ts';

const most = 4;

export function useNames(): (names: readonly string[]) => string {
  const t = useTranslations('mesh');
  const format = useFormat();
  return (names) => {
    if (names.length <= most + 1) return format.list(names);
    return t('and', { names: format.list(names.slice(0, most)), more: names.length - most });
  };
}
