'use client';
/** Which revision is shown and what it is compared with, as the URL holds it. */
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const layouts = ['unified', 'split'] as const;

const parsers = {
  /** Id of a revision; absent: the newest. */
  revision: parseAsString,
  /** `before`, `now` or the id of a revision. */
  with: parseAsString.withDefault('before'),
  layout: parseAsStringLiteral(layouts).withDefault('unified'),
};

export function useHistoryUrl() {
  return useQueryStates(parsers, { history: 'replace' });
}
