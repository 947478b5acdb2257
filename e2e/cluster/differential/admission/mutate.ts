/** Mutants of a document: one to three small changes somewhere below `spec`. */
import type { Random } from '#e2e/oracles/routes/random.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { StructuralSchema } from '#lib/istio/schema/crds.ts';
import { generateValue } from './generate.ts';
import { hostile, plausible } from './vocabulary.ts';

/** A place in a document: the container, the key in it, and the schema of what is there. */
interface Place {
  container: Record<string, unknown> | unknown[];
  key: string | number;
  /** The name of the nearest property: list entries go by their list's. */
  name: string;
  schema: StructuralSchema | undefined;
}

function places(value: unknown, schema: StructuralSchema | undefined, name: string, found: Place[]): Place[] {
  if (Array.isArray(value)) {
    for (const [key, item] of value.entries()) {
      found.push({ container: value, key, name, schema: schema?.items });
      places(item, schema?.items, name, found);
    }
  } else if (typeof value === 'object' && value !== null) {
    const container = value as Record<string, unknown>;
    for (const [key, item] of Object.entries(container)) {
      const child = schema?.properties?.[key] ?? schema?.additionalProperties;
      found.push({ container, key, name: key, schema: child });
      places(item, child, key, found);
    }
  }
  return found;
}

function put({ container, key }: Place, shared: unknown): void {
  const value = structuredClone(shared);
  if (Array.isArray(container)) container[Number(key)] = value;
  else Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove({ container, key }: Place): void {
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else delete container[key];
}

const at = ({ container, key }: Place): unknown => Reflect.get(container, key);

type Mutation = (place: Place, random: Random) => void;

const mutations: readonly Mutation[] = [
  remove,
  (place, random) => put(place, random.one(hostile)),
  // What such a field holds elsewhere.
  (place, random) => put(place, random.one(plausible[place.name] ?? hostile)),
  (place, random) => put(place, random.one(plausible[place.name] ?? hostile)),
  // Made anew from the schema.
  (place, random) => {
    if (place.schema) put(place, generateValue(random, place.schema, place.name, 3));
  },
  // A property that was not there, from the schema.
  (place, random) => {
    const value = at(place);
    const names = Object.keys(place.schema?.properties ?? {});
    if (names.length === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const name = random.one(names);
    const child = place.schema?.properties?.[name];
    if (child) Object.assign(value, { [name]: generateValue(random, child, name, 3) });
  },
  // A list entry twice.
  ({ container, key }) => {
    if (Array.isArray(container)) container.push(structuredClone(container[Number(key)]));
  },
  // A field that no schema knows.
  (place, random) => {
    const value = at(place);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      Object.assign(value, { [random.one(['unknown', 'Host', 'x-y', 'toString'])]: random.maybe(0.5) });
  },
  // The wrong kind of container.
  (place) => {
    const value = at(place);
    put(place, Array.isArray(value) ? value[0] : [value]);
  },
];

/** `schema` is that of the whole object; the document itself stays as it is. */
export function mutant(
  random: Random,
  schema: StructuralSchema,
  document: KubernetesObject,
): KubernetesObject {
  const copy = structuredClone(document);
  for (let left = 1 + random.int(3); left > 0; left -= 1) {
    const { spec } = copy;
    const all = [
      {
        container: copy as object as Record<string, unknown>,
        key: 'spec',
        name: 'spec',
        schema: schema.properties?.spec,
      },
      ...places(spec, schema.properties?.spec, 'spec', []),
    ];
    // The whole spec is one place of many, not half of them.
    const place = random.one(all.length > 1 && random.maybe(0.97) ? all.slice(1) : all);
    random.one(mutations)(place, random);
  }
  // As it travels: without what JSON does not have.
  return JSON.parse(JSON.stringify(copy)) as KubernetesObject;
}
