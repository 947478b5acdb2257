'use client';
/** The scope of the view, read from and written to the URL (`?ns=a,b&range=30m`). */
import { parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { normalizeNamespaces, rangeSeconds, type Scope } from '#lib/client/scope.ts';

const parsers = { ns: parseAsArrayOf(parseAsString), range: parseAsString };

export interface ScopeState extends Scope {
  /** `history` "replace" keeps the back button out of a series of small steps. */
  setNamespaces(names: readonly string[] | null, history?: 'push' | 'replace'): void;
  setRange(range: string | null): void;
}

export function useScope(): ScopeState {
  const [state, setState] = useQueryStates(parsers);
  const names = state.ns?.join(',') ?? '';
  const namespaces = useMemo(() => normalizeNamespaces(names.split(',')), [names]);
  const range = state.range !== null && rangeSeconds(state.range) !== null ? state.range : null;
  const setNamespaces = useCallback(
    (next: readonly string[] | null, history: 'push' | 'replace' = 'push') => {
      void setState({ ns: next === null ? null : normalizeNamespaces(next) }, { history });
    },
    [setState],
  );
  const setRange = useCallback(
    (next: string | null) => {
      void setState({ range: next }, { history: 'push' });
    },
    [setState],
  );
  return { namespaces, range, setNamespaces, setRange };
}
