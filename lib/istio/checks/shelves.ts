/** Things under names. Tens of thousands of names have one thing each, which lies there as it is; only several make a set. */

export interface Shelves<T extends object> {
  add(name: string, thing: T): void;
  delete(name: string, thing: T): void;
  /** In the order in which they came. */
  under(name: string): readonly T[];
}

export function createShelves<T extends object>(): Shelves<T> {
  const shelves = new Map<string, T | Set<T>>();
  return {
    add: (name, thing) => {
      const there = shelves.get(name);
      if (there === undefined) shelves.set(name, thing);
      else if (there instanceof Set) there.add(thing);
      else if (there !== thing) shelves.set(name, new Set([there, thing]));
    },
    delete: (name, thing) => {
      const there = shelves.get(name);
      if (there instanceof Set) {
        there.delete(thing);
        if (there.size === 0) shelves.delete(name);
      } else if (there === thing) shelves.delete(name);
    },
    under: (name) => {
      const there = shelves.get(name);
      if (there === undefined) return [];
      return there instanceof Set ? [...there] : [there];
    },
  };
}
