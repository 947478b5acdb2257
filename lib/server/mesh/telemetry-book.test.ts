import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPrometheusClient, type PrometheusClient } from '../prometheus/client.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { until } from '../testing/harness.ts';
import { prometheusAnswer } from '../testing/mesh-content.ts';
import { type Recorded, type Recorder, sendJson, startRecorder } from '../testing/recorder.ts';
import { createTelemetryBook, type TelemetryBook } from './telemetry-book.ts';

let backend: Recorder;
let client: PrometheusClient;
let book: TelemetryBook;
let clock: ReturnType<typeof fakeClock>;
let announced: number[];
let heard: boolean;
let respond: (request: Recorded, response: ServerResponse) => void;
const good = (request: Recorded, response: ServerResponse) =>
  sendJson(response, 200, prometheusAnswer(request));
const startMs = 1_000_000_000;

beforeEach(async () => {
  respond = good;
  backend = await startRecorder((request, response) => respond(request, response));
  clock = fakeClock(startMs);
  announced = [];
  heard = true;
  client = createPrometheusClient({
    url: backend.url,
    token: null,
    tokenFile: null,
    clock,
    deadlineMs: 60_000,
  });
  book = createTelemetryBook({
    prometheus: client,
    clock,
    pollMs: 5000,
    onReading: (at) => announced.push(at),
    isHeard: () => heard,
  });
});

afterEach(async () => {
  book.stop();
  await client.close();
  await backend.close();
});

const codes = async (windowSeconds = 60) =>
  (await book.live(windowSeconds, null)).warnings.map(({ code }) => code);

test('without Prometheus that is what is said', async () => {
  const without = createTelemetryBook({
    prometheus: null,
    clock,
    pollMs: 5000,
    onReading: () => undefined,
    isHeard: () => true,
  });
  expect(await without.live(60, null)).toMatchObject({
    metricsAt: null,
    warnings: [{ code: 'prometheus-not-configured', source: 'prometheus' }],
  });
});

test('one poll serves everybody, and is repeated while somebody asks', async () => {
  await Promise.all(Array.from({ length: 30 }, () => book.live(60, null)));
  // Five questions, and whether there are recording rules.
  await until(() => (backend.requests.length === 6 ? true : null));
  const first = await book.live(60, null);
  expect(first.telemetry.records).toHaveLength(3);
  expect(first.metricsAt).toBe(startMs / 1000);
  await clock.run(
    until(async () => {
      await book.live(60, null);
      return announced.length >= 4 ? true : null;
    }),
  );
  expect((await book.live(60, null)).at).toBeGreaterThan(first.at);
});

test('a reading is made ready before it is the live one and is told', async () => {
  const prepared: number[] = [];
  let open = () => {};
  const told: number[] = [];
  const gated = createTelemetryBook({
    prometheus: client,
    clock,
    pollMs: 5000,
    prepare: async (_, { at }) => {
      prepared.push(at);
      if (prepared.length > 2) await new Promise<void>((resolve) => (open = resolve));
    },
    onReading: (at) => told.push(at),
    isHeard: () => true,
  });
  const first = await gated.live(60, null);
  // The first percentiles make a second reading.
  await until(() => (told.length === 2 ? true : null));
  await clock.run(until(() => (prepared.length === 3 ? true : null)));
  expect(told).toHaveLength(2);
  expect((await gated.live(60, null)).at).toBe(first.at);
  open();
  await until(() => (told.length === 3 ? true : null));
  expect((await gated.live(60, null)).at).toBe(prepared[2]);
  gated.stop();
});

/** Asked for once: with its percentiles and the reading of the next beat, which nobody wants. */
async function readTwice(): Promise<void> {
  await book.live(60, null);
  await until(() => (announced.length === 2 ? true : null));
  await clock.run(until(() => (announced.length === 3 ? true : null)));
}

/** Time in which nobody asks; what it wakes has had its turn. */
async function silence(ms: number): Promise<void> {
  clock.advance(ms);
  await new Promise((resolve) => setTimeout(resolve, 20));
}

test('a reading that nobody asks for is the last until somebody does, who gets a new one', async () => {
  await readTwice();
  const asked = backend.requests.length;
  await silence(60_000);
  expect(backend.requests).toHaveLength(asked);
  expect((await book.live(60, null)).at).toBe(startMs / 1000 + 65);
  expect(backend.requests.length).toBeGreaterThanOrEqual(asked + 3);
});

test('where nobody is told of readings, each is read for whoever asks', async () => {
  heard = false;
  await book.live(60, null);
  await until(() => (announced.length === 2 ? true : null));
  expect((await book.live(60, null)).at).toBe(startMs / 1000);
  await silence(4000);
  expect((await book.live(60, null)).at).toBe(startMs / 1000);
  await silence(60_000);
  expect(announced).toHaveLength(2);
  expect((await book.live(60, null)).at).toBe(startMs / 1000 + 64);
});

test('whoever wakes a window waits a second for a slow Prometheus, then has what was read last', async () => {
  await readTwice();
  await silence(60_000);
  const held: (() => void)[] = [];
  respond = (request, response) => void held.push(() => good(request, response));
  const beganMs = clock.now();
  expect((await clock.run(book.live(60, null))).at).toBe(startMs / 1000 + 5);
  expect(clock.now()).toBe(beganMs + 1000);
  // What was asked for comes nevertheless.
  await until(() => (held.length >= 3 ? true : null));
  for (const answer of held.splice(0)) answer();
  await until(() => (announced.length === 4 ? true : null));
  expect((await book.live(60, null)).at).toBe(startMs / 1000 + 66);
});

test('two minutes after it was asked for last a window is forgotten', async () => {
  await readTwice();
  await silence(120_000);
  const asked = backend.requests.length;
  await book.live(60, null);
  // All of it, percentiles included: nothing was kept.
  await until(() => (backend.requests.length >= asked + 4 ? true : null));
});

test('a failure keeps the last good numbers, with a warning and their age; five minutes later they are gone', async () => {
  const before = await book.live(60, null);
  respond = (_, response) => response.writeHead(502).end('<html>');
  await clock.run(until(async () => ((await codes()).includes('prometheus-stale') ? true : null)));
  const stale = await book.live(60, null);
  expect(JSON.stringify(stale.telemetry.records)).toBe(JSON.stringify(before.telemetry.records));
  expect(stale.metricsAt).toBe(before.metricsAt);
  await clock.run(until(async () => ((await codes()).includes('prometheus-unreachable') ? true : null)));
  expect(clock.now()).toBeGreaterThanOrEqual(startMs + 300_000);
  expect(await book.live(60, null)).toMatchObject({ metricsAt: null, telemetry: { records: [] } });
  respond = good;
  await clock.run(until(async () => ((await codes()).length === 0 ? true : null)));
  expect((await book.live(60, null)).telemetry.records).toHaveLength(3);
});

test('one question that fails leaves the others right, and is said', async () => {
  respond = (request, response) => {
    const failing = new URLSearchParams(request.body).get('query')?.includes('istio_tcp') ?? false;
    if (failing) sendJson(response, 503, { status: 'error', errorType: 'unavailable', error: 'x' });
    else good(request, response);
  };
  const reading = await book.live(60, null);
  expect(reading.telemetry.records).toHaveLength(3);
  expect(reading.warnings.map(({ code }) => code)).toEqual(['prometheus-partial']);
});

test('warnings of Prometheus become ours, without its words', async () => {
  respond = (request, response) =>
    sendJson(response, 200, { ...prometheusAnswer(request), warnings: ['store 10.0.0.7 is away'] });
  const { warnings } = await book.live(60, null);
  expect(warnings.map(({ code }) => code)).toEqual(['prometheus-partial']);
  expect(JSON.stringify(warnings)).not.toContain('10.0.0.7');
});

test('a Prometheus that never answers is slow, within the deadline', async () => {
  respond = () => undefined;
  const impatient = createPrometheusClient({
    url: backend.url,
    token: null,
    tokenFile: null,
    clock,
    deadlineMs: 200,
  });
  const waiting = createTelemetryBook({
    prometheus: impatient,
    clock,
    pollMs: 5000,
    onReading: () => undefined,
    isHeard: () => true,
  });
  const { warnings } = await waiting.live(60, null);
  expect(warnings.map(({ code }) => code)).toEqual(['prometheus-slow']);
  waiting.stop();
  await impatient.close();
});

const times = () => backend.requests.map(({ body }) => new URLSearchParams(body).get('time'));
const asked = () => backend.requests.map(({ body }) => new URLSearchParams(body).get('query') ?? '');

test('the past is asked for once, at its time', async () => {
  const window = { windowSeconds: 60, at: 900_000, percentiles: true, scope: null };
  const [one, two] = await Promise.all([book.past(window), book.past(window)]);
  expect(one).toBe(two);
  expect([one.at, one.metricsAt, one.percentilesAt]).toEqual([900_000, 900_000, 900_000]);
  // Five questions, and whether there are recording rules.
  expect(times()).toEqual(Array.from({ length: 6 }, () => '900000'));
});

test('a frame without percentiles does not ask for them, nor again when the whole is known', async () => {
  const frame = { windowSeconds: 60, at: 900_000, percentiles: false, scope: null };
  expect((await book.past(frame)).percentilesAt).toBeNull();
  expect(asked().some((query) => /_bucket|_bytes_sum/.test(query))).toBe(false);
  expect(backend.requests).toHaveLength(3);
  const whole = await book.past({ ...frame, percentiles: true });
  expect(backend.requests).toHaveLength(9);
  expect(await book.past(frame)).toBe(whole);
});

/** The recorded series begin at this time. */
function recordedSince(from: number): void {
  respond = (request, response) => {
    const form = new URLSearchParams(request.body);
    if (!(form.get('query') ?? '').startsWith('count(sluice:')) return good(request, response);
    const at = Number(form.get('time') ?? clock.now() / 1000);
    const result = at >= from ? [{ metric: {}, value: [at, '40'] }] : [];
    sendJson(response, 200, { status: 'success', data: { resultType: 'vector', result } });
  };
}
const bucketQuestions = () =>
  asked()
    .filter((query) => query.startsWith('('))
    .flatMap(
      (query) => /\(avg_over_time\(sluice:|istio_request_duration_milliseconds_bucket/.exec(query)?.[0] ?? [],
    );

test.each<[string, number, string]>([
  ['from the start of the window on', 896_400 + 60, '(avg_over_time(sluice:'],
  ['for a part of the window', 899_000, 'istio_request_duration_milliseconds_bucket'],
])('percentiles of the past where rules recorded them %s', async (_, since, question) => {
  recordedSince(since);
  const { percentilesAt } = await book.past({
    windowSeconds: 3600,
    at: 900_000,
    percentiles: true,
    scope: null,
  });
  expect([bucketQuestions(), percentilesAt]).toEqual([[question], 900_000]);
});

test.each<[string, number, string]>([
  ['from its start on', 7200, '(avg_over_time(sluice:'],
  ['for a part of it', 600, 'istio_request_duration_milliseconds_bucket'],
])('percentiles of a live window that rules record %s', async (_, secondsAgo, question) => {
  recordedSince(startMs / 1000 - secondsAgo);
  await book.live(3600, null);
  await until(() => (bucketQuestions().length > 0 ? true : null));
  expect(bucketQuestions()).toEqual([question]);
});

test('a time that Prometheus does not reach back to is no quiet time', async () => {
  respond = (_, response) =>
    sendJson(response, 200, { status: 'success', data: { resultType: 'vector', result: [] } });
  const reading = await book.past({ windowSeconds: 60, at: 900_000, percentiles: true, scope: null });
  expect(reading.metricsAt).toBeNull();
  expect(reading.telemetry.answered.requests).toBe(false);
  expect(reading.warnings.map(({ code }) => code)).toEqual(['prometheus-no-history']);
});

test('nothing but counters that stand still is a quiet time', async () => {
  respond = (request, response) => {
    const isRate = (new URLSearchParams(request.body).get('query') ?? '').includes('rate(');
    const result = isRate ? [] : [{ metric: {}, value: [900_000, '7'] }];
    sendJson(response, 200, { status: 'success', data: { resultType: 'vector', result } });
  };
  const reading = await book.past({ windowSeconds: 60, at: 900_000, percentiles: true, scope: null });
  expect([reading.metricsAt, reading.telemetry.answered.requests, reading.warnings]).toEqual([
    900_000,
    true,
    [],
  ]);
});

test('a window whose start is not known says so, past and live', async () => {
  respond = (request, response) => {
    const time = Number(new URLSearchParams(request.body).get('time'));
    if (time > 0 && time <= 900_000) {
      sendJson(response, 200, { status: 'success', data: { resultType: 'vector', result: [] } });
    } else good(request, response);
  };
  const past = await book.past({ windowSeconds: 3600, at: 903_600, percentiles: false, scope: null });
  expect(past.warnings.map(({ code }) => code)).toEqual(['prometheus-short-history']);
  await book.live(86_400 * 6, null);
  await until(async () => ((await codes(86_400 * 6)).includes('prometheus-short-history') ? true : null));
});

test('no more than two questions about the past stand before Prometheus', async () => {
  const held: (() => void)[] = [];
  let most = 0;
  respond = (request, response) => {
    held.push(() => good(request, response));
    most = Math.max(most, held.length);
  };
  const all = Promise.all(
    [1, 2, 3].map((frame) =>
      book.past({ windowSeconds: 60, at: frame * 1000, percentiles: false, scope: null }),
    ),
  );
  let answered = 0;
  while (answered < 9) {
    await until(() => (held.length > 0 ? true : null));
    held.shift()?.();
    answered += 1;
  }
  await all;
  expect(most).toBe(2);
});

test('a long window that is too much for Prometheus is told apart from a Prometheus that is away', async () => {
  const week = 7 * 86_400;
  const refusing = (request: Recorded, response: ServerResponse) =>
    request.body.includes('168h')
      ? sendJson(response, 503, { status: 'error', errorType: 'timeout', error: 'query timed out' })
      : good(request, response);
  respond = refusing;
  expect(await codes()).toEqual([]);
  const reading = await book.live(week, null);
  expect(reading).toMatchObject({ metricsAt: null, warnings: [{ code: 'prometheus-window-slow' }] });
  // It got the time that a long window may take, and the short one is as it was.
  const asked = (window: string) =>
    backend.requests.filter(({ body }) => body.includes('istio_requests_total') && body.includes(window));
  expect(new URLSearchParams(asked('168h')[0]?.body).get('timeout')).toBe('59s');
  expect(await codes()).toEqual([]);
  const past = await book.past({ windowSeconds: week, at: startMs / 1000, percentiles: false, scope: null });
  expect(past.warnings).toMatchObject([{ code: 'prometheus-window-slow' }]);

  respond = good;
  expect(await codes(week)).toEqual(['prometheus-window-slow']);
  await clock.run(clock.delay(16_000));
  expect((await book.live(week, null)).metricsAt).toBe(Math.floor(clock.now() / 1000));
  const again = await book.past({ windowSeconds: week, at: startMs / 1000, percentiles: false, scope: null });
  expect(again.metricsAt).toBe(startMs / 1000);
});
