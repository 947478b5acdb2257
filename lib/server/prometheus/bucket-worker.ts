/** The thread of bucket-reader.ts: answers in, one after the other, what was read of each out. */
import { parentPort } from 'node:worker_threads';
import { packLatency } from '#lib/graph/telemetry/packed-latency.ts';
import { finish } from '#lib/steps.ts';
import { bucketSteps, type ReadAnswer, type ReadRequest } from './buckets.ts';

parentPort?.on('message', ({ id, bytes }: ReadRequest) => {
  const answer = answerOf(id, bytes);
  const read = 'read' in answer && answer.read.ok ? answer.read.value : null;
  parentPort?.postMessage(answer, read === null ? [] : [read.latency.rates.buffer]);
});

function answerOf(id: number, bytes: Uint8Array): ReadAnswer {
  try {
    const read = finish(bucketSteps(bytes));
    if (!read.ok) return { id, read };
    const { latency, warnings } = read.value;
    return { id, read: { ok: true, value: { latency: packLatency(latency), warnings } } };
  } catch {
    // What is no JSON: whoever asked finds the words.
    return { id, broken: true };
  }
}
