/** The slow beat's histogram buckets, by edge: read once per answer, then looked up by every graph that is built from it. */
import { histogramQuantile } from '../metrics/quantile.ts';
import type { InstantSample } from '../metrics/samples.ts';
import { finish, type Steps } from '../steps.ts';

const rowsAStep = 2000;

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
  return finish(latencySteps(samples));
}

/** The same with pauses: a large mesh has tens of thousands of buckets. */
export function* latencySteps(samples: readonly InstantSample[]): Steps<LatencyIndex> {
  const byText = new Map<string | undefined, number>();
  for (const { labels } of samples) if (!byText.has(labels.le)) byText.set(labels.le, readBound(labels.le));
  const bounds = [...new Set(byText.values())].filter((bound) => !Number.isNaN(bound)).sort((a, b) => a - b);
  const position = new Map([...byText].map(([text, bound]) => [text, bounds.indexOf(bound)]));
  const rates = new Map<string, Float64Array>();
  let left = rowsAStep;
  for (const { labels, value } of samples) {
    left -= 1;
    if (left === 0) {
      left = rowsAStep;
      yield;
    }
    const index = position.get(labels.le) ?? -1;
    if (index < 0 || !Number.isFinite(value)) continue;
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
