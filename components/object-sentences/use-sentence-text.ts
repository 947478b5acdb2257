'use client';
/** Phrases in the reader's language. */
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { Phrase } from '#lib/istio/sentences/phrase.ts';
import { type Piece, writePhrase } from './write-phrase.ts';

export function useSentenceText(): (phrase: Phrase) => Piece[] {
  const t = useTranslations('sentences');
  const format = useFormat();
  return useCallback(
    // Keys come from the pure room; its test writes every one of them in both languages.
    (phrase) => writePhrase(phrase, (key, values) => t(key as never, values as never), format),
    [t, format],
  );
}
