/** Samples that both Prometheuses hold, as an index that the embedded one reads: each series with times of its own. */
import type { MetricsIndex } from '#demo/prometheus/memory-store.ts';
import { LabelSet } from '#demo/prometheus/promql/label-set.ts';
import type { SampleBuffer, Series } from '#demo/prometheus/promql/series-source.ts';
import type { Matcher } from '#lib/promql/matcher.ts';

export interface SampleSeries {
  /** With `__name__`. */
  labels: Readonly<Record<string, string>>;
  /** Unix ms, rising. */
  timesMs: readonly number[];
  values: readonly number[];
}

/** Holds no metadata: samples that arrive by remote write bring none. */
export function createSampleIndex(all: readonly SampleSeries[]): MetricsIndex {
  const held = all.map((series) => new HeldSeries(series));
  const byName = Map.groupBy(held, ({ labels }) => labels.name);
  return {
    *select(matchers: readonly Matcher[]): Iterable<Series> {
      const name = matchers.find(({ label, operator }) => label === '__name__' && operator === '=')?.value;
      for (const series of name === undefined ? held : (byName.get(name) ?? [])) {
        if (matchers.every((matcher) => matcher.matches(series.labels.get(matcher.label)))) yield series;
      }
    },
    metadata: () => new Map(),
    statistics() {
      const times = held.flatMap(({ timesMs }) => [timesMs[0] ?? 0, timesMs.at(-1) ?? 0]);
      return {
        seriesByName: new Map([...byName].map(([name, series]) => [name, series.length])),
        oldestMs: Math.min(...times),
        newestMs: Math.max(...times),
        bytes: held.reduce((sum, { timesMs }) => sum + 16 * timesMs.length, 0),
      };
    },
  };
}

class HeldSeries implements Series {
  readonly labels: LabelSet;
  readonly timesMs: readonly number[];
  private readonly values: readonly number[];

  constructor({ labels, timesMs, values }: SampleSeries) {
    this.labels = LabelSet.from(labels);
    this.timesMs = timesMs;
    this.values = values;
  }

  read(afterMs: number, untilMs: number, into: SampleBuffer): void {
    this.fill(this.firstAfter(afterMs), this.firstAfter(untilMs), into);
  }

  readLatest(afterMs: number, untilMs: number, into: SampleBuffer): void {
    const until = this.firstAfter(untilMs);
    this.fill(Math.max(this.firstAfter(afterMs), until - 1), until, into);
  }

  private fill(from: number, until: number, into: SampleBuffer): void {
    into.reset(Math.max(0, until - from));
    for (let index = from; index < until; index++) {
      into.push(this.timesMs[index] ?? 0, this.values[index] ?? Number.NaN);
    }
  }

  /** The place of the first sample later than this. */
  private firstAfter(ms: number): number {
    let low = 0;
    let high = this.timesMs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.timesMs[middle] ?? 0) > ms) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
