/**
 * What Go's decoder makes of a JSON value for the types of Kubernetes' own kinds: fields that the type does not have are dropped and told,
 * and a value that does not fit ends it, in the decoder's words (sigs.k8s.io/json).
 */
import { isRecord } from '#lib/record.ts';
import type { JsonRecord } from './json.ts';
import { goName, type OwnType, ownTypes, referenceOf } from './own-types.ts';

export interface Decoded {
  value: unknown;
  /** Paths such as spec.ports[0].foo, in the order in which they were met. */
  unknown: readonly string[];
  /** The decoder's sentence when it gave up. */
  problem: string | null;
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

class Misfit extends Error {}

const timeLayout = '2006-01-02T15:04:05Z07:00';

/** A time in Go's words for what is none (time.Parse of RFC 3339). */
function refuseTime(value: string): void {
  let rest = value;
  for (const part of ['2006', '-', '01', '-', '02', 'T', '15', ':', '04', ':', '05', 'Z07:00']) {
    const form = part === 'Z07:00' ? /^(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/ : /^\d/.test(part) ? /^\d+/ : /^./;
    const [found = ''] = form.exec(rest) ?? [];
    const taken = part === 'Z07:00' ? found : found.slice(0, part.length);
    const isFit =
      part === 'Z07:00' ? found !== '' : /^\d/.test(part) ? taken.length === part.length : taken === part;
    if (!isFit)
      throw new Misfit(
        `parsing time ${JSON.stringify(value)} as "${timeLayout}": cannot parse ${JSON.stringify(rest)} as "${part}"`,
      );
    rest = rest.slice(taken.length);
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (isRecord(value)) return 'object';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function firstForeign(text: string): number {
  const found = text.search(/[^A-Za-z0-9+/]/);
  return found < 0 ? text.length - (text.length % 4) : found;
}

/** How Go writes a type. */
function typeText(type: OwnType): string {
  const reference = referenceOf(type);
  if (reference) return goName(reference);
  if (type.additionalProperties) return `map[string]${typeText(type.additionalProperties)}`;
  if (type.items) return `[]${typeText(type.items)}`;
  if (type.type === 'boolean') return 'bool';
  if (type.type === 'integer') return type.format ?? 'int64';
  if (type.type === 'number') return 'float64';
  return type.type === 'object' ? 'map[string]interface {}' : 'string';
}

interface Place {
  /** The struct that has the field, such as ObjectMeta. */
  struct: string;
  /** All names on the way, such as metadata.name. */
  names: string;
  /** With indexes, as unknown fields are told. */
  path: string;
}

class Decoder {
  readonly unknown: string[] = [];

  #misfit(value: unknown, type: string, { struct, names }: Place): never {
    const what = typeof value === 'number' && !Number.isInteger(value) ? `number ${value}` : kindOf(value);
    const where = names === '' ? 'Go value' : `Go struct field ${struct}.${names}`;
    throw new Misfit(`json: cannot unmarshal ${what} into ${where} of type ${type}`);
  }

  decode(type: OwnType, value: unknown, place: Place): unknown {
    if (value === null) return value;
    const reference = referenceOf(type);
    const named = reference === undefined ? undefined : ownTypes[reference];
    if (reference !== undefined && named) return this.#named(reference, named, value, place);
    return this.#plain(type, value, place);
  }

  #named(name: string, type: OwnType, value: unknown, place: Place): unknown {
    if (type.format === 'date-time' && typeof value === 'string') refuseTime(value);
    // Types that decode themselves, and those that hold anything.
    if (!type.properties) return value;
    if (!isRecord(value)) this.#misfit(value, goName(name), place);
    return this.struct(name, type, value, place);
  }

  struct(name: string, type: OwnType, value: JsonRecord, place: Place): JsonRecord {
    const struct = name.split('.').at(-1) ?? name;
    const known: JsonRecord = {};
    for (const [key, item] of Object.entries(value)) {
      const path = place.path === '' ? key : `${place.path}.${key}`;
      const field = type.properties && Object.hasOwn(type.properties, key) ? type.properties[key] : undefined;
      const names = place.names === '' ? key : `${place.names}.${key}`;
      // What is null is as what is not there.
      if (field && item === null) continue;
      if (field) known[key] = this.decode(field, item, { struct, names, path });
      else this.unknown.push(path);
    }
    return known;
  }

  #plain(type: OwnType, value: unknown, place: Place): unknown {
    const wanted = typeText(type);
    switch (type.type) {
      case 'string':
        if (typeof value !== 'string') this.#misfit(value, wanted, place);
        if (type.format === 'byte' && !base64.test(value))
          throw new Misfit(`illegal base64 data at input byte ${firstForeign(value)}`);
        return value;
      case 'boolean':
        return typeof value === 'boolean' ? value : this.#misfit(value, wanted, place);
      case 'integer':
        return Number.isInteger(value) ? value : this.#misfit(value, wanted, place);
      case 'number':
        return typeof value === 'number' ? value : this.#misfit(value, wanted, place);
      case 'array': {
        if (!Array.isArray(value)) return this.#misfit(value, wanted, place);
        const { items = {} } = type;
        return value.map((item, index) =>
          this.decode(items, item, { ...place, path: `${place.path}[${index}]` }),
        );
      }
      case 'object': {
        if (!isRecord(value)) return this.#misfit(value, wanted, place);
        const { additionalProperties } = type;
        if (!additionalProperties) return value;
        return Object.fromEntries(
          Object.entries(value).map(([key, item]) => [
            key,
            this.decode(additionalProperties, item, { ...place, path: `${place.path}.${key}` }),
          ]),
        );
      }
      default:
        return value;
    }
  }
}

/** `name` is that of a generated type; `path` is told before the names of unknown fields. */
export function decodeAs(name: string, value: JsonRecord, path = ''): Decoded {
  const type = ownTypes[name];
  if (!type) return { value, unknown: [], problem: null };
  const decoder = new Decoder();
  try {
    const known = decoder.struct(name, type, value, { struct: '', names: '', path });
    return { value: known, unknown: decoder.unknown, problem: null };
  } catch (error) {
    if (error instanceof Misfit) return { value, unknown: [], problem: error.message };
    throw error;
  }
}
