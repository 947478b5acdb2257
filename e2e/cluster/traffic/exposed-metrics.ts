/**
 * The metrics that the traffic counts, as an instrumented process has them: read by scrapes in Prometheus' text format
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). While history is played they are sampled too, so that live
 * counters go on where the history's end.
 */

import type { MetricsStore } from '#demo/prometheus/store.ts';
import type { Labels } from '#lib/istio/objects.ts';
import { formatOpenMetricsNumber, formatValue } from '#lib/promql/number-format.ts';
import type { WrittenSeries } from '../remote-write.ts';

type MetricType = 'counter' | 'gauge' | 'histogram';

/** One line of the exposition, less its value. */
interface Line {
  name: string;
  le: string | null;
  /** As the text format writes it, with the blank behind. */
  prefix: string;
}

interface Metric {
  labels: Labels;
  lines: readonly Line[];
  /** Of a histogram: its buckets, not cumulative, then its sum. */
  parts: Float64Array;
  samples: Float64Array[];
  /** The first of the sampled moments that this metric was there at. */
  firstSample: number;
}

interface Family {
  type: MetricType;
  metrics: Map<string, Metric>;
}

export interface ExposedMetrics extends MetricsStore {
  /** What a scrape reads. */
  text(): string;
  /** The samples taken so far, as a scrape of `target` would have stored them (`honor_labels`); no more are taken. */
  takeHistory(target: Labels): WrittenSeries[];
}

export function createExposedMetrics(help: Readonly<Record<string, string>>): ExposedMetrics {
  const families = new Map<string, Family>();
  let times: number[] | null = [];

  function metricOf(type: MetricType, name: string, labels: Labels, bounds: readonly number[]): Metric {
    let family = families.get(name);
    if (!family) {
      family = { type, metrics: new Map() };
      families.set(name, family);
    }
    const key = labelText(labels);
    let metric = family.metrics.get(key);
    if (!metric) {
      const lines = type === 'histogram' ? histogramLines(name, key, bounds) : [lineOf(name, key, null)];
      metric = {
        labels,
        lines,
        parts: new Float64Array(type === 'histogram' ? bounds.length + 2 : 1),
        samples: [],
        firstSample: times?.length ?? 0,
      };
      family.metrics.set(key, metric);
    }
    return metric;
  }

  function plain(type: MetricType, name: string, labels: Labels): Float64Array {
    return metricOf(type, name, labels, []).parts;
  }

  return {
    counter(name, labels) {
      const parts = plain('counter', name, labels);
      return {
        add: (amount) => {
          parts[0] = (parts[0] ?? 0) + amount;
        },
      };
    },
    gauge(name, labels) {
      const parts = plain('gauge', name, labels);
      return {
        set: (value) => {
          parts[0] = value;
        },
      };
    },
    histogram(name, labels, bounds) {
      const { parts } = metricOf('histogram', name, labels, bounds);
      const sumPart = parts.length - 1;
      return {
        observe: (counts, sum) => {
          for (let bucket = 0; bucket < sumPart; bucket++) {
            parts[bucket] = (parts[bucket] ?? 0) + (counts[bucket] ?? 0);
          }
          parts[sumPart] = (parts[sumPart] ?? 0) + sum;
        },
      };
    },
    scrape(atMs) {
      if (times === null) return;
      times.push(atMs);
      for (const { metrics } of families.values()) {
        for (const metric of metrics.values()) metric.samples.push(metric.parts.slice());
      }
    },
    text() {
      const written: string[] = [];
      for (const [name, { type, metrics }] of families) {
        written.push(`# HELP ${name} ${help[name] ?? ''}`, `# TYPE ${name} ${type}`);
        for (const { lines, parts } of metrics.values()) {
          const values = exposedValues(parts);
          lines.forEach(({ prefix }, index) => {
            written.push(prefix + formatValue(values[index] ?? 0));
          });
        }
      }
      return `${written.join('\n')}\n`;
    },
    takeHistory(target) {
      const moments = times ?? [];
      times = null;
      const history: WrittenSeries[] = [];
      for (const { metrics } of families.values()) {
        for (const metric of metrics.values()) {
          if (metric.samples.length > 0) history.push(...sampledSeries(metric, moments, target));
          metric.samples = [];
        }
      }
      return history;
    },
  };
}

function* sampledSeries(metric: Metric, moments: readonly number[], target: Labels): Iterable<WrittenSeries> {
  const timesMs = moments.slice(metric.firstSample);
  const rows = metric.samples.map(exposedValues);
  for (const [index, { name, le }] of metric.lines.entries()) {
    const labels = { ...target, ...metric.labels, __name__: name, ...(le === null ? {} : { le }) };
    yield { labels, timesMs, values: rows.map((row) => row[index] ?? 0) };
  }
}

/** The values of the lines: a histogram's buckets added up, its sum, its count. */
function exposedValues(parts: Float64Array): ArrayLike<number> {
  if (parts.length === 1) return parts;
  const sumPart = parts.length - 1;
  const values = new Float64Array(parts.length + 1);
  let count = 0;
  for (let bucket = 0; bucket < sumPart; bucket++) {
    count += parts[bucket] ?? 0;
    values[bucket] = count;
  }
  values[sumPart] = parts[sumPart] ?? 0;
  values[sumPart + 1] = count;
  return values;
}

function histogramLines(name: string, labels: string, bounds: readonly number[]): Line[] {
  return [
    // Prometheus writes bounds like this, however they were exposed.
    ...bounds.map((bound) => lineOf(`${name}_bucket`, labels, formatOpenMetricsNumber(bound))),
    lineOf(`${name}_bucket`, labels, '+Inf'),
    lineOf(`${name}_sum`, labels, null),
    lineOf(`${name}_count`, labels, null),
  ];
}

function lineOf(name: string, labels: string, le: string | null): Line {
  const all = [labels, le === null ? '' : `le="${le}"`].filter((part) => part !== '').join(',');
  return { name, le, prefix: all === '' ? `${name} ` : `${name}{${all}} ` };
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',');
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
