/** One user's costly calls: bounded at once, in line and by the minute; nobody else's. */
import { expect, test } from 'vitest';
import { isAppError } from '../app-error.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { createCostlyCalls } from './costly-calls.ts';

const limits = {
  judged: { atOnce: 2, inLine: 3, perMinute: 60 },
  tried: { atOnce: 1, inLine: 1, perMinute: 6 },
  measured: { atOnce: 1, inLine: 0, perMinute: 600 },
};
const stays = new AbortController().signal;

/** Seconds after which to come again; null when it was done. */
function refusal(done: Promise<unknown>): Promise<number | null> {
  return done.then(
    () => null,
    (error: unknown) => (isAppError(error) ? (error.details.retryAfterSeconds ?? -1) : -1),
  );
}

/** A task that ends when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  let started = false;
  return {
    task: () => {
      started = true;
      return promise;
    },
    started: () => started,
    end: resolve,
  };
}

test('REL-44 so many run at once, some wait for their turn, the next is told to come again', async () => {
  const calls = createCostlyCalls(fakeClock(), limits);
  const tasks = Array.from({ length: 5 }, held);
  const done = tasks.map(({ task }) => calls.run('judged', 'ann', task, stays));
  await Promise.resolve();
  expect(tasks.map(({ started }) => started())).toEqual([true, true, false, false, false]);
  expect(await refusal(calls.run('judged', 'ann', async () => 1, stays))).toBe(2);
  // Others, and the same user's calls of another kind, have lines of their own.
  expect(await refusal(calls.run('judged', 'bob', async () => 1, stays))).toBe(null);
  expect(await refusal(calls.run('tried', 'ann', async () => 1, stays))).toBe(null);
  tasks[0]?.end();
  await done[0];
  expect(tasks.map(({ started }) => started())).toEqual([true, true, true, false, false]);
  for (const { end } of tasks) end();
  await Promise.all(done);
  expect(await refusal(calls.run('judged', 'ann', async () => 1, stays))).toBe(null);
});

test('REL-44 a minute’s worth may come in a burst, then one after another as time gives them', async () => {
  const clock = fakeClock();
  const calls = createCostlyCalls(clock, limits);
  const once = (user: string) => refusal(calls.run('tried', user, async () => 1, stays));
  for (let count = 0; count < 6; count += 1) expect(await once('ann')).toBe(null);
  expect(await once('ann')).toBe(10);
  expect(await once('bob')).toBe(null);
  clock.advance(4000);
  expect(await once('ann')).toBe(6);
  clock.advance(6000);
  expect(await once('ann')).toBe(null);
  expect(await once('ann')).toBe(10);
  // Whoever is away for long does not save up more than a minute's worth.
  clock.advance(3_600_000);
  for (let count = 0; count < 6; count += 1) expect(await once('ann')).toBe(null);
  expect(await once('ann')).toBe(10);
});

test('REL-44 who leaves the line makes room, and their task is never begun', async () => {
  const calls = createCostlyCalls(fakeClock(), limits);
  const first = held();
  const running = calls.run('tried', 'ann', first.task, stays);
  const leaving = new AbortController();
  const second = held();
  const waiting = refusal(calls.run('tried', 'ann', second.task, leaving.signal));
  expect(await refusal(calls.run('tried', 'ann', async () => 1, stays))).toBe(2);
  leaving.abort();
  expect(await waiting).toBe(-1);
  const third = refusal(calls.run('tried', 'ann', async () => 1, stays));
  first.end();
  await running;
  expect(await third).toBe(null);
  expect(second.started()).toBe(false);
});

test('REL-44 a task that fails gives its place back', async () => {
  const calls = createCostlyCalls(fakeClock(), limits);
  for (let count = 0; count < 3; count += 1)
    await expect(
      calls.run('measured', 'ann', () => Promise.reject(new Error('broken')), stays),
    ).rejects.toThrow('broken');
  expect(await refusal(calls.run('measured', 'ann', async () => 1, stays))).toBe(null);
});
