'use client';
/** Which tab is open, and which line of the text it shows: a link to a place. */
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs';

export function useObjectUrl() {
  const [{ tab, line }, set] = useQueryStates(
    { tab: parseAsString.withDefault('overview'), line: parseAsInteger },
    { history: 'replace' },
  );
  return {
    tab,
    line,
    setTab: (name: string) => void set({ tab: name, line: null }),
    showLine: (at: number) => void set({ tab: 'yaml', line: at }),
  };
}
