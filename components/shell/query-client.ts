/** One react-query client a tab: asks twice again where that can help, and hands an ended sign-in to the caller. */
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, isRetryable } from '#lib/client/api-error.ts';

export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.code === 'unauthenticated') onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && isRetryable(error),
        retryDelay: (failures) => 500 * 2 ** failures,
        refetchOnWindowFocus: false,
        staleTime: 2_000,
        gcTime: 300_000,
      },
    },
  });
}
