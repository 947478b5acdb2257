/**
 * Numbers groups of label sets that agree in some labels: the groups of `by`/`without`, the match groups of `on`/`ignoring`,
 * the buckets of one histogram, or (keeping all labels) one series. Looks at each shared part of the labels once.
 */
import { LabelSet, type SharedLabels } from './label-set.ts';

interface SharedGroup {
  labels: SharedLabels;
  /** Group number by what is kept of the name, then of le. */
  numbers: Map<string, Map<string, number>>;
}

export class Grouping {
  /** The labels that each group's members agree in, by group number. */
  readonly groups: LabelSet[] = [];
  private readonly keep: (name: string) => boolean;
  /** What `keep` keeps; equal for groupings that keep the same. Empty when it keeps everything. */
  private readonly kept: string;
  private readonly keepName: boolean;
  private readonly keepLe: boolean;
  private readonly seen = new Map<SharedLabels, SharedGroup>();
  private readonly byKey = new Map<string, SharedGroup>();
  /** The buckets of a histogram come one after another. */
  private last: { shared: SharedLabels; group: SharedGroup } | null = null;

  private constructor(keep: (name: string) => boolean, kept: string) {
    this.keep = keep;
    this.kept = kept;
    this.keepName = keep('__name__');
    this.keepLe = keep('le');
  }

  static by(names: readonly string[]): Grouping {
    const kept = new Set(names);
    return new Grouping((name) => kept.has(name), `by ${JSON.stringify(names)}`);
  }

  /** Drops the metric name too. */
  static without(names: readonly string[]): Grouping {
    const dropped = new Set(names).add('__name__');
    return new Grouping((name) => !dropped.has(name), `without ${JSON.stringify(names)}`);
  }

  static bySeries(): Grouping {
    return new Grouping(() => true, '');
  }

  /** Histograms: series that differ in le alone. */
  static byHistogram(): Grouping {
    return new Grouping((name) => name !== 'le', 'histogram');
  }

  /** The number of the label set's group; groups are numbered as they appear. */
  numberOf(labels: LabelSet): number {
    const { shared } = labels;
    const group =
      this.last?.shared === shared ? this.last.group : (this.seen.get(shared) ?? this.meet(shared));
    if (this.last?.shared !== shared) this.last = { shared, group };
    const name = this.keepName ? labels.name : '';
    const le = this.keepLe ? labels.le : '';
    let numbers = group.numbers.get(name);
    if (!numbers) {
      numbers = new Map();
      group.numbers.set(name, numbers);
    }
    const known = numbers.get(le);
    if (known !== undefined) return known;
    const number = this.groups.length;
    numbers.set(le, number);
    this.groups.push(new LabelSet(name, le, group.labels));
    return number;
  }

  private meet(shared: SharedLabels): SharedGroup {
    const { kept, keep } = this;
    const labels = kept === '' ? shared : shared.derived(kept, () => shared.filter(keep));
    let group = this.byKey.get(labels.key);
    if (!group) {
      group = { labels, numbers: new Map() };
      this.byKey.set(labels.key, group);
    }
    this.seen.set(shared, group);
    return group;
  }
}
