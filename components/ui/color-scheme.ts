/** The theme a reader chose, in a cookie so that the server draws the first page in it; without one the system decides. */
import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'light' | 'dark' | 'auto';

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

const listeners = new Set<() => void>();

/** The document holds the choice: it was there before any script. */
function choiceNow(): ThemeChoice {
  return readThemeChoice(document.documentElement.dataset.theme) ?? 'auto';
}

export function chooseTheme(choice: ThemeChoice): void {
  document.documentElement.dataset.theme = choice;
  // biome-ignore lint/suspicious/noDocumentCookie: the cookie store API is absent from Firefox
  document.cookie = preferenceCookie(themeCookie, choice, choice === 'auto' ? 0 : yearSeconds);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  listeners.add(listener);
  system.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener('change', listener);
  };
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, choiceNow, () => 'auto');
}

function schemeNow(): 'light' | 'dark' {
  const choice = choiceNow();
  if (choice !== 'auto') return choice;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** What is drawn now, for what is not drawn by CSS. */
export function useColorScheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, schemeNow, () => 'light');
}
