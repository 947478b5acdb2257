'use client';
/** The scope of the view, read from and written to the URL (`?ns=a,b&range=30m`, and `&at=…` where that is not up to now). */
import { parseAsArrayOf, parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { normalizeNamespaces, rangeSeconds, type Scope } from '#lib/client/address/scope.ts';

const parsers = { ns: parseAsArrayOf(parseAsString), range: parseAsString, at: parseAsInteger };

export interface ScopeState extends Scope {
  /** `history` "replace" keeps the back button out of a series of small steps. */
  setNamespaces(names: readonly string[] | null, history?: 'push' | 'replace'): void;
  /** End of the range in the past, Unix seconds; null is now. */
  at: number | null;
  setAt(at: number | null, history?: 'push' | 'replace'): void;
  setWindow(range: string | null, at: number | null): void;
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
  const setAt = useCallback(
    (at: number | null, history: 'push' | 'replace' = 'push') => void setState({ at }, { history }),
    [setState],
  );
  const setWindow = useCallback(
    (next: string | null, at: number | null) => void setState({ range: next, at }, { history: 'push' }),
    [setState],
  );
  return { namespaces, range, at: state.at, setNamespaces, setAt, setWindow };
}
