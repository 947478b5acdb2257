'use client';
/** The filter of the page of changes, as the URL holds it. */
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { shownOperations } from './change-filter.ts';

const parsers = {
  q: parseAsString.withDefault(''),
  kind: parseAsString,
  operation: parseAsStringLiteral(shownOperations),
};

export function useChangesUrl() {
  return useQueryStates(parsers, { history: 'replace' });
}
