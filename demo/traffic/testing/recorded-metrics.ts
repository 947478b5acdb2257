/** A metrics store for tests: keeps the present value of every metric, by name and labels. */
import type { MetricsStore } from '#demo/prometheus/store.ts';
import type { Labels } from '#lib/istio/objects.ts';

export interface RecordedSeries {
  name: string;
  labels: Labels;
  value: number;
}

export class RecordedMetrics implements MetricsStore {
  readonly series = new Map<string, RecordedSeries>();
  scrapes = 0;

  counter(name: string, labels: Labels) {
    const series = this.find(name, labels);
    return {
      add: (amount: number) => {
        if (amount < 0 || !Number.isInteger(amount)) throw new RangeError(`${name} counts by ${amount}`);
        series.value += amount;
      },
    };
  }

  gauge(name: string, labels: Labels) {
    const series = this.find(name, labels);
    return {
      set: (value: number) => {
        series.value = value;
      },
    };
  }

  /** Kept as NAME_count and NAME_sum. */
  histogram(name: string, labels: Labels, _bounds: readonly number[]) {
    const count = this.find(`${name}_count`, labels);
    const sum = this.find(`${name}_sum`, labels);
    return {
      observe: (counts: ArrayLike<number>, total: number) => {
        count.value += Array.from(counts).reduce((all, one) => all + one, 0);
        sum.value += total;
      },
    };
  }

  scrape(): void {
    this.scrapes++;
  }

  /** Series of this name that carry at least these labels. */
  select(name: string, labels: Labels = {}): RecordedSeries[] {
    return [...this.series.values()].filter(
      (series) =>
        series.name === name && Object.entries(labels).every(([key, value]) => series.labels[key] === value),
    );
  }

  total(name: string, labels: Labels = {}): number {
    return this.select(name, labels).reduce((sum, { value }) => sum + value, 0);
  }

  private find(name: string, labels: Labels): RecordedSeries {
    const key = JSON.stringify([name, Object.entries(labels).sort()]);
    const series = this.series.get(key) ?? { name, labels, value: 0 };
    this.series.set(key, series);
    return series;
  }
}
