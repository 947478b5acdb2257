/** The values that a structural schema gives to what is not there (apiextensions-apiserver pkg/apiserver/schema/defaulting). */
import type { StructuralSchema } from './crds.ts';
import { childSchema } from './prune.ts';

type JsonRecord = Record<string, unknown>;

/** The value is not changed; where nothing is missing, it comes back itself. */
export function withSchemaDefaults<T>(schema: StructuralSchema, value: T): T;
export function withSchemaDefaults(schema: StructuralSchema, value: unknown): unknown {
  if (!fillsIn(schema)) return value;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return value;
    const next = value.map((item) => withSchemaDefaults(items, item));
    return next.some((item, index) => item !== value[index]) ? next : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const missing = Object.entries(schema.properties ?? {}).filter(
    ([name, child]) => child.default !== undefined && !Object.hasOwn(value, name),
  );
  const given: JsonRecord = {
    ...value,
    ...Object.fromEntries(missing.map(([name, child]) => [name, structuredClone(child.default)])),
  };
  const next = Object.entries(given).map(([name, item]) => {
    const child = childSchema(schema, name);
    return [name, child ? withSchemaDefaults(child, item) : item] as const;
  });
  return missing.length > 0 || next.some(([name, item]) => item !== given[name])
    ? Object.fromEntries(next)
    : value;
}

const filling = new WeakMap<StructuralSchema, boolean>();

/** Whether there is any default in it: in most schemas there is none. */
export function fillsIn(schema: StructuralSchema): boolean {
  const known = filling.get(schema);
  if (known !== undefined) return known;
  const { properties = {}, items, additionalProperties } = schema;
  const fills =
    Object.values(properties).some((child) => child.default !== undefined || fillsIn(child)) ||
    (items !== undefined && fillsIn(items)) ||
    (additionalProperties !== undefined && fillsIn(additionalProperties));
  filling.set(schema, fills);
  return fills;
}
