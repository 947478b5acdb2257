'use client';
/** The formatters of the reader's language, for client components. */
import { useMemo } from 'react';
import { useLocale, useMessages } from 'use-intl';
import { createFormat, type Format } from './format.ts';

export function useFormat(): Format {
  const locale = useLocale();
  const { units } = useMessages();
  return useMemo(() => createFormat(locale, units), [locale, units]);
}
