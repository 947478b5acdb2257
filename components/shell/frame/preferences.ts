'use client';
/** Language and theme of this browser: read, and changed in one step. */
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { useLocale } from 'use-intl';
import { chooseTheme, useThemeChoice } from '#components/ui/theme/color-scheme.ts';
import { preferenceCookie, type ThemeChoice } from '#components/ui/theme/theme-cookie.ts';
import { type Locale, localeCookie } from '#lib/i18n/locales.ts';

export interface Preferences {
  locale: Locale;
  setLocale(locale: Locale): void;
  themeChoice: ThemeChoice;
  setTheme(choice: ThemeChoice): void;
}

export function usePreferences(): Preferences {
  const router = useRouter();
  const locale = useLocale();
  const themeChoice = useThemeChoice();
  const setLocale = useCallback(
    (next: Locale) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the cookie store API is absent from Firefox
      document.cookie = preferenceCookie(localeCookie, next);
      router.refresh();
    },
    [router],
  );
  return { locale, setLocale, themeChoice, setTheme: chooseTheme };
}
