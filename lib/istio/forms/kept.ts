/** What stands in a document and no form shows: fields that the schema does not know, and values of another type than it says. */
import { isJsonObject, type Json, type Path } from '#lib/document/json.ts';
import type { StructuralSchema } from '../schema/crds.ts';
import { SpecSearch } from './walk.ts';

export interface Kept {
  path: Path;
  why: 'unknown' | 'misshapen' | 'free';
}

const search = new SpecSearch<Kept>(({ path, value, schema }, kept) => {
  if (value === null) return false;
  if (schema === undefined) {
    kept.push({ path: [...path], why: 'unknown' });
    return false;
  }
  if (!hasType(schema, value)) {
    kept.push({ path: [...path], why: 'misshapen' });
    return false;
  }
  if (isFree(schema)) {
    if (path.length > 1) kept.push({ path: [...path], why: 'free' });
    return false;
  }
  return true;
});

/** The outermost of them only, in the order of the document. `spec`: the kind's. */
export function keptAsWritten(kind: string, spec: StructuralSchema | undefined, document: Json): Kept[] {
  return search.in(kind, spec, document);
}

function isFree(schema: StructuralSchema): boolean {
  return (
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    (schema.type === 'object' &&
      schema.properties === undefined &&
      schema.additionalProperties === undefined) ||
    (schema.type === 'array' && schema.items?.type === 'object' && schema.items.properties === undefined)
  );
}

function hasType(schema: StructuralSchema, value: Json): boolean {
  if (schema['x-kubernetes-int-or-string']) return typeof value === 'number' || typeof value === 'string';
  switch (schema.type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    case 'integer':
    case 'number':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return true;
  }
}
