/**
 * Numbers groups of label sets that agree in some labels: the groups of `by`/`without`, the match groups of `on`/`ignoring`,
 * the buckets of one histogram, or (keeping all labels) one series. Looks at each shared part of the labels once.
 */
import { LabelSet, type SharedLabels } from './label-set.ts';

interface SharedGroup {
  labels: SharedLabels;
  /** Group number by what is kept of name and le. */
  numbers: Map<string, number>;
}

export class Grouping {
  /** The labels that each group's members agree in, by group number. */
  readonly groups: LabelSet[] = [];
  private readonly keep: (name: string) => boolean;
  private readonly keepName: boolean;
  private readonly keepLe: boolean;
  private readonly seen = new Map<SharedLabels, SharedGroup>();
  private readonly byKey = new Map<string, SharedGroup>();

  constructor(keep: (name: string) => boolean) {
    this.keep = keep;
    this.keepName = keep('__name__');
    this.keepLe = keep('le');
  }

  static by(names: readonly string[]): Grouping {
    const kept = new Set(names);
    return new Grouping((name) => kept.has(name));
  }

  /** Drops the metric name too. */
  static without(names: readonly string[]): Grouping {
    const dropped = new Set(names).add('__name__');
    return new Grouping((name) => !dropped.has(name));
  }

  static bySeries(): Grouping {
    return new Grouping(() => true);
  }

  /** The number of the label set's group; groups are numbered as they appear. */
  numberOf(labels: LabelSet): number {
    const group = this.seen.get(labels.shared) ?? this.meet(labels.shared);
    const tail = this.keepName
      ? this.keepLe
        ? `${labels.name}\xff${labels.le}`
        : labels.name
      : this.keepLe
        ? labels.le
        : '';
    const known = group.numbers.get(tail);
    if (known !== undefined) return known;
    const number = this.groups.length;
    group.numbers.set(tail, number);
    this.groups.push(
      new LabelSet(this.keepName ? labels.name : '', this.keepLe ? labels.le : '', group.labels),
    );
    return number;
  }

  private meet(shared: SharedLabels): SharedGroup {
    const labels = shared.filter(this.keep);
    let group = this.byKey.get(labels.key);
    if (!group) {
      group = { labels, numbers: new Map() };
      this.byKey.set(labels.key, group);
    }
    this.seen.set(shared, group);
    return group;
  }
}
