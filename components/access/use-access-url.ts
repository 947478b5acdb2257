'use client';
/** Which view of rights is open, and whose: a link to any of them. */
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { subjectKinds } from '#lib/access/rbac/subject.ts';
import { whoQuestions } from '#lib/api/access/access-words.ts';

export const accessTabs = ['own', 'who', 'subject'] as const;
export type AccessTab = (typeof accessTabs)[number];

/** In the address: all namespaces at once. No namespace is called so. */
export const everywhere = '*';

export function useAccessUrl() {
  const [state, set] = useQueryStates(
    {
      tab: parseAsStringLiteral(accessTabs).withDefault('own'),
      /** Null: the reader's first. */
      namespace: parseAsString,
      what: parseAsStringLiteral(whoQuestions).withDefault('changeTraffic'),
      kind: parseAsStringLiteral(subjectKinds).withDefault('User'),
      name: parseAsString.withDefault(''),
      /** Of a service account. */
      account: parseAsString.withDefault(''),
      groups: parseAsArrayOf(parseAsString).withDefault([]),
    },
    { history: 'replace' },
  );
  return { ...state, set };
}

export type AccessUrl = ReturnType<typeof useAccessUrl>;
