'use client';
/** What an intent would write: asked when the answers have stood still, the last answer staying meanwhile. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PlanAnswer, PlanIntent } from '#lib/api/splits/split-plan.ts';
import { splitChanges } from '#lib/client/changes/split-changes.ts';

const pauseMs = 350;
/** Answers to drafts are kept for a look back, not longer. */
const keptMs = 20_000;

export interface PlanState {
  plan: PlanAnswer | null;
  state: 'idle' | 'loading' | 'failed' | 'done';
  error: unknown;
  again(): void;
}

/** Null asks nothing: a step is wrong. */
export function usePlan(intent: PlanIntent | null): PlanState {
  const key = intent === null ? null : JSON.stringify(intent);
  const [asked, setAsked] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(key), pauseMs);
    return () => clearTimeout(timer);
  }, [key]);
  const { data, isFetching, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['split-plan', asked] as const,
    queryFn: ({ signal }) => splitChanges.plan(JSON.parse(asked ?? '') as PlanIntent, signal),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    gcTime: keptMs,
    retry: false,
  });
  const again = () => void refetch();
  if (key === null) return { plan: null, state: 'idle', error: null, again };
  if (error !== null && asked === key) return { plan: null, state: 'failed', error, again };
  const plan = data ?? null;
  const busy = plan === null || isPlaceholderData || isFetching || asked !== key;
  return { plan, state: busy ? 'loading' : 'done', error: null, again };
}
