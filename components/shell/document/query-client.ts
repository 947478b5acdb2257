/**
 * One react-query client a tab: asks twice again where that can help, and keeps on the screen why there is no answer while it asks
 * again.
 */
import { type Query, QueryCache, QueryClient } from '@tanstack/react-query';
import { isRetryable, waitMs } from '#lib/client/call/api-error.ts';

const longestWaitMs = 3000;

export function createQueryClient(): QueryClient {
  const queryCache = new QueryCache();
  keepReasons(queryCache);
  return new QueryClient({
    queryCache,
    defaultOptions: {
      queries: {
        // Whoever has to wait for long is told so, and asks again themselves.
        retry: (failures, error) => failures < 2 && isRetryable(error) && waitMs(error, 0) <= longestWaitMs,
        retryDelay: (failures, error) => waitMs(error, 500 * 2 ** failures),
        refetchOnWindowFocus: false,
        staleTime: 2_000,
        gcTime: 300_000,
      },
    },
  });
}

/** A question without any answer yet forgets its error when it is asked again: "no such object" would give way to a skeleton at every beat. */
function keepReasons(cache: QueryCache): void {
  const reasons = new WeakMap<Query, Error>();
  cache.subscribe((event) => {
    if (event.type !== 'updated') return;
    const { query, action } = event;
    if (action.type === 'error') reasons.set(query, action.error);
    else if (action.type === 'success') reasons.delete(query);
    else if (action.type === 'fetch') {
      const error = reasons.get(query);
      if (error !== undefined && query.state.data === undefined) query.setState({ status: 'error', error });
    }
  });
}
