/** The theme a reader chose, in a cookie so that the server draws the first page in it; without one the system decides. */
import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';

export const themeCookie = 'sluice-theme';
const yearSeconds = 31_536_000;

/** Null means: as the system has it. */
export function readThemeChoice(value: string | undefined): 'light' | 'dark' | null {
  return value === 'light' || value === 'dark' ? value : null;
}

/** A preference, not a secret: readable by scripts, sent only to this site. */
export function preferenceCookie(name: string, value: string, maxAgeSeconds = yearSeconds): string {
  return `${name}=${encodeURIComponent(value)}; path=/; max-age=${maxAgeSeconds}; samesite=lax`;
}

function cookieValue(cookies: string, name: string): string | undefined {
  return cookies
    .split('; ')
    .find((entry) => entry.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** `initial` is what the server read, so that server and browser draw the same first frame. */
export function cookieColorSchemeManager(initial: MantineColorScheme): MantineColorSchemeManager {
  return {
    get: () =>
      typeof document === 'undefined'
        ? initial
        : (readThemeChoice(cookieValue(document.cookie, themeCookie)) ?? 'auto'),
    set: (scheme) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the cookie store API is absent from Firefox
      document.cookie = preferenceCookie(themeCookie, scheme, scheme === 'auto' ? 0 : yearSeconds);
    },
    subscribe: () => {},
    unsubscribe: () => {},
    clear: () => {},
  };
}
