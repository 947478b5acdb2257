/**
 * Removes what a structural schema does not name, as the API server does before it stores a custom resource
 * (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/{pruning,defaulting}); nulls go too, as nothing in Istio's CRDs is nullable.
 */
import type { StructuralSchema } from './crds.ts';

export interface Pruned<T> {
  value: T;
  /** Paths of the fields that went, e.g. spec.http[0].foo, sorted; nulls are not among them. */
  unknown: string[];
}

/** The object is not changed; where nothing has to go, it comes back itself and `unknown` is empty. */
export function prune<T extends object>(schema: StructuralSchema, object: T): Pruned<T> {
  const frame = framed(schema);
  if (isKnown(frame, object)) return { value: object, unknown: [] };
  const unknown: string[] = [];
  const value = pruneValue(frame, object, '', unknown) as T;
  return { value, unknown: unknown.sort() };
}

const frames = new WeakMap<StructuralSchema, StructuralSchema>();

/** The object's own frame belongs to every kind and is not in the CRD's schema. */
function framed(schema: StructuralSchema): StructuralSchema {
  const known = frames.get(schema);
  if (known !== undefined) return known;
  const frame: StructuralSchema = {
    ...schema,
    properties: {
      ...schema.properties,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    },
  };
  frames.set(schema, frame);
  return frame;
}

/** Whether nothing has to go: so it is of nearly all objects, and no place of theirs needs a name. */
function isKnown(schema: StructuralSchema | undefined, value: unknown): boolean {
  if (value === null || typeof value !== 'object') return true;
  const keep = schema?.['x-kubernetes-preserve-unknown-fields'] === true;
  if (Array.isArray(value)) {
    if (keep && !schema.items) return true;
    for (const item of value) if (!isKnown(schema?.items, item)) return false;
    return true;
  }
  for (const name of Object.keys(value)) {
    const item: unknown = Reflect.get(value, name);
    const child = childSchema(schema, name);
    if (child ? (item === null && child.nullable !== true) || !isKnown(child, item) : !keep) return false;
  }
  return true;
}

/** A value without a schema loses all its fields. */
function pruneValue(
  schema: StructuralSchema | undefined,
  value: unknown,
  field: string,
  unknown: string[],
): unknown {
  if (value === null || typeof value !== 'object') return value;
  const keep = schema?.['x-kubernetes-preserve-unknown-fields'] === true;
  if (Array.isArray(value)) {
    if (keep && !schema.items) return value;
    const items = value.map((item, index) => pruneValue(schema?.items, item, `${field}[${index}]`, unknown));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const fields = Object.entries(value);
  const kept: [string, unknown][] = [];
  let isSame = true;
  for (const [name, item] of fields) {
    const path = field === '' ? name : `${field}.${name}`;
    const child = childSchema(schema, name);
    if (child) {
      if (item === null && child.nullable !== true) continue;
      const part = pruneValue(child, item, path, unknown);
      isSame &&= part === item;
      kept.push([name, part]);
    } else if (keep) kept.push([name, item]);
    else unknown.push(path);
  }
  // `__proto__` is a name like any other in a user's document, which fromEntries knows.
  return isSame && kept.length === fields.length ? value : Object.fromEntries(kept);
}

/** The schema of a property or of a map's entries; names that every JavaScript object has are no properties. */
export function childSchema(
  schema: StructuralSchema | undefined,
  name: string,
): StructuralSchema | undefined {
  const known =
    schema?.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
  return known ?? schema?.additionalProperties;
}
