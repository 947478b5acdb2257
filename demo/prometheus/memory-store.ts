/**
 * The embedded Prometheus' storage: metrics that the traffic engine counts up, sampled by `scrape`, read back as series.
 * A histogram keeps one column per bucket that was ever hit (plus its sum); `_bucket` and `_count` are added up when read.
 * Metrics that nobody touched for a while are forgotten, as a proxy's are when its pod goes; used again they begin at 0.
 */
import type { Labels } from '#lib/istio/objects.ts';
import type { Matcher } from '#lib/promql/matcher.ts';
import { Columns } from './columns.ts';
import { MetricFamily, type MetricType, type StoredMetric } from './metric-family.ts';
import { LabelSet, type SharedLabels } from './promql/label-set.ts';
import type { Series, SeriesSource } from './promql/series-source.ts';
import type { Counter, Gauge, Histogram, MetricsStore } from './store.ts';

export interface MetricsStoreOptions {
  retentionMs: number;
  /** Metrics without a call for longer than this are forgotten; gauges never. */
  forgetAfterMs?: number;
  /** HELP texts by metric name, for /api/v1/metadata. */
  help?: Readonly<Record<string, string>>;
}

interface MetricMetadata {
  type: MetricType;
  help: string;
  unit: string;
}

/** What the store can tell beyond samples. */
export interface MetricsIndex extends SeriesSource {
  metadata(): ReadonlyMap<string, MetricMetadata>;
  statistics(): StoreStatistics;
}

interface StoreStatistics {
  /** How many series bear each exposed name. */
  seriesByName: ReadonlyMap<string, number>;
  /** Times of the oldest and newest sample, Unix ms; 0 when there is none. */
  oldestMs: number;
  newestMs: number;
  /** Taken by samples. */
  bytes: number;
}

const defaultForgetAfterMs = 6 * 3600_000;

export function createMetricsStore(options: MetricsStoreOptions): MetricsStore & MetricsIndex {
  return new MemoryStore(options);
}

class MemoryStore implements MetricsStore, MetricsIndex {
  private readonly columns: Columns;
  private readonly forgetAfterMs: number;
  private readonly help: Readonly<Record<string, string>>;
  private readonly families = new Map<string, MetricFamily>();
  private readonly shared = new Map<string, SharedLabels>();
  private nowMs = 0;

  constructor({ retentionMs, forgetAfterMs = defaultForgetAfterMs, help = {} }: MetricsStoreOptions) {
    this.columns = new Columns(retentionMs);
    this.forgetAfterMs = forgetAfterMs;
    this.help = help;
  }

  counter(name: string, labels: Labels): Counter {
    let metric = this.metric('counter', name, labels, []);
    return {
      add: (amount) => {
        if (metric.forgotten) metric = this.metric('counter', name, labels, []);
        this.addTo(metric, 0, amount);
        metric.touchedMs = this.nowMs;
      },
    };
  }

  gauge(name: string, labels: Labels): Gauge {
    const metric = this.metric('gauge', name, labels, []);
    const column = this.columnOf(metric, 0);
    return {
      set: (value) => {
        this.columns.current[column] = value;
      },
    };
  }

  histogram(name: string, labels: Labels, bounds: readonly number[]): Histogram {
    let metric = this.metric('histogram', name, labels, bounds);
    return {
      observe: (counts, sum) => {
        if (metric.forgotten) metric = this.metric('histogram', name, labels, bounds);
        for (let bucket = 0; bucket < metric.sumPart; bucket++) {
          const count = counts[bucket] ?? 0;
          if (count !== 0) this.addTo(metric, bucket, count);
        }
        if (sum !== 0) this.addTo(metric, metric.sumPart, sum);
        metric.touchedMs = this.nowMs;
      },
    };
  }

  scrape(atMs: number): void {
    const completed = this.columns.scrape(atMs);
    this.nowMs = atMs;
    if (completed) this.forgetIdle(atMs - this.forgetAfterMs);
  }

  *select(matchers: readonly Matcher[]): Iterable<Series> {
    const named = matchers.filter((matcher) => matcher.label === '__name__');
    const rest = matchers.filter((matcher) => matcher.label !== '__name__');
    for (const family of this.families.values()) {
      for (const exposed of family.exposedNames) {
        if (named.every((matcher) => matcher.matches(exposed))) {
          yield* family.select(exposed, rest, this.columns);
        }
      }
    }
  }

  metadata(): ReadonlyMap<string, MetricMetadata> {
    return new Map(
      [...this.families.values()].map((family) => [
        family.name,
        { type: family.type, help: this.help[family.name] ?? '', unit: '' },
      ]),
    );
  }

  statistics(): StoreStatistics {
    const seriesByName = new Map<string, number>();
    for (const family of this.families.values()) {
      for (const name of family.exposedNames) seriesByName.set(name, family.seriesCount(name));
    }
    const { times, bytes } = this.columns;
    return { seriesByName, oldestMs: times[0] ?? 0, newestMs: times.at(-1) ?? 0, bytes };
  }

  private metric(type: MetricType, name: string, labels: Labels, bounds: readonly number[]): StoredMetric {
    let family = this.families.get(name);
    if (!family) {
      family = new MetricFamily(name, type);
      this.families.set(name, family);
    }
    if (family.type !== type) throw new TypeError(`${name} is a ${family.type}, not a ${type}`);
    const { shared } = LabelSet.from(labels);
    const interned = this.shared.get(shared.key) ?? shared;
    this.shared.set(shared.key, interned);
    return family.metricOf(interned, bounds, this.columns.nextRow, this.nowMs);
  }

  private addTo(metric: StoredMetric, part: number, amount: number): void {
    const column = this.columnOf(metric, part);
    this.columns.current[column] = (this.columns.current[column] ?? 0) + amount;
  }

  private columnOf(metric: StoredMetric, part: number): number {
    let column = metric.columns[part] ?? -1;
    if (column < 0) {
      column = this.columns.allocate();
      metric.columns[part] = column;
    }
    return column;
  }

  private forgetIdle(beforeMs: number): void {
    const used = new Set<SharedLabels>();
    for (const family of this.families.values()) {
      const idle = family.forget((metric) => family.type !== 'gauge' && metric.touchedMs < beforeMs);
      for (const metric of idle) {
        for (const column of metric.columns) if (column >= 0) this.columns.release(column);
      }
      for (const labels of family.labels()) used.add(labels);
    }
    for (const [key, labels] of this.shared) if (!used.has(labels)) this.shared.delete(key);
  }
}
