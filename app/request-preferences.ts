/** What the request says of its reader: language and theme, from cookies and headers. */
import { cookies, headers } from 'next/headers';
import { navigationCookie } from '#components/shell/frame/navigation-cookie.ts';
import { readThemeChoice, themeCookie } from '#components/ui/theme/theme-cookie.ts';
import { loadMessages } from '#lib/i18n/load-messages.ts';
import { type Locale, localeCookie, negotiateLocale } from '#lib/i18n/locales.ts';
import type { Messages } from '#lib/i18n/messages-en.ts';

export interface RequestPreferences {
  locale: Locale;
  messages: Messages;
  /** Null: as the reader's system has it. */
  theme: 'light' | 'dark' | null;
  navigationCollapsed: boolean;
}

export async function requestPreferences(): Promise<RequestPreferences> {
  const [jar, received] = await Promise.all([cookies(), headers()]);
  const locale = negotiateLocale(jar.get(localeCookie)?.value, received.get('accept-language'));
  return {
    locale,
    messages: await loadMessages(locale),
    theme: readThemeChoice(jar.get(themeCookie)?.value),
    navigationCollapsed: jar.get(navigationCookie)?.value === 'collapsed',
  };
}
