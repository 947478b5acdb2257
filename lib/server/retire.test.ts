import { get } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { retire } from './retire.ts';
import { type Harness, startHarness, until } from './testing/harness.ts';

let harness: Harness;
let cookie: string;

beforeEach(async () => {
  harness = await startHarness();
  cookie = await harness.signIn({ strategy: 'anonymous' });
});

afterEach(() => harness.stop());

/** An open event stream; resolves with the moment of its end, in milliseconds. */
function openStream(): { ended: Promise<number>; opened: Promise<void> } {
  let tellOpened = () => {};
  const opened = new Promise<void>((resolve) => {
    tellOpened = resolve;
  });
  const ended = new Promise<number>((resolve, reject) => {
    get(`${harness.origin}/api/v1/stream`, { headers: { cookie }, agent: false }, (response) => {
      response.once('data', tellOpened).once('end', () => resolve(performance.now()));
    }).once('error', reject);
  });
  return { ended, opened };
}

test('until it stops listening it answers, is not ready, and keeps no connection', async () => {
  expect((await harness.ask('/readyz')).status).toBe(200);
  const gone = retire({ server: harness.server, services: harness.services, drainSeconds: 1 });
  const ready = await harness.ask('/readyz');
  expect(ready.status).toBe(503);
  expect(ready.text).toContain('stopping');
  const answer = await harness.ask('/api/v1/whoami', { headers: { cookie, connection: 'keep-alive' } });
  expect([answer.status, answer.headers.connection]).toEqual([200, 'close']);
  expect((await harness.ask('/healthz')).status).toBe(200);
  await gone;
  await expect(harness.ask('/healthz')).rejects.toThrow('ECONNREFUSED');
});

test('streams end one after another, each properly', async () => {
  const streams = Array.from({ length: 4 }, openStream);
  await Promise.all(streams.map(({ opened }) => opened));
  await until(() => (harness.services.hub.readerCount() === 4 ? true : null));
  await retire({ server: harness.server, services: harness.services, drainSeconds: 1 });
  const moments = (await Promise.all(streams.map(({ ended }) => ended))).sort((a, b) => a - b);
  // Four streams in four beats of a quarter of a second.
  expect((moments[3] ?? 0) - (moments[0] ?? 0)).toBeGreaterThan(500);
  expect(harness.services.hub.readerCount()).toBe(0);
});

test('without a time to drain it stops at once, streams too', async () => {
  const stream = openStream();
  await stream.opened;
  await retire({ server: harness.server, services: harness.services, drainSeconds: 0 });
  await stream.ended;
});
