/** Objects told in both languages as plain lines, indented by how far a sentence stands under another. */
import { createTranslator } from 'use-intl/core';
import type { Json } from '#lib/document/json.ts';
import { createFormat } from '#lib/i18n/format.ts';
import { messages as english } from '#lib/i18n/messages-en.ts';
import { messages as chinese } from '#lib/i18n/messages-zh-cn.ts';
import { differenceSentences } from '#lib/istio/sentences/difference.ts';
import type { Phrase, Sentence } from '#lib/istio/sentences/phrase.ts';
import { plainText, type SentenceText, writePhrase } from '../write-phrase.ts';

export const languages = { en: english, 'zh-CN': chinese } as const;
export type Language = keyof typeof languages;

/** Throws for a message that is missing or cannot be written; `used` gathers the keys. */
export function teller(locale: Language, used: Set<string> = new Set()): (phrase: Phrase) => string {
  const messages = languages[locale];
  const t = createTranslator({
    locale,
    messages,
    namespace: 'sentences',
    onError: (error) => {
      throw error;
    },
  });
  const text: SentenceText = (key, values) => {
    used.add(key);
    return t(key as never, values as never);
  };
  const format = createFormat(locale, messages.units, 'UTC');
  return (phrase) => plainText(writePhrase(phrase, text, format));
}

export function lines(
  sentences: readonly Sentence[],
  write: (phrase: Phrase) => string,
  depth = 0,
): string[] {
  return sentences.flatMap(({ phrase, under = [] }) => [
    `${'  '.repeat(depth)}${write(phrase)}`,
    ...lines(under, write, depth + 1),
  ]);
}

export function changeLines(
  before: Json | null,
  after: Json | null,
  locale: Language,
  used?: Set<string>,
): string[] {
  const write = teller(locale, used);
  return differenceSentences(before, after).map(({ phrase }) => write(phrase));
}
