/**
 * What was last made of a list with others: the same lists give the same thing again. Snapshots keep the list of a kind as long as
 * nothing of the kind changes, so a change costs what is made of its own kind.
 */
export class Remembered<T> {
  readonly #known = new WeakMap<readonly object[], { beside: readonly unknown[]; made: T }>();

  get(list: readonly object[], beside: readonly unknown[], make: () => T): T {
    const known = this.find(list, beside);
    if (known !== undefined) return known;
    const made = make();
    this.keep(list, beside, made);
    return made;
  }

  find(list: readonly object[], beside: readonly unknown[]): T | undefined {
    const known = this.#known.get(list);
    return known?.beside.every((one, index) => one === beside[index]) ? known.made : undefined;
  }

  keep(list: readonly object[], beside: readonly unknown[], made: T): void {
    this.#known.set(list, { beside, made });
  }
}
