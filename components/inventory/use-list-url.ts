'use client';
/** What a list keeps in the URL beside the scope: the text and facets that filter it, its order, and its columns. */
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { facetNames } from './list-filter.ts';

/** Worst first, of those the busiest. */
const worstFirst = 'state:desc,rate:desc';

const parsers = {
  q: parseAsString.withDefault(''),
  show: parseAsArrayOf(parseAsStringLiteral(facetNames)).withDefault([]),
  sort: parseAsString.withDefault(worstFirst),
  columns: parseAsArrayOf(parseAsString),
};

export function useListUrl() {
  const [state, set] = useQueryStates(parsers, { history: 'replace' });
  return { ...state, set };
}

export type ListUrl = ReturnType<typeof useListUrl>;
