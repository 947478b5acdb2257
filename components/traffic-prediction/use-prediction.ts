'use client';
/** Where the measured requests would go if these changes were made: asked when the text has stood still, the last answer staying meanwhile. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Change } from '#lib/api/configuration/configuration.ts';
import type { PredictionAnswer } from '#lib/api/configuration/prediction.ts';
import { isRetryable, waitMs } from '#lib/client/call/api-error.ts';
import { hashOfChanges } from '#lib/client/changes/change-hash.ts';
import { configurationChanges } from '#lib/client/changes/configuration-changes.ts';

const pauseMs = 400;
/** Answers to drafts are kept for a look back, not longer. */
const keptMs = 20_000;
const againMs = 5000;

export interface PredictionState {
  answer: PredictionAnswer | null;
  state: 'idle' | 'loading' | 'failed' | 'done';
}

/** `changes`: the same list while its content is the same. */
export function usePrediction(changes: readonly Change[]): PredictionState {
  const [asked, setAsked] = useState(changes);
  // The first is no pause in typing: it is asked at once.
  if (asked.length === 0 && changes.length > 0) setAsked(changes);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(changes), pauseMs);
    return () => clearTimeout(timer);
  }, [changes]);
  const { data, isFetching, isError, isPlaceholderData } = useQuery({
    queryKey: ['configuration-prediction', asked] as const,
    queryKeyHashFn: ([name, changes]) => hashOfChanges(name, changes),
    queryFn: ({ signal }) => configurationChanges.predict(asked, signal),
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
    // Rates are others each time: comparing megabytes of them keeps nothing.
    structuralSharing: false,
    staleTime: 5_000,
    gcTime: keptMs,
    retry: false,
    // As long as somebody looks it is asked again by itself.
    refetchInterval: ({ state }) => (isRetryable(state.error) ? waitMs(state.error, againMs) : false),
  });
  if (changes.length === 0) return { answer: null, state: 'idle' };
  const answer = data ?? null;
  if (isError) return { answer: null, state: 'failed' };
  return {
    answer,
    state: answer === null || isPlaceholderData || isFetching || asked !== changes ? 'loading' : 'done',
  };
}
