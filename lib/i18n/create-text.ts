/** Texts for server components: `createText(locale, messages, 'login')` gives a translator with typed keys. */
import { createTranslator } from 'use-intl/core';
import type { Locale } from './locales.ts';
import type { Messages } from './messages-en.ts';

export function createText<const Feature extends keyof Messages>(
  locale: Locale,
  messages: Messages,
  namespace: Feature,
) {
  return createTranslator({ locale, messages, namespace });
}
