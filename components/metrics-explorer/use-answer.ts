'use client';
/** One question's way: asked when the reader says so, told how long it takes, stopped when they say so. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type ExploreQuestion, exploreLimits } from '#lib/api/traffic/explore.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { alignedRange } from '#lib/metrics/time-range.ts';
import type { AnswerView } from './use-explorer-url.ts';

const points = 240;

export interface AnswerTime {
  rangeSeconds: number;
  /** Unix seconds of the end. */
  end: number;
}

export function questionAt(
  query: string,
  view: AnswerView,
  { rangeSeconds, end }: AnswerTime,
): ExploreQuestion {
  if (view === 'table') return { query, at: Math.floor(end) };
  return { query, range: alignedRange(end, rangeSeconds, points) };
}

/** Null where there is nothing to ask. */
export function useAnswer(query: string, view: AnswerView, time: AnswerTime | null) {
  const client = useQueryClient();
  const { rangeSeconds, end } = time ?? {};
  const question = useMemo(
    () =>
      rangeSeconds === undefined ||
      end === undefined ||
      query.trim() === '' ||
      query.length > exploreLimits.queryLength
        ? null
        : questionAt(query, view, { rangeSeconds, end }),
    [query, view, rangeSeconds, end],
  );
  const options = queries.explore(question);
  const answer = useQuery(options);
  return {
    ...answer,
    question,
    stopped: question !== null && answer.isPending && answer.fetchStatus === 'idle',
    stop: () => void client.cancelQueries({ queryKey: options.queryKey }),
  };
}

export type Answer = ReturnType<typeof useAnswer>;
