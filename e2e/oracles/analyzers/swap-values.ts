/**
 * Objects with a value or two taken from the same field of other objects: hosts, ports, labels, namespaces and names meet that
 * were never written for one another, and types stay right.
 */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { Random } from '../routes/random.ts';

type Leaf = string | number | boolean;

interface Place {
  /** The field's name, e.g. `host`; that of the list for its items. */
  field: string;
  holder: object;
  key: string;
  value: Leaf;
}

/** Kinds and names stay: two objects with one name would be one. */
const fixedFields = new Set(['apiVersion', 'kind', 'name', 'creationTimestamp']);

function places(value: unknown, field: string, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, item] of Object.entries(value)) {
    const name = Array.isArray(value) ? field : key;
    if (typeof item === 'object') places(item, name, found);
    else if (!fixedFields.has(name)) found.push({ field: name, holder: value, key, value: item as Leaf });
  }
  return found;
}

export type ValuePool = ReadonlyMap<string, readonly Leaf[]>;

export function valuesByField(objects: readonly KubernetesObject[]): ValuePool {
  const grouped = Map.groupBy(
    objects.flatMap((object) => places(object, '')),
    ({ field }) => field,
  );
  return new Map(
    [...grouped].map(([field, found]) => [field, [...new Set(found.map(({ value }) => value))]]),
  );
}

/** A copy. */
export function swapValues(random: Random, object: KubernetesObject, pool: ValuePool): KubernetesObject {
  const copy = structuredClone(object);
  const open = places(copy, '');
  for (let swaps = random.int(3); swaps > 0 && open.length > 0; swaps -= 1) {
    const { holder, key, field } = random.one(open);
    Reflect.set(holder, key, random.one(pool.get(field) ?? []));
  }
  return copy;
}
