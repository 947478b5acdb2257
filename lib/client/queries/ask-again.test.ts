import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askAgain } from './ask-again.ts';

let client: QueryClient;
let asked: number;
const question = (root: string) => ({
  queryKey: [root],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    asked += 1;
    const mine = asked;
    await new Promise((resolve) => setTimeout(resolve, 300));
    signal.throwIfAborted();
    return mine;
  },
});

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  client.mount();
  asked = 0;
});
afterEach(() => {
  client.clear();
  client.unmount();
  vi.useRealTimers();
});

it('lets answers arrive although events come faster than they do, on the screen and where one is waited for', async () => {
  const seen: unknown[] = [];
  const stop = new QueryObserver(client, question('history')).subscribe(({ data }) => seen.push(data));
  await vi.advanceTimersByTimeAsync(300);
  expect(seen.at(-1)).toBe(1);
  let pressed: unknown = null;
  for (let event = 0; event < 40; event += 1) {
    askAgain(client, ['history', 'changes']);
    if (event === 1)
      void client.fetchQuery({ ...question('history'), staleTime: 0 }).then((data) => {
        pressed = data;
      });
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(pressed).toBe(2);
  // One after the other, whatever the number of events: two seconds hold six or seven.
  expect(asked).toBeGreaterThanOrEqual(6);
  expect(asked).toBeLessThanOrEqual(8);
  expect(seen.at(-1)).toBeGreaterThanOrEqual(asked - 1);
  stop();
});

it('leaves what is kept by other means, and what nobody looks at until it is shown', async () => {
  const stops = ['graph', 'history'].map((root) =>
    new QueryObserver(client, question(root)).subscribe(() => {}),
  );
  await vi.advanceTimersByTimeAsync(300);
  stops[1]?.();
  askAgain(client, ['graph', 'history'], ({ queryKey }) => queryKey[0] === 'graph');
  await vi.advanceTimersByTimeAsync(300);
  expect(asked).toBe(2);
  const { isInvalidated } = client.getQueryState(['history']) ?? {};
  expect([client.getQueryState(['graph'])?.isInvalidated, isInvalidated]).toEqual([false, true]);
  stops[0]?.();
});
