/** What the editor asks about drafts: the checks while one types, the cluster's verdict on review. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Change, TryVerdict } from '#lib/api/configuration/configuration.ts';
import { isRetryable, waitMs } from '#lib/client/call/api-error.ts';
import { hashOfChanges } from '#lib/client/changes/change-hash.ts';
import { configurationChanges } from '#lib/client/changes/configuration-changes.ts';

/** Drafts change with every pause: their answers are kept for a look back, not longer. */
const keptMs = 20_000;

/** Where nobody answered it is asked again by itself, as long as somebody looks. */
const againMs = 4000;

function againAfterFailure({ state }: { state: { error: Error | null } }): number | false {
  return isRetryable(state.error) ? waitMs(state.error, againMs) : false;
}

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
    refetchInterval: againAfterFailure,
  });
}

/** The API server, or a webhook that it has to ask, did not answer: that is no verdict on the change. */
export function isUnasked({ refusal }: TryVerdict): boolean {
  return refusal === 'away';
}

/** Nothing about the change itself is wrong, and the cluster may answer otherwise in a moment. */
export function isPassing(verdict: TryVerdict): boolean {
  return isUnasked(verdict) || verdict.refusal === 'webhook-away';
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
    refetchInterval: (query) =>
      query.state.data?.changes.some(isPassing) === true ? againMs : againAfterFailure(query),
  });
}
