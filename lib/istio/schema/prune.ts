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

/** The object is not changed; `unknown` is empty when nothing had to go. */
export function prune<T extends object>(schema: StructuralSchema, object: T): Pruned<T> {
  const unknown: string[] = [];
  // The object's own frame belongs to every kind and is not in the CRD's schema.
  const frame: StructuralSchema = {
    ...schema,
    properties: {
      ...schema.properties,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    },
  };
  const value = pruneValue(frame, object, '', unknown) as T;
  return { value, unknown: unknown.sort() };
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
    return keep && !schema.items
      ? value
      : value.map((item, index) => pruneValue(schema?.items, item, `${field}[${index}]`, unknown));
  }
  const out: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const path = field === '' ? name : `${field}.${name}`;
    const child = childSchema(schema, name);
    if (child) {
      if (item !== null || child.nullable === true) define(out, name, pruneValue(child, item, path, unknown));
    } else if (keep) define(out, name, item);
    else unknown.push(path);
  }
  return out;
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

/** `__proto__` is a name like any other in a user's document. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
