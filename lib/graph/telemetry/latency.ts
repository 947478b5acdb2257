/** The slow beat's histogram buckets, by edge: read once per answer, then looked up by every graph that is built from it. */
import { histogramQuantile } from '../../metrics/quantile.ts';
import type { InstantSample } from '../../metrics/samples.ts';

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

/** The index of these buckets. */
export function readLatency(samples: readonly InstantSample[]): LatencyIndex {
  const reader = new LatencyReader();
  reader.add(samples);
  return reader.index();
}

const usualBounds = 24;

/**
 * Takes buckets as they come; a large mesh has tens of thousands. Those without observations may be absent (the query drops zeros):
 * before an edge's first bucket they count as zero, after it as a bound that this histogram does not have.
 */
export class LatencyReader {
  /** Of a bound's text, its column in the rows; -1 for what is none. */
  private readonly columns = new Map<string | undefined, number>();
  /** By column, in the order in which they came. */
  private readonly bounds: number[] = [];
  private readonly rows = new Map<string, Float64Array>();

  add(samples: readonly InstantSample[]): void {
    for (const { labels, value } of samples) {
      const column = this.columns.get(labels.le) ?? this.columnOf(labels.le);
      if (column < 0 || !Number.isFinite(value)) continue;
      const key = sampleKey(labels);
      let row = this.rows.get(key);
      if (row === undefined || column >= row.length) {
        const wider = new Float64Array(Math.max(usualBounds, 2 * column)).fill(Number.NaN);
        if (row !== undefined) wider.set(row);
        row = wider;
        this.rows.set(key, row);
      }
      row[column] = value;
    }
  }

  index(): LatencyIndex {
    const order = [...this.bounds.keys()].sort((a, b) => (this.bounds[a] ?? 0) - (this.bounds[b] ?? 0));
    const rates = new Map<string, Float64Array>();
    for (const [key, row] of this.rows) {
      const inOrder = new Float64Array(order.length);
      for (const [place, column] of order.entries()) inOrder[place] = row[column] ?? Number.NaN;
      for (let place = 0; place < inOrder.length && Number.isNaN(inOrder[place]); place++) inOrder[place] = 0;
      rates.set(key, inOrder);
    }
    return { bounds: order.map((column) => this.bounds[column] ?? Number.NaN), rates };
  }

  private columnOf(text: string | undefined): number {
    const bound = readBound(text);
    const known = this.bounds.indexOf(bound);
    const column = Number.isNaN(bound) ? -1 : known >= 0 ? known : this.bounds.push(bound) - 1;
    this.columns.set(text, column);
    return column;
  }
}

/** Milliseconds; null when nothing was observed. */
export function quantileMs(quantile: number, index: LatencyIndex, rates: Float64Array): number | null {
  return histogramQuantile(quantile, { bounds: index.bounds, rates });
}

function readBound(text: string | undefined): number {
  if (text === undefined || text === '') return Number.NaN;
  return text === '+Inf' ? Number.POSITIVE_INFINITY : Number(text);
}
