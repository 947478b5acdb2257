/** Makes the keys of `useTranslations` and `createTranslator` typed: a missing or misspelt key does not compile. */
import type { Locale } from './locales.ts';
import type { Messages } from './messages-en.ts';

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
