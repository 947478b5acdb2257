/** Removes what a structural schema does not name, as the API server does before it stores a custom resource. */
import type { StructuralSchema } from './crds.ts';

export interface Pruned<T> {
  value: T;
  /** Paths of the fields that went, e.g. spec.http[0].foo. */
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
  return { value: pruneValue(frame, object, '', unknown) as T, unknown };
}

function pruneValue(schema: StructuralSchema, value: unknown, field: string, unknown: string[]): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map((item, index) => pruneValue(items, item, `${field}[${index}]`, unknown)) : value;
  }
  if (value === null || typeof value !== 'object') return value;
  const keep = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const out: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const path = field === '' ? name : `${field}.${name}`;
    const known =
      schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    const child = known ?? schema.additionalProperties;
    if (child) define(out, name, pruneValue(child, item, path, unknown));
    else if (keep) define(out, name, item);
    else unknown.push(path);
  }
  return out;
}

/** `__proto__` is a name like any other in a user's document. */
function define(target: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
