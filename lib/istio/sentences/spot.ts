/**
 * One place in an object that is being told. It reads what has the expected type and remembers that it was read;
 * all else (unknown fields, odd values) stays over and is named as written, so that nothing is passed over in silence.
 */
import { isJsonObject, type Json, own, type Path } from '../../document/json.ts';

export class Spot {
  readonly value: Json | undefined;
  readonly path: Path;
  readonly #told: Set<string>;

  constructor(value: Json | undefined, path: Path = [], told: Set<string> = new Set()) {
    this.value = value;
    this.path = path;
    this.#told = told;
  }

  get there(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  at(key: string): Spot {
    const inner = isJsonObject(this.value) ? own(this.value, key) : undefined;
    const spot = new Spot(inner, [...this.path, key], this.#told);
    if (isEmpty(inner)) spot.tell();
    return spot;
  }

  /** The first of the fields that is there, for fields with an older name. */
  firstOf(...keys: readonly string[]): Spot {
    for (const key of keys) {
      const spot = this.at(key);
      if (spot.there) return spot;
    }
    return this.at(keys[0] ?? '');
  }

  text(key: string): string | null {
    const { value } = this.at(key);
    return typeof value === 'string' ? this.at(key).#read(value) : null;
  }

  number(key: string): number | null {
    const { value } = this.at(key);
    return typeof value === 'number' ? this.at(key).#read(value) : null;
  }

  flag(key: string): boolean | null {
    const { value } = this.at(key);
    return typeof value === 'boolean' ? this.at(key).#read(value) : null;
  }

  /** Text, number or flag, as text. */
  scalar(key: string): string | null {
    const spot = this.at(key);
    const { value } = spot;
    if (value === null || value === undefined || typeof value === 'object') return null;
    return String(spot.#read(value));
  }

  items(key: string): Spot[] {
    return this.at(key).spots();
  }

  /** The items of a list that is here. */
  spots(): Spot[] {
    if (!Array.isArray(this.value)) return [];
    return this.value.map((item, index) => {
      const spot = new Spot(item, [...this.path, index], this.#told);
      if (isEmpty(item)) spot.tell();
      return spot;
    });
  }

  texts(key: string): string[] {
    return this.items(key).flatMap((item) => {
      const { value } = item;
      return typeof value === 'string' || typeof value === 'number' ? [String(item.#read(value))] : [];
    });
  }

  entries(key: string): [string, Spot][] {
    const { value } = this.at(key);
    return isJsonObject(value) ? Object.keys(value).map((inner) => [inner, this.at(key).at(inner)]) : [];
  }

  /** Labels and the like, as "key=value". */
  pairs(key: string): string[] {
    return this.entries(key).flatMap(([inner]) => {
      const scalar = this.at(key).scalar(inner);
      return scalar === null ? [] : [`${inner}=${scalar}`];
    });
  }

  /** All of it is told. */
  tell(): void {
    this.#told.add(JSON.stringify(this.path));
  }

  /** Places that nobody read, as their leaves. */
  untold(): Spot[] {
    if (this.value === undefined || this.#told.has(JSON.stringify(this.path))) return [];
    const { value } = this;
    if (value === null || typeof value !== 'object' || isEmpty(value)) return [this];
    // Not by `at` and `spots`, which take empty values as told.
    const inner = (step: string | number, one: Json | undefined): Spot =>
      new Spot(one, [...this.path, step], this.#told);
    return Array.isArray(value)
      ? value.flatMap((item, index) => inner(index, item).untold())
      : Object.keys(value).flatMap((key) => inner(key, own(value, key)).untold());
  }

  #read<T>(value: T): T {
    this.tell();
    return value;
  }
}

function isEmpty(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
