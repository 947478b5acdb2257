'use client';
/**
 * What became of writes whose answer never came: their objects are read until they tell, and go on being watched for a while, since a
 * write that was under way may still arrive.
 */
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ApiError } from '#lib/client/call/api-error.ts';
import type { Reading } from '#lib/client/changes/settle.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { type Applied, isUnknown, settledApplied } from './take-back.ts';

const soonMs = 1500;
const laterMs = 5000;

export function useSettled(applied: Applied | null): Applied | null {
  const brokenAtMs = applied?.brokenAtMs ?? 0;
  const items = applied?.items ?? [];
  const readings = useQueries({
    queries: items.map((item) => ({
      ...queries.configurationObject(item.change),
      enabled: isUnknown(item),
      refetchOnMount: 'always' as const,
      // While one looks the beat is quick, whatever is chosen for other pages.
      refetchInterval: ({ state }: { state: { dataUpdatedAt: number } }) =>
        state.dataUpdatedAt > brokenAtMs ? laterMs : soonMs,
    })),
    combine: (results) =>
      results.map(({ data, dataUpdatedAt, error, errorUpdatedAt }): Reading => {
        const isGone = error instanceof ApiError && error.status === 404 && errorUpdatedAt > brokenAtMs;
        if (isGone) return 'gone';
        return data !== undefined && dataUpdatedAt > brokenAtMs ? data : null;
      }),
  });
  return useMemo(
    () => (applied === null || !applied.items.some(isUnknown) ? applied : settledApplied(applied, readings)),
    [applied, readings],
  );
}
