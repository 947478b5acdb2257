/** What pages show while Prometheus takes its time: the numbers of the beat before, never silence about all else. */
import { expect, test } from 'vitest';
import type { PrometheusClient } from '../../prometheus/client.ts';
import { createSplitMetrics } from './split-metrics.ts';

const question = {
  hosts: ['reviews.shop.svc.cluster.local'],
  windowSeconds: 60,
  reporter: 'destination' as const,
};

/** A Prometheus whose answers are let go by hand, and a clock whose waits are. */
function slowWorld() {
  let nowMs = 1_000_000;
  const answers: (() => void)[] = [];
  const waits: (() => void)[] = [];
  const client = {
    queryRange: () =>
      new Promise((settle) => {
        answers.push(() => settle({ samples: [], warnings: [] }));
      }),
    state: () => ({ state: 'ok' }),
  } as unknown as PrometheusClient;
  const clock = {
    now: () => nowMs,
    delay: (_: number, signal?: AbortSignal) =>
      new Promise<void>((settle) => {
        waits.push(settle);
        signal?.addEventListener('abort', () => settle());
      }),
    random: () => 0,
  };
  return {
    metrics: createSplitMetrics(client, clock),
    pass: (seconds: number) => {
      nowMs += seconds * 1000;
    },
    answer: () => {
      for (const settle of answers.splice(0)) settle();
    },
    lose: () => {
      for (const settle of waits.splice(0)) settle();
    },
  };
}

test('a slow answer is waited for a moment, then the one of the beat before is shown; the guard waits for the new one', async () => {
  const { metrics, pass, answer, lose } = slowWorld();
  const first = metrics.recent(question);
  answer();
  const before = (await first)?.times.at(-1);
  expect(before).toBe(1000);

  pass(10);
  const page = metrics.recent(question);
  const guard = metrics.read(question);
  lose();
  expect((await page)?.times.at(-1)).toBe(before);
  answer();
  expect((await guard)?.times.at(-1)).toBe(1010);
  expect((await metrics.recent(question))?.times.at(-1)).toBe(1010);
});

test('what is long ago is not shown in its place', async () => {
  const { metrics, pass, answer, lose } = slowWorld();
  const first = metrics.recent(question);
  answer();
  await first;
  pass(3600);
  const page = metrics.recent(question);
  lose();
  answer();
  expect((await page)?.times.at(-1)).toBe(4600);
});
