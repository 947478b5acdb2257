/** What the evaluator reads: series chosen by matchers, and their samples. */

import type { Matcher } from '#lib/promql/matcher.ts';
import type { LabelSet } from './label-set.ts';

/** Samples of one series, oldest first; grows and is reused. */
export class SampleBuffer {
  /** Unix ms. */
  times = new Float64Array(64);
  values = new Float64Array(64);
  length = 0;

  /** Makes room for this many samples and forgets what was there. */
  reset(capacity: number): void {
    this.length = 0;
    if (this.times.length >= capacity) return;
    const size = Math.max(capacity, this.times.length * 2);
    this.times = new Float64Array(size);
    this.values = new Float64Array(size);
  }

  /** Within the capacity asked for. */
  push(timeMs: number, value: number): void {
    this.times[this.length] = timeMs;
    this.values[this.length++] = value;
  }
}

export interface Series {
  readonly labels: LabelSet;
  /** Fills the buffer with the samples of afterMs < t <= untilMs. */
  read(afterMs: number, untilMs: number, into: SampleBuffer): void;
  /** Fills the buffer with the latest of these samples, if there is one. */
  readLatest(afterMs: number, untilMs: number, into: SampleBuffer): void;
}

export interface SeriesSource {
  select(matchers: readonly Matcher[]): Iterable<Series>;
}
