/** What the traffic engine writes to: metrics as an instrumented process has them, sampled by `scrape`. */
import type { Labels } from '#lib/istio/objects.ts';

export interface Counter {
  add(amount: number): void;
}

export interface Gauge {
  set(value: number): void;
}

export interface Histogram {
  /** `counts[i]` observations fell into bucket i (not cumulative; one more than there are bounds, for +Inf); `sum` is their sum. */
  observe(counts: ArrayLike<number>, sum: number): void;
}

export interface MetricsStore {
  /** The same name and labels give the same metric. */
  counter(name: string, labels: Labels): Counter;
  gauge(name: string, labels: Labels): Gauge;
  /** Exposed as NAME_bucket (label le), NAME_sum and NAME_count. */
  histogram(name: string, labels: Labels, bounds: readonly number[]): Histogram;
  /** Record the present value of every metric at this time (Unix ms). Times must rise. Old samples fall out. */
  scrape(atMs: number): void;
}
