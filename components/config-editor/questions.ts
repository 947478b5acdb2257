/** What the editor asks about drafts: the checks while one types, the cluster's verdict on review. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Change } from '#lib/api/configuration.ts';
import { hashOfChanges } from '#lib/client/change-hash.ts';
import { configurationChanges } from '#lib/client/configuration-changes.ts';

/** Drafts change with every pause: their answers are kept for a look back, not longer. */
const keptMs = 20_000;

/** The last answer stays while the next is made. */
export function checkQuestion(changes: readonly Change[]) {
  return queryOptions({
    queryKey: ['configuration-check', changes] as const,
    queryKeyHashFn: ([name, asked]) => hashOfChanges(name, asked),
    queryFn: ({ signal }) => configurationChanges.check(changes, signal),
    enabled: changes.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    gcTime: keptMs,
    retry: false,
  });
}

export function dryRunQuestion(changes: readonly Change[]) {
  return queryOptions({
    queryKey: ['configuration-dry-run', changes] as const,
    queryKeyHashFn: ([name, asked]) => hashOfChanges(name, asked),
    queryFn: ({ signal }) => configurationChanges.dryRun(changes, signal),
    enabled: changes.length > 0,
    staleTime: 10_000,
    gcTime: keptMs,
    retry: false,
  });
}
