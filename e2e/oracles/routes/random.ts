/** Seeded choices, so that a number names a mesh and its requests for good (mulberry32). */

export interface Random {
  /** 0 up to, not including, `limit`; whole numbers. */
  int(limit: number): number;
  /** True with this probability, 0..1. */
  maybe(probability: number): boolean;
  /** What `make` makes, with this probability. */
  sometimes<T>(probability: number, make: () => T): T | undefined;
  /** An item; which may be undefined only where the list says so. */
  one<T>(list: readonly T[]): T;
  /** One to `atMost` different items. */
  some<T>(list: readonly T[], atMost?: number): T[];
  /** `least` to `most` things, each made anew. */
  many<T>(least: number, most: number, make: () => T): T[];
}

export function seeded(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (limit: number): number => Math.floor(next() * limit);
  const maybe = (probability: number): boolean => next() < probability;
  const one = <T>(list: readonly T[]): T => list[int(list.length)] as T;
  const many = <T>(least: number, most: number, make: () => T): T[] =>
    Array.from({ length: least + int(most - least + 1) }, make);
  return {
    int,
    maybe,
    one,
    many,
    sometimes: (probability, make) => (maybe(probability) ? make() : undefined),
    some: (list, atMost = 2) => [...new Set(many(1, atMost, () => one(list)))],
  };
}
