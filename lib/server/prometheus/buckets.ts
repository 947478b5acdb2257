/** An answer full of histogram buckets, and what is read of it: the index, not the samples. */
import { type LatencyIndex, LatencyReader } from '#lib/graph/telemetry/latency.ts';
import type { PackedLatency } from '#lib/graph/telemetry/packed-latency.ts';
import type { PrometheusFailure } from '#lib/metrics/samples.ts';
import { vectorPieces } from '#lib/metrics/vector-text.ts';
import { ok, type Result } from '#lib/result.ts';
import type { Steps } from '#lib/steps.ts';

export interface ReadBuckets {
  latency: LatencyIndex;
  warnings: string[];
}

/** To the thread. */
export interface ReadRequest {
  id: number;
  bytes: Uint8Array;
}

/** And back. */
export type ReadAnswer =
  | { id: number; read: Result<{ latency: PackedLatency; warnings: string[] }, PrometheusFailure> }
  | { id: number; broken: true };

/** Throws SyntaxError for what is no JSON. */
export function* bucketSteps(bytes: Uint8Array): Steps<Result<ReadBuckets, PrometheusFailure>> {
  const reader = new LatencyReader();
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const read = yield* vectorPieces(text, (samples) => reader.add(samples));
  return read.ok ? ok({ latency: reader.index(), warnings: read.value.warnings }) : read;
}
