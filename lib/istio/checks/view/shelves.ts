/**
 * What lies under a name, and who looked there. Tens of thousands of names have one thing each, which lies there as it is; only several
 * make a set. A name is looked up once: its shelf stands for it from there on.
 */

type Several<T> = T | Set<T> | undefined;

export class Shelf<Thing extends object, Reader extends object> {
  readonly name: string;
  #things: Several<Thing>;
  #readers: Several<Reader>;
  #inOrder: readonly Thing[] | null = null;

  constructor(name: string) {
    this.name = name;
  }

  put(thing: Thing): void {
    this.#things = withOne(this.#things, thing);
    this.#inOrder = null;
  }

  take(thing: Thing): void {
    this.#things = withoutOne(this.#things, thing);
    this.#inOrder = null;
  }

  get size(): number {
    if (this.#things === undefined) return 0;
    return this.#things instanceof Set ? this.#things.size : 1;
  }

  /** In this order; worked out once until something comes or goes. */
  things(compare: (a: Thing, b: Thing) => number): readonly Thing[] {
    this.#inOrder ??= listOf(this.#things).sort(compare);
    return this.#inOrder;
  }

  read(reader: Reader): void {
    this.#readers = withOne(this.#readers, reader);
  }

  leave(reader: Reader): void {
    this.#readers = withoutOne(this.#readers, reader);
  }

  readers(): readonly Reader[] {
    return listOf(this.#readers);
  }

  get isRead(): boolean {
    return this.#readers !== undefined;
  }

  get isForgotten(): boolean {
    return this.#things === undefined && this.#readers === undefined;
  }
}

function withOne<T extends object>(there: Several<T>, one: T): Several<T> {
  if (there === undefined || there === one) return one;
  if (there instanceof Set) return there.add(one);
  return new Set([there, one]);
}

function withoutOne<T extends object>(there: Several<T>, one: T): Several<T> {
  if (!(there instanceof Set)) return there === one ? undefined : there;
  there.delete(one);
  return there.size === 0 ? undefined : there;
}

function listOf<T extends object>(there: Several<T>): T[] {
  if (there === undefined) return [];
  return there instanceof Set ? [...there] : [there];
}
