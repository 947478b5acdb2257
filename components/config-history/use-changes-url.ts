'use client';
/** The filter of the page of changes, as the URL holds it. */
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { shownOperations } from './change-filter.ts';

export const ranges = ['1h', '24h', '7d', '30d'] as const;

const parsers = {
  /** How far back. Of its own: what is right for rates is a moment for changes. */
  since: parseAsStringLiteral(ranges).withDefault('24h'),
  q: parseAsString.withDefault(''),
  kind: parseAsString,
  operation: parseAsStringLiteral(shownOperations),
};

export function useChangesUrl() {
  return useQueryStates(parsers, { history: 'replace' });
}
