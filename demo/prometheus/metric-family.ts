/** The metrics of one name and the series they are exposed as; finds them by label, through indexes that are built when first asked for. */

import type { Matcher } from '#lib/promql/matcher.ts';
import { formatOpenMetricsNumber } from '#lib/promql/number-format.ts';
import type { Columns } from './columns.ts';
import { LabelSet, type SharedLabels } from './promql/label-set.ts';
import type { SampleBuffer, Series } from './promql/series-source.ts';

export type MetricType = 'counter' | 'gauge' | 'histogram';

export interface StoredMetric {
  readonly labels: SharedLabels;
  readonly bounds: readonly number[];
  /** The part that holds a histogram's sum, behind its buckets; 0 for other types. */
  readonly sumPart: number;
  /** Column by part, -1 where nothing was counted yet. */
  readonly columns: Int32Array;
  /** The first row that this metric is part of. */
  readonly birthRow: number;
  touchedMs: number;
  forgotten: boolean;
}

/** Which columns a series adds up. */
interface Exposed {
  suffix: string;
  first(metric: StoredMetric): number;
  last(metric: StoredMetric): number;
}

const plain: Exposed = { suffix: '', first: () => 0, last: () => 0 };
const sum: Exposed = { suffix: '_sum', first: (m) => m.sumPart, last: (m) => m.sumPart };
const count: Exposed = { suffix: '_count', first: () => 0, last: (m) => m.sumPart - 1 };
const bucketSuffix = '_bucket';

export class MetricFamily {
  readonly name: string;
  readonly type: MetricType;
  /** The names that its series bear. */
  readonly exposedNames: readonly string[];
  private readonly metrics = new Map<SharedLabels, StoredMetric>();
  private indexes = new Map<string, Map<string, StoredMetric[]>>();

  constructor(name: string, type: MetricType) {
    this.name = name;
    this.type = type;
    this.exposedNames =
      type === 'histogram' ? [bucketSuffix, sum.suffix, count.suffix].map((suffix) => name + suffix) : [name];
  }

  metricOf(labels: SharedLabels, bounds: readonly number[], birthRow: number, nowMs: number): StoredMetric {
    const known = this.metrics.get(labels);
    if (known) return known;
    const sumPart = this.type === 'histogram' ? bounds.length + 1 : 0;
    const metric: StoredMetric = {
      labels,
      bounds,
      sumPart,
      columns: new Int32Array(sumPart + 1).fill(-1),
      birthRow,
      touchedMs: nowMs,
      forgotten: false,
    };
    this.metrics.set(labels, metric);
    for (const [label, index] of this.indexes) addToIndex(index, labels.get(label), metric);
    return metric;
  }

  /** Forgets the metrics that the test holds for and returns them. */
  forget(test: (metric: StoredMetric) => boolean): StoredMetric[] {
    const gone = [...this.metrics.values()].filter(test);
    for (const metric of gone) {
      metric.forgotten = true;
      this.metrics.delete(metric.labels);
    }
    if (gone.length > 0) this.indexes = new Map();
    return gone;
  }

  labels(): Iterable<SharedLabels> {
    return this.metrics.keys();
  }

  seriesCount(exposedName: string): number {
    if (exposedName !== this.name + bucketSuffix) return this.metrics.size;
    let series = 0;
    for (const metric of this.metrics.values()) series += metric.sumPart;
    return series;
  }

  /** The series of one exposed name; matchers are those beside the name's. */
  *select(exposedName: string, matchers: readonly Matcher[], columns: Columns): Iterable<Series> {
    const ofLe = matchers.filter((matcher) => matcher.label === 'le');
    const others = matchers.filter((matcher) => matcher.label !== 'le');
    const isBucket = this.type === 'histogram' && exposedName.endsWith(bucketSuffix);
    const exposed = this.type === 'histogram' ? (exposedName.endsWith(sum.suffix) ? sum : count) : plain;
    if (!isBucket && !ofLe.every((matcher) => matcher.matches(''))) return;
    for (const metric of this.candidates(others)) {
      if (!others.every((matcher) => matcher.matches(metric.labels.get(matcher.label)))) continue;
      if (!isBucket) {
        const labels = new LabelSet(exposedName, '', metric.labels);
        yield new StoredSeries(labels, metric, exposed.first(metric), exposed.last(metric), columns);
        continue;
      }
      const below = new RunningSum();
      for (let bucket = 0; bucket < metric.sumPart; bucket++) {
        const le = boundText(metric.bounds[bucket]);
        if (!ofLe.every((matcher) => matcher.matches(le))) continue;
        yield new StoredSeries(
          new LabelSet(exposedName, le, metric.labels),
          metric,
          0,
          bucket,
          columns,
          below,
        );
      }
    }
  }

  /** Those of the most telling equality matcher; all when there is none. */
  private candidates(matchers: readonly Matcher[]): Iterable<StoredMetric> {
    let best: readonly StoredMetric[] | undefined;
    for (const matcher of matchers) {
      if (matcher.operator !== '=') continue;
      const found = this.index(matcher.label).get(matcher.value) ?? [];
      if (!best || found.length < best.length) best = found;
    }
    return best ?? this.metrics.values();
  }

  private index(label: string): Map<string, StoredMetric[]> {
    let index = this.indexes.get(label);
    if (!index) {
      index = new Map();
      for (const metric of this.metrics.values()) addToIndex(index, metric.labels.get(label), metric);
      this.indexes.set(label, index);
    }
    return index;
  }
}

function addToIndex(index: Map<string, StoredMetric[]>, value: string, metric: StoredMetric): void {
  const found = index.get(value);
  if (found) found.push(metric);
  else index.set(value, [metric]);
}

const boundTexts = new Map<number | undefined, string>([[undefined, '+Inf']]);

/** As Prometheus 3 normalises `le` when it scrapes: "1.0", "300000.0", "3.6e+06". */
function boundText(bound: number | undefined): string {
  let text = boundTexts.get(bound);
  if (text === undefined) {
    text = formatOpenMetricsNumber(bound ?? Number.POSITIVE_INFINITY);
    boundTexts.set(bound, text);
  }
  return text;
}

/** What the buckets up to one add up to in some rows: the next bucket, read in turn, adds only its own. */
class RunningSum {
  private values = new Float64Array(0);
  private start = -1;
  private length = 0;
  private upTo = -1;

  /** Puts the sum into `into`, if it is of these rows and of no later bucket; returns the first part that is missing in it. */
  take(start: number, length: number, lastPart: number, into: Float64Array): number {
    if (this.start !== start || this.length !== length || this.upTo > lastPart) return 0;
    for (let index = 0; index < length; index++) into[index] = this.values[index] ?? 0;
    return this.upTo + 1;
  }

  keep(start: number, length: number, lastPart: number, from: Float64Array): void {
    if (this.values.length < length) this.values = new Float64Array(length);
    for (let index = 0; index < length; index++) this.values[index] = from[index] ?? 0;
    this.start = start;
    this.length = length;
    this.upTo = lastPart;
  }
}

class StoredSeries implements Series {
  readonly labels: LabelSet;
  private readonly metric: StoredMetric;
  private readonly firstPart: number;
  private readonly lastPart: number;
  private readonly columns: Columns;
  private readonly below: RunningSum | null;

  constructor(
    labels: LabelSet,
    metric: StoredMetric,
    firstPart: number,
    lastPart: number,
    columns: Columns,
    below: RunningSum | null = null,
  ) {
    this.labels = labels;
    this.metric = metric;
    this.firstPart = firstPart;
    this.lastPart = lastPart;
    this.columns = columns;
    this.below = below;
  }

  read(afterMs: number, untilMs: number, into: SampleBuffer): void {
    this.fill(this.columns.rowAfter(afterMs), this.columns.rowAfter(untilMs), into);
  }

  readLatest(afterMs: number, untilMs: number, into: SampleBuffer): void {
    const until = this.columns.rowAfter(untilMs);
    this.fill(Math.max(this.columns.rowAfter(afterMs), until - 1), until, into);
  }

  private fill(from: number, until: number, into: SampleBuffer): void {
    const start = Math.max(from, this.metric.birthRow);
    const length = Math.max(0, until - start);
    into.reset(length);
    for (let index = 0; index < length; index++) into.push(this.columns.timeOf(start + index), 0);
    const first = this.below?.take(start, length, this.lastPart, into.values) ?? this.firstPart;
    for (let part = first; part <= this.lastPart; part++) {
      const column = this.metric.columns[part] ?? -1;
      if (column >= 0) this.columns.addTo(into.values, 0, column, start, until);
    }
    this.below?.keep(start, length, this.lastPart, into.values);
  }
}
