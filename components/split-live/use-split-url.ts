'use client';
/** What the live view keeps in the URL beside the scope: the tab, and which past release is shown. */
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const splitTabs = ['live', 'history', 'objects', 'notes'] as const;

const parsers = { tab: parseAsStringLiteral(splitTabs).withDefault('live'), release: parseAsString };

export function useSplitUrl() {
  const [state, set] = useQueryStates(parsers, { history: 'replace' });
  return { ...state, set };
}
