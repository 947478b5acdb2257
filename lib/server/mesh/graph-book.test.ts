import { expect, test } from 'vitest';
import { readTelemetry } from '#lib/graph/telemetry/telemetry.ts';
import { noObjects } from '#lib/istio/objects.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { createGraphBook, type GraphAsker } from './graph-book.ts';
import { meshWideMetrics } from './metrics-scoping.ts';
import type { Reading } from './reading.ts';

const reading = (version: string): Reading => ({
  telemetry: readTelemetry({ requests: [], durations: null, tcp: [], latency: null }),
  at: 1000,
  metricsAt: 1000,
  percentilesAt: null,
  warnings: [],
  scope: '',
  version,
});
const request = { windowSeconds: 60, at: null, type: 'app', serviceNodes: false } as const;
const scopeOf = (...namespaces: string[]): GraphAsker => ({
  mayRead: () => true,
  visible: new Set(namespaces),
  requested: null,
  warnings: [],
  rightsKey: namespaces.join(),
  key: namespaces.join(),
});

function bookWith() {
  const clock = fakeClock();
  const state = { live: reading('first'), builds: 0 };
  const book = createGraphBook({
    telemetry: { live: async () => state.live, past: async () => state.live },
    scoping: meshWideMetrics,
    snapshot: {
      objects: () => {
        state.builds += 1;
        return noObjects;
      },
      revision: () => 1,
      warnings: () => [],
    },
    clock,
    clusterId: 'Kubernetes',
    secret: 'secret',
  });
  return { book, clock, state };
}

test('what was asked for lately is ready when the next reading is the live one', async () => {
  const { book, state } = bookWith();
  const scopes = [scopeOf('bookinfo'), scopeOf('bookinfo', 'shop')];
  for (const scope of [...scopes, ...scopes]) await book.packed(request, scope);
  expect(state.builds).toBe(1);
  const next = reading('next');
  await book.prepare(60, next);
  expect(state.builds).toBe(2);
  state.live = next;
  const answers = await Promise.all(scopes.map((scope) => book.packed(request, scope)));
  expect(state.builds).toBe(2);
  // The very bytes that were made ready, told apart by rights.
  expect(answers.map((answer, place) => answer === answers[1 - place])).toEqual([false, false]);
  expect(await book.packed(request, scopeOf('bookinfo'))).toBe(answers[0]);
});

test.each([
  ['another window', 2, 300, 0],
  ['a minute in which nobody asked', 2, 60, 60_000],
  ['what was asked for once', 1, 60, 0],
])('%s makes no work', async (_, times, windowSeconds, afterMs) => {
  const { book, clock, state } = bookWith();
  for (let time = 0; time < times; time += 1) await book.packed(request, scopeOf('shop'));
  clock.advance(afterMs);
  await book.prepare(windowSeconds, reading('next'));
  expect(state.builds).toBe(1);
});
