import { notifyManager, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '#lib/client/call/api-error.ts';
import { createQueryClient } from './query-client.ts';

const missing = new ApiError('not-found', 404);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('why there is no answer stays on the screen while it is asked again, and gives way to an answer', async () => {
  const client = createQueryClient();
  const answers: (() => Promise<string>)[] = [
    () => Promise.reject(missing),
    () => Promise.reject(missing),
    () => Promise.resolve('here'),
  ];
  const observer = new QueryObserver(client, {
    queryKey: ['object'],
    queryFn: async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return answers.shift()?.() ?? Promise.reject(missing);
    },
  });
  const shown: string[] = [];
  // As React is told: once for all that happens at a time.
  const stop = observer.subscribe(
    notifyManager.batchCalls(() => {
      const { status } = observer.getCurrentResult();
      if (shown.at(-1) !== status) shown.push(status);
    }),
  );
  await vi.runAllTimersAsync();
  expect(observer.getCurrentResult()).toMatchObject({ status: 'error', error: missing });
  shown.length = 0;
  for (const last of ['error', 'success']) {
    void client.invalidateQueries({ queryKey: ['object'] });
    await vi.runAllTimersAsync();
    expect(observer.getCurrentResult().status).toBe(last);
  }
  expect(shown).toEqual(['error', 'success']);
  expect(observer.getCurrentResult()).toMatchObject({ data: 'here', error: null });
  stop();
  client.clear();
});
