import { expect, test } from 'vitest';
import type { PrometheusAnswer, RangeSeries } from '#lib/metrics/samples.ts';
import type { PrometheusClient } from '../prometheus/client.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { createTrafficBook, type TrafficRequest } from './traffic-book.ts';

const nothing: PrometheusAnswer<RangeSeries> = { samples: [], warnings: [] };

function about(name: string): TrafficRequest {
  return {
    question: {
      subject: { kind: 'workloads', namespace: 'shop', names: [name] },
      peer: null,
      direction: 'inbound',
      by: 'none',
    },
    metrics: ['tcp'],
    rangeSeconds: 3600,
    at: null,
    points: 60,
  };
}

/** Answers when told to. */
function slowClient() {
  const waiting: (() => void)[] = [];
  const client: PrometheusClient = {
    query: () => Promise.reject(new Error('no range')),
    queryBuckets: () => Promise.reject(new Error('no range')),
    queryRange: () => new Promise((resolve) => waiting.push(() => resolve(nothing))),
    free: () => Promise.reject(new Error('not asked')),
    version: () => Promise.resolve(null),
    state: () => ({ state: 'ok', detail: null, since: 0, lastGood: 0 }),
    close: () => Promise.resolve(),
  };
  return { client, waiting };
}

test('two questions are on their way, some more wait, and the rest are told to come again', async () => {
  const { client, waiting } = slowClient();
  const book = createTrafficBook(client, fakeClock(1_700_000_000_000));
  const accepted = Array.from({ length: 48 }, (_, index) => book.read(about(`w${index}`)));
  await expect(book.read(about('one-more'))).rejects.toMatchObject({ code: 'too-many-requests' });
  expect(waiting).toHaveLength(2);
  // Who asks what is already asked is no burden.
  const shared = book.read(about('w0'));
  let answered = 0;
  const all = Promise.all([...accepted, shared]).then(() => {
    answered = accepted.length;
  });
  while (answered === 0) {
    expect(waiting.length).toBeLessThanOrEqual(2);
    for (const answer of waiting.splice(0)) answer();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await all;
  expect((await book.read(about('w0'))).quality).toBe('good');
  expect(waiting).toHaveLength(0);
});

test('about nobody nothing is asked', async () => {
  const { client, waiting } = slowClient();
  const book = createTrafficBook(client, fakeClock(1_700_000_000_000));
  const reading = await book.read({ ...about('x'), question: null });
  expect([reading.quality, reading.rows, waiting.length]).toEqual(['good', {}, 0]);
});
