/**
 * After an event: what is on the screen and has grown old is asked for again, the rest when it is shown next. A question that is on
 * its way is never called back: where events come faster than answers, nothing would ever arrive, neither on the screen nor at a button
 * that waits for it. Whether its answer was made before the event shows in its moment (answered.ts).
 */
import type { Query, QueryClient } from '@tanstack/react-query';
import type { QueryRoot } from './invalidation.ts';

/** `kept`: answers that need not be asked for again. */
export function askAgain(
  client: QueryClient,
  roots: readonly QueryRoot[],
  kept: (query: Query) => boolean = () => false,
): void {
  for (const root of roots) {
    void client.invalidateQueries(
      { queryKey: [root], predicate: (query) => !kept(query) },
      { cancelRefetch: false },
    );
  }
}
