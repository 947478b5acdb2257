/**
 * Reads answers full of buckets on a thread of its own: those of a large mesh are some 15 MB of JSON, a third of a second of work, in the
 * middle of which somebody asks for a graph. Small answers are read where they are: most meshes never start the thread.
 */
import { Worker } from 'node:worker_threads';
import { unpackLatency } from '#lib/graph/telemetry/packed-latency.ts';
import type { PrometheusFailure } from '#lib/metrics/samples.ts';
import { ok, type Result } from '#lib/result.ts';
import { inSlices } from '../mesh/slices.ts';
import { bucketSteps, type ReadAnswer, type ReadBuckets, type ReadRequest } from './buckets.ts';

export interface BucketReader {
  /** Takes the bytes away from whoever gives them, with the block that they are in. Rejects for what is no JSON, and when the thread dies of it. */
  read(bytes: Uint8Array<ArrayBuffer>): Promise<Result<ReadBuckets, PrometheusFailure>>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: ReadAnswer): void;
  reject(reason: Error): void;
}

const smallBytes = 512 * 1024;

export function createBucketReader(): BucketReader {
  let thread: { worker: Worker; waiting: Map<number, Waiting> } | null = null;
  let counter = 0;

  function start() {
    const worker = new Worker(new URL('./bucket-worker.ts', import.meta.url), { execArgv: [] });
    const waiting = new Map<number, Waiting>();
    // Nothing waits for it when the process ends.
    worker.unref();
    worker.on('message', (answer: ReadAnswer) => {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    });
    const lost = () => {
      if (thread?.worker === worker) thread = null;
      for (const { reject } of waiting.values()) reject(new Error('The thread that reads buckets is gone.'));
      waiting.clear();
    };
    worker.on('error', lost);
    worker.on('exit', lost);
    return { worker, waiting };
  }

  function ask(bytes: Uint8Array<ArrayBuffer>): Promise<ReadAnswer> {
    thread ??= start();
    const { worker, waiting } = thread;
    counter += 1;
    const request: ReadRequest = { id: counter, bytes };
    return new Promise((resolve, reject) => {
      waiting.set(request.id, { resolve, reject });
      worker.postMessage(request, [bytes.buffer]);
    });
  }

  return {
    read: async (bytes) => {
      if (bytes.byteLength < smallBytes) return inSlices(bucketSteps(bytes));
      const answer = await ask(bytes);
      if ('broken' in answer) throw new SyntaxError('What Prometheus answered is no JSON.');
      if (!answer.read.ok) return answer.read;
      const { latency, warnings } = answer.read.value;
      return ok({ latency: unpackLatency(latency), warnings });
    },
    close: async () => {
      await thread?.worker.terminate();
    },
  };
}
