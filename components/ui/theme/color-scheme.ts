'use client';
/** The theme that is chosen, and the one that is drawn now. */
import { useSyncExternalStore } from 'react';
import {
  preferenceCookie,
  readThemeChoice,
  type ThemeChoice,
  themeCookie,
  yearSeconds,
} from './theme-cookie.ts';

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
