'use client';
/** The questions of the page as the URL holds them: `?q=…&u=…&v=…`, one of each a question, in order. */
import { parseAsNativeArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { chartUnits } from '#components/kit/time-series/chart-data.ts';

export const unitChoices = ['auto', ...chartUnits] as const;
export type UnitChoice = (typeof unitChoices)[number];
export const answerViews = ['chart', 'table'] as const;
export type AnswerView = (typeof answerViews)[number];

export interface Asked {
  query: string;
  unit: UnitChoice;
  view: AnswerView;
}

export const mostQueries = 8;
export const emptyQuestion: Asked = { query: '', unit: 'auto', view: 'chart' };

const parsers = {
  q: parseAsNativeArrayOf(parseAsString),
  u: parseAsNativeArrayOf(parseAsStringLiteral(unitChoices)),
  v: parseAsNativeArrayOf(parseAsStringLiteral(answerViews)),
};

/** Never empty: a page without questions has an empty one. */
export function questionsOf(
  q: readonly string[],
  u: readonly UnitChoice[],
  v: readonly AnswerView[],
): Asked[] {
  if (q.length === 0) return [emptyQuestion];
  return q
    .slice(0, mostQueries)
    .map((query, index) => ({ query, unit: u[index] ?? 'auto', view: v[index] ?? 'chart' }));
}

/** What is usual at the end of a list is left out of the address. */
export function withoutUsual<T>(values: readonly T[], usual: T): T[] | null {
  const last = values.findLastIndex((value) => value !== usual);
  return last < 0 ? null : values.slice(0, last + 1);
}

export function useExplorerUrl() {
  const [{ q, u, v }, set] = useQueryStates(parsers);
  const questions = useMemo(() => questionsOf(q, u, v), [q, u, v]);
  const setQuestions = useCallback(
    (next: readonly Asked[], history: 'push' | 'replace' = 'push') =>
      void set(
        {
          q: withoutUsual(
            next.map(({ query }) => query),
            '',
          ),
          u: withoutUsual(
            next.map(({ unit }) => unit),
            'auto',
          ),
          v: withoutUsual(
            next.map(({ view }) => view),
            'chart',
          ),
        },
        { history },
      ),
    [set],
  );
  return { questions, setQuestions };
}
