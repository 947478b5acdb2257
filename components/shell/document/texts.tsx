'use client';
/**
 * Texts of the reader's language. They are a script of their own, which a browser keeps: in the document, all of them would be written,
 * packed and read again with every page.
 */
import dynamic from 'next/dynamic';
import { type ReactNode, use } from 'react';
import { IntlProvider } from 'use-intl';
import { loadMessages } from '#lib/i18n/load-messages.ts';
import type { Locale } from '#lib/i18n/locales.ts';
import type { Messages } from '#lib/i18n/messages-en.ts';

const nothing = () => null;

/** Shows nothing; in the document it names the script, so that it is fetched beside the others and not after them. */
const early: Readonly<Record<Locale, ReturnType<typeof dynamic>>> = {
  en: dynamic(() => import('#lib/i18n/messages-en.ts').then(() => nothing)),
  'zh-CN': dynamic(() => import('#lib/i18n/messages-zh-cn.ts').then(() => nothing)),
};

const loaded = new Map<Locale, Promise<Messages>>();

function messagesOf(locale: Locale): Promise<Messages> {
  const known = loaded.get(locale);
  if (known !== undefined) return known;
  const asked = loadMessages(locale);
  loaded.set(locale, asked);
  // A network that fails once may answer the next time.
  asked.catch(() => loaded.delete(locale));
  return asked;
}

export function Texts({ locale, children }: { locale: Locale; children: ReactNode }) {
  const messages = use(messagesOf(locale));
  const Early = early[locale];
  // The time zone of texts is fixed because they hold no dates: lib/i18n/format.ts writes times in the reader's zone.
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      <Early />
      {children}
    </IntlProvider>
  );
}
