import { setTimeout as later } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createMeters } from '../../lib/server/metrics/meters.ts';
import { loopDelayOf, worstOf } from './loop-delay.ts';

it('reads from a console’s own metrics that its loop was held up, once', async () => {
  const meters = createMeters();
  await meters.text();
  // The first beat of a window is what the next is measured from.
  await later(30);
  const until = performance.now() + 200;
  while (performance.now() < until);
  await later(30);
  expect(loopDelayOf(await meters.text())?.worstMs).toBeGreaterThan(150);
  await later(60);
  expect(loopDelayOf(await meters.text())?.worstMs).toBeLessThan(150);
});

it('is nothing where nothing is told', () => {
  expect(loopDelayOf('')).toBeNull();
  expect(loopDelayOf('nodejs_eventloop_lag_p99_seconds Nan\nnodejs_eventloop_lag_max_seconds 1')).toBeNull();
});

it('takes off the beat, never below nothing, and finds the worst', () => {
  const text = 'nodejs_eventloop_lag_p99_seconds 0.06\nnodejs_eventloop_lag_max_seconds 0.004';
  expect(loopDelayOf(text)).toEqual({ p99Ms: 50, worstMs: 0 });
  expect(worstOf([])).toEqual({ p99Ms: 0, worstMs: 0 });
});
