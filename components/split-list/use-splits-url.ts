'use client';
/** What the list keeps in the URL beside the scope: the text and facets that filter it, its order, and its columns. */
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { facetNames } from './split-filter.ts';

/** Running ones first, of those the worst, of those the newest. */
const worstFirst = 'phase:asc,verdict:desc,changed:desc';

const parsers = {
  q: parseAsString.withDefault(''),
  show: parseAsArrayOf(parseAsStringLiteral(facetNames)).withDefault([]),
  sort: parseAsString.withDefault(worstFirst),
  columns: parseAsArrayOf(parseAsString),
};

export function useSplitsUrl() {
  const [state, set] = useQueryStates(parsers, { history: 'replace' });
  return { ...state, set };
}
