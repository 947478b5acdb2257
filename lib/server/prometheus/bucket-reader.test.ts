import { afterEach, expect, test } from 'vitest';
import { readLatency } from '#lib/graph/telemetry/latency.ts';
import { createBucketReader } from './bucket-reader.ts';

const reader = createBucketReader();
afterEach(() => reader.close());

/** Rows as Prometheus writes them: `edges` with twenty buckets each. */
const rowsOf = (edges: number) =>
  Array.from({ length: edges * 20 }, (_, at) => ({
    metric: { source_workload: `wörk-${Math.floor(at / 20)}`, le: at % 20 === 19 ? '+Inf' : String(at % 20) },
    value: [1_700_000_000, String(at % 7)],
  }));

const bytesOf = (body: unknown) => Buffer.from(JSON.stringify(body)) as Buffer<ArrayBuffer>;
const answer = (rows: unknown, more = {}) =>
  bytesOf({ status: 'success', data: { resultType: 'vector', result: rows }, ...more });

const told = (bounds: readonly number[], rates: ReadonlyMap<string, Float64Array>) => ({
  bounds,
  rates: [...rates].map(([key, row]) => [key, [...row]]),
});

test.each([
  ['small, where it is', 3],
  ['large, on the thread', 1000],
])('an answer is read: %s', async (_, edges) => {
  const rows = rowsOf(edges);
  const bytes = answer(rows, { warnings: ['a store is away'] });
  const read = await reader.read(bytes);
  const expected = readLatency(
    rows.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) })),
  );
  if (!read.ok) throw new Error(read.error.code);
  expect(read.value.warnings).toEqual(['a store is away']);
  expect(told(read.value.latency.bounds, read.value.latency.rates)).toEqual(
    told(expected.bounds, expected.rates),
  );
  // Handed over, not copied: nothing of this size is done twice on the thread that answers.
  expect(bytes.buffer.detached).toBe(edges === 1000);
});

test('answers that come together are not mixed up', async () => {
  const counts = [900, 700, 800];
  const all = await Promise.all(counts.map((count) => reader.read(answer(rowsOf(count)))));
  expect(all.map((read) => (read.ok ? read.value.latency.rates.size : read.error))).toEqual(counts);
});

test('a refusal keeps its kind, however long', async () => {
  const refusal = { status: 'error', errorType: 'timeout', error: 'x'.repeat(600_000) };
  expect(await reader.read(bytesOf(refusal))).toMatchObject({ ok: false, error: { errorType: 'timeout' } });
});

test('what is no JSON fails, and the next answer is read', async () => {
  await expect(reader.read(Buffer.from('<html>'.repeat(100_000)) as Buffer<ArrayBuffer>)).rejects.toThrow(
    SyntaxError,
  );
  expect((await reader.read(answer(rowsOf(1000)))).ok).toBe(true);
});

test('a thread that dies fails what it had; the next answer gets a new one', async () => {
  const lost = reader.read(answer(rowsOf(1000)));
  await reader.close();
  await expect(lost).rejects.toThrow('gone');
  expect((await reader.read(answer(rowsOf(1000)))).ok).toBe(true);
});
