/** The theme a reader chose, in a cookie so that the server draws the first page in it; without one the system decides. */

export type ThemeChoice = 'light' | 'dark' | 'auto';

export const themeCookie = 'sluice-theme';
export const yearSeconds = 31_536_000;

/** Null means: as the system has it. */
export function readThemeChoice(value: string | undefined): 'light' | 'dark' | null {
  return value === 'light' || value === 'dark' ? value : null;
}

/** A preference, not a secret: readable by scripts, sent only to this site. */
export function preferenceCookie(name: string, value: string, maxAgeSeconds = yearSeconds): string {
  return `${name}=${encodeURIComponent(value)}; path=/; max-age=${maxAgeSeconds}; samesite=lax`;
}
