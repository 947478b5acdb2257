'use client';
/** What the list keeps in the URL beside the scope: what filters it, its order, and its columns. */
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { managerNames } from '#lib/api/configuration/configuration-words.ts';
import { checkStates } from './list-filter.ts';

/** Worst first, then as people look for names. */
const worstFirst = 'checks:desc,name';

const parsers = {
  q: parseAsString.withDefault(''),
  kind: parseAsArrayOf(parseAsString).withDefault([]),
  checks: parseAsArrayOf(parseAsStringLiteral(checkStates)).withDefault([]),
  manager: parseAsArrayOf(parseAsStringLiteral(managerNames)).withDefault([]),
  sort: parseAsString.withDefault(worstFirst),
  columns: parseAsArrayOf(parseAsString),
};

export function useObjectsUrl() {
  const [state, set] = useQueryStates(parsers, { history: 'replace' });
  return { ...state, set };
}

export type ObjectsUrl = ReturnType<typeof useObjectsUrl>;
