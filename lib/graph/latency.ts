/** The slow beat's histogram buckets, by edge: read once per answer, then looked up by every graph that is built from it. */
import { histogramQuantile } from '../metrics/quantile.ts';
import type { InstantSample } from '../metrics/samples.ts';

export interface LatencyIndex {
  /** Upper bounds in ms that occur anywhere, rising, the last one infinite. */
  bounds: readonly number[];
  /** By `sampleKey`. */
  rates: ReadonlyMap<string, Float64Array>;
}

/** Names the edge that a sample belongs to: the labels that every mesh query keeps. */
export function sampleKey(labels: Readonly<Record<string, string | undefined>>): string {
  return `${labels.source_cluster}\n${labels.source_workload_namespace}\n${labels.source_workload}\n${labels.destination_cluster}\n${labels.destination_workload_namespace}\n${labels.destination_workload}\n${labels.destination_service}\n${labels.request_protocol}`;
}

/**
 * Buckets without observations may be absent (the query drops zeros): before an edge's first bucket they count as zero,
 * after it as a bound that this histogram does not have.
 */
export function readLatency(samples: readonly InstantSample[]): LatencyIndex {
  const bounds = [...new Set(samples.map(({ labels }) => readBound(labels.le)))]
    .filter((bound) => !Number.isNaN(bound))
    .sort((a, b) => a - b);
  const position = new Map(bounds.map((bound, index) => [bound, index]));
  const rates = new Map<string, Float64Array>();
  for (const { labels, value } of samples) {
    const index = position.get(readBound(labels.le));
    if (index === undefined || !Number.isFinite(value)) continue;
    const key = sampleKey(labels);
    let row = rates.get(key);
    if (row === undefined) {
      row = new Float64Array(bounds.length).fill(Number.NaN);
      rates.set(key, row);
    }
    row[index] = value;
  }
  for (const row of rates.values()) {
    for (let index = 0; index < row.length && Number.isNaN(row[index] ?? 0); index++) row[index] = 0;
  }
  return { bounds, rates };
}

/** Milliseconds; null when nothing was observed. */
export function quantileMs(quantile: number, index: LatencyIndex, rates: Float64Array): number | null {
  return histogramQuantile(quantile, { bounds: index.bounds, rates });
}

function readBound(text: string | undefined): number {
  if (text === undefined || text === '') return Number.NaN;
  return text === '+Inf' ? Number.POSITIVE_INFINITY : Number(text);
}
