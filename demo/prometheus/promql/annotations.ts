/** Warnings and notes that come with a result, each text once, worded as Prometheus' util/annotations. */
import { formatGeneral } from '#lib/promql/number-format.ts';
import { positionText } from '#lib/promql/query-error.ts';

/** What had to be corrected in the buckets given to histogram_quantile. */
export interface ForcedMonotonicity {
  lowestBound: number;
  highestBound: number;
  largestDrop: number;
}

interface ForcedSamples extends ForcedMonotonicity {
  offset: number;
  firstMs: number;
  lastMs: number;
  count: number;
}

export class Annotations {
  private readonly query: string;
  /** Text and where in the query it last applied. */
  private readonly warned = new Map<string, number>();
  private readonly informed = new Map<string, number>();
  private forced: ForcedSamples | undefined;

  constructor(query: string) {
    this.query = query;
  }

  get warnings(): string[] {
    return this.limited(this.warned, 'PromQL warning', []);
  }

  get infos(): string[] {
    return this.limited(this.informed, 'PromQL info', this.forced ? [this.forcedText(this.forced)] : []);
  }

  invalidQuantile(quantile: number, offset: number): void {
    this.warn(`quantile value should be between 0 and 1, got ${formatGeneral(quantile)}`, offset);
  }

  badBucketLabel(le: string, offset: number): void {
    this.warn(`bucket label "le" is missing or has a malformed value of ${JSON.stringify(le)}`, offset);
  }

  sortInRangeQuery(offset: number): void {
    this.warn('sort is ineffective for range queries since results are always ordered by labels', offset);
  }

  possibleNonCounter(name: string, offset: number): void {
    const text = `metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${JSON.stringify(name)}`;
    this.informed.set(text, offset);
  }

  forcedMonotonicity(found: ForcedMonotonicity, atMs: number, offset: number): void {
    const known = this.forced;
    this.forced = {
      offset: known?.offset ?? offset,
      firstMs: Math.min(known?.firstMs ?? atMs, atMs),
      lastMs: Math.max(known?.lastMs ?? atMs, atMs),
      lowestBound: Math.min(known?.lowestBound ?? Number.POSITIVE_INFINITY, found.lowestBound),
      highestBound: Math.max(known?.highestBound ?? Number.NEGATIVE_INFINITY, found.highestBound),
      largestDrop: Math.max(known?.largestDrop ?? 0, found.largestDrop),
      count: (known?.count ?? 0) + 1,
    };
  }

  private warn(text: string, offset: number): void {
    this.warned.set(text, offset);
  }

  private limited(texts: ReadonlyMap<string, number>, prefix: string, more: readonly string[]): string[] {
    const all = [...texts].map(
      ([text, offset]) => `${prefix}: ${text} (${positionText(this.query, offset)})`,
    );
    all.push(...more);
    if (all.length <= mostTexts) return all;
    const kind = prefix === 'PromQL info' ? 'info' : 'warning';
    return [...all.slice(0, mostTexts), `${all.length - mostTexts} more ${kind} annotations omitted`];
  }

  private forcedText(found: ForcedSamples): string {
    const bounds = `from buckets ${formatGeneral(found.lowestBound)} to ${formatGeneral(found.highestBound)}`;
    const drop = `with a max diff of ${twoDigits(found.largestDrop)}`;
    const span = `over ${found.count} samples from ${rfc3339(found.firstMs)} to ${rfc3339(found.lastMs)}`;
    return `PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), ${bounds}, ${drop}, ${span} (${positionText(this.query, found.offset)})`;
  }
}

const mostTexts = 10;

/** Go's %.2g. */
function twoDigits(value: number): string {
  const rounded = Number(value.toPrecision(2));
  const text = rounded >= 100 ? rounded.toExponential() : String(rounded);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function rfc3339(atMs: number): string {
  return new Date(Math.trunc(atMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
