/**
 * The labels of a series. The series of one histogram differ only in `__name__` and `le`, so these two stand beside a part
 * that all of them (and the counter next to them) share: grouping looks at the shared part once, not once per bucket.
 */
import { compareText } from '#lib/compare-text.ts';
import type { Labels } from '#lib/istio/objects.ts';

/** Of one label set that are remembered. */
const mostDerivations = 16;

/** Label names in ascending order with their values, without `__name__` and `le`; no empty values. Compared by identity where interned. */
export class SharedLabels {
  readonly names: readonly string[];
  readonly values: readonly string[];
  private ownKey: string | null = null;
  private readonly derivations = new Map<string, SharedLabels>();
  private plain: SharedLabels | null = null;

  constructor(names: readonly string[], values: readonly string[]) {
    this.names = names;
    this.values = values;
  }

  /** Equal for equal labels. */
  get key(): string {
    if (this.ownKey === null) {
      let key = '';
      this.names.forEach((name, index) => {
        key += `${name}\xff${this.values[index]}\xff`;
      });
      this.ownKey = key;
    }
    return this.ownKey;
  }

  /** Itself where there is nothing to drop, as nearly always. */
  get withoutMetadata(): SharedLabels {
    this.plain ??= this.names.some(isMetadataLabel) ? this.filter((name) => !isMetadataLabel(name)) : this;
    return this.plain;
  }

  /** Remembers what is made of these labels, by its name: dashboards ask the same every few seconds. */
  derived(name: string, derive: () => SharedLabels): SharedLabels {
    const known = this.derivations.get(name);
    if (known) return known;
    if (this.derivations.size >= mostDerivations) this.derivations.clear();
    const made = derive();
    this.derivations.set(name, made);
    return made;
  }

  get(name: string): string {
    const index = this.names.indexOf(name);
    return index < 0 ? '' : (this.values[index] ?? '');
  }

  filter(keep: (name: string) => boolean): SharedLabels {
    const names: string[] = [];
    const values: string[] = [];
    for (let index = 0; index < this.names.length; index++) {
      const name = this.names[index] ?? '';
      if (!keep(name)) continue;
      names.push(name);
      values.push(this.values[index] ?? '');
    }
    return new SharedLabels(names, values);
  }

  /** An empty value removes the label. */
  with(name: string, value: string): SharedLabels {
    return this.derived(`with ${JSON.stringify([name, value])}`, () => {
      const { names, values } = this.filter((other) => other !== name);
      if (value === '') return new SharedLabels(names, values);
      const after = names.findIndex((other) => compareText(other, name) > 0);
      const at = after < 0 ? names.length : after;
      return new SharedLabels(names.toSpliced(at, 0, name), values.toSpliced(at, 0, value));
    });
  }
}

/** A metric's name, type or unit (Prometheus' schema.IsMetadataLabel): a value that was calculated with has none. */
export function isMetadataLabel(name: string): boolean {
  return name === '__name__' || name === '__type__' || name === '__unit__';
}

const noSharedLabels = new SharedLabels([], []);

export class LabelSet {
  /** The metric name (`__name__`), or "". */
  readonly name: string;
  /** The upper bound of a histogram's bucket, or "". */
  readonly le: string;
  readonly shared: SharedLabels;

  constructor(name: string, le: string, shared: SharedLabels) {
    this.name = name;
    this.le = le;
    this.shared = shared;
  }

  static from(labels: Labels): LabelSet {
    const names = Object.keys(labels)
      .filter((name) => name !== '__name__' && name !== 'le' && labels[name] !== '')
      .sort(compareText);
    const values = names.map((name) => labels[name] ?? '');
    return new LabelSet(labels.__name__ ?? '', labels.le ?? '', new SharedLabels(names, values));
  }

  /** "" for a label that is not there, as Prometheus treats it. */
  get(name: string): string {
    if (name === '__name__') return this.name;
    if (name === 'le') return this.le;
    return this.shared.get(name);
  }

  /** Equal for equal labels. */
  get key(): string {
    return `${this.name}\xff${this.le}\xff${this.shared.key}`;
  }

  /** Ascending by name, as Prometheus orders them. */
  entries(): [name: string, value: string][] {
    const entries: [string, string][] = this.shared.names.map((name, index) => [
      name,
      this.shared.values[index] ?? '',
    ]);
    if (this.name !== '') entries.push(['__name__', this.name]);
    if (this.le !== '') entries.push(['le', this.le]);
    return entries.sort((a, b) => compareText(a[0], b[0]));
  }

  /** Without its metric's name, type and unit. */
  withoutName(): LabelSet {
    const shared = this.shared.withoutMetadata;
    return this.name === '' && shared === this.shared ? this : new LabelSet('', this.le, shared);
  }

  /** An empty value removes the label. */
  with(name: string, value: string): LabelSet {
    if (this.get(name) === value) return this;
    if (name === '__name__') return new LabelSet(value, this.le, this.shared);
    if (name === 'le') return new LabelSet(this.name, value, this.shared);
    return new LabelSet(this.name, this.le, this.shared.with(name, value));
  }

  filter(keep: (name: string) => boolean): LabelSet {
    return new LabelSet(
      keep('__name__') ? this.name : '',
      keep('le') ? this.le : '',
      this.shared.filter(keep),
    );
  }

  /** `{a="b", c="d"}`, the metric name as a label: how Prometheus shows a series in its errors. */
  toString(): string {
    const pairs = this.entries().map(([name, value]) => `${plainName(name)}=${JSON.stringify(value)}`);
    return `{${pairs.join(', ')}}`;
  }
}

export const noLabels = new LabelSet('', '', noSharedLabels);

/** The order in which Prometheus returns the series of a matrix. */
export function compareLabels(a: LabelSet, b: LabelSet): number {
  const left = a.entries();
  const right = b.entries();
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [leftName, leftValue] = left[index] ?? ['', ''];
    const [rightName, rightValue] = right[index] ?? ['', ''];
    const order = compareText(leftName, rightName) || compareText(leftValue, rightValue);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function plainName(name: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}
