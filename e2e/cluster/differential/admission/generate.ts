/** Documents made from a kind's schema: the shape is right, the values are what such fields hold, or nearly. */
import type { Random } from '#e2e/oracles/routes/random.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { Crd, StructuralSchema } from '#lib/istio/schema/crds.ts';
import { durations, plausible, plausibleKeys } from './vocabulary.ts';

const deepest = 9;

function isDuration(schema: StructuralSchema): boolean {
  return schema['x-kubernetes-validations']?.some(({ rule }) => rule.includes('duration(')) ?? false;
}

function text(random: Random, schema: StructuralSchema, name: string): unknown {
  if (schema.enum) return random.one(schema.enum);
  if (isDuration(schema)) return random.maybe(0.7) ? '5s' : random.one(durations);
  const known = plausible[name]?.filter((value) => typeof value === 'string');
  return known && known.length > 0
    ? random.one(known)
    : random.one(['a', 'v1', 'reviews', 'x-y', '/a', '10s']);
}

function number(random: Random, schema: StructuralSchema, name: string): unknown {
  const known = plausible[name]?.filter((value) => typeof value === 'number');
  const value = known && known.length > 0 ? random.one(known) : random.one([0, 1, 2, 10, 80, 100, 443, 1000]);
  return schema.type === 'number' && random.maybe(0.2) ? value + 0.25 : value;
}

/** The alternatives of a `oneOf` that names required properties, if that is what it is. */
function alternatives(schema: StructuralSchema): string[] {
  return (schema.oneOf ?? []).flatMap((part) => part.required ?? []);
}

function chosenProperties(random: Random, schema: StructuralSchema, depth: number): string[] {
  const names = Object.keys(schema.properties ?? {});
  const required = schema.required ?? [];
  const exclusive = alternatives(schema);
  const one = exclusive.length > 0 && random.maybe(0.9) ? random.one(exclusive) : undefined;
  const share = depth < 2 ? 0.5 : depth < 4 ? 0.4 : 0.3;
  return names.filter((name) => {
    if (required.includes(name)) return random.maybe(0.97);
    if (exclusive.includes(name)) return name === one || random.maybe(0.03);
    return random.maybe(share);
  });
}

function object(random: Random, schema: StructuralSchema, depth: number): object {
  const { properties, additionalProperties } = schema;
  const entries: [string, unknown][] = [];
  if (properties && depth < deepest) {
    for (const name of chosenProperties(random, schema, depth)) {
      const child = properties[name];
      if (child) entries.push([name, generateValue(random, child, name, depth + 1)]);
    }
  } else if (additionalProperties) {
    for (const key of random.some(plausibleKeys, 3)) {
      entries.push([key, generateValue(random, additionalProperties, 'labels', depth + 1)]);
    }
  }
  // Not an assignment: a key may be __proto__.
  return Object.fromEntries(entries);
}

/** A value for a property called `name`. */
export function generateValue(
  random: Random,
  schema: StructuralSchema,
  name: string,
  depth: number,
): unknown {
  if (schema['x-kubernetes-int-or-string']) return random.one([1, 'a', '1']);
  switch (schema.type) {
    case 'string':
      return text(random, schema, name);
    case 'integer':
    case 'number':
      return number(random, schema, name);
    case 'boolean':
      return random.maybe(0.5);
    case 'array': {
      const { items } = schema;
      const most = depth < 4 ? 3 : 2;
      return items ? random.many(0, most, () => generateValue(random, items, name, depth + 1)) : [];
    }
    default:
      return object(random, schema, depth);
  }
}

/** A document of a kind, in one of its versions. */
export function generateDocument(random: Random, crd: Crd): KubernetesObject {
  const spec = crd.schema.properties?.spec;
  const version = random.one(crd.versions.filter(({ served }) => served)).name;
  return {
    apiVersion: `${crd.group}/${version}`,
    kind: crd.names.kind,
    metadata: { name: 'made', namespace: 'shop', labels: {} },
    ...(spec ? { spec: generateValue(random, spec, 'spec', 0) } : {}),
  };
}
