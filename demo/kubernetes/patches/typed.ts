/** Whether an applied configuration fits its schema (structured-merge-diff typed): apply takes nothing that it does not know. */
import type { StructuralSchema } from '#lib/istio/schema/crds.ts';
import { isRecord } from '#lib/record.ts';
import { type OwnType, objectMeta, ownTypes, referenceOf, typeNameOf } from '../coding/own-types.ts';

type AnyType = OwnType | StructuralSchema;

function resolved(type: AnyType): AnyType {
  const reference = '$ref' in type || 'allOf' in type ? referenceOf(type as OwnType) : undefined;
  return (reference === undefined ? undefined : ownTypes[reference]) ?? type;
}

const shown = (value: unknown): string =>
  `&{${isRecord(value) || Array.isArray(value) ? JSON.stringify(value) : value}}`;

function problemsOf(given: AnyType, value: unknown, path: string): string[] {
  if (value === null || value === undefined) return [];
  const type = resolved(given);
  const expected = (what: string): string[] => [`${path}: expected ${what}, got ${shown(value)}`];
  const { properties, additionalProperties, items } = type;
  if ('x-kubernetes-preserve-unknown-fields' in type) return [];
  if (type.type === 'array') {
    if (!Array.isArray(value)) return expected('list');
    return value.flatMap((item, index) => problemsOf(items ?? {}, item, `${path}[${index}]`));
  }
  if (type.type === 'object' || properties) {
    if (!isRecord(value)) return expected('map');
    if (!properties && !additionalProperties) return [];
    return Object.entries(value).flatMap(([key, item]) => {
      const child = properties && Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
      return child
        ? problemsOf(child, item, `${path}.${key}`)
        : [`${path}.${key}: field not declared in schema`];
    });
  }
  if ('x-kubernetes-int-or-string' in type || type.oneOf) return [];
  if (type.type === 'string' && typeof value !== 'string') return expected('string');
  if (type.type === 'boolean' && typeof value !== 'boolean') return expected('boolean');
  return [];
}

/** Null when it fits; else what does not. */
export function applyProblem(
  configuration: { apiVersion: string; kind: string },
  schema: StructuralSchema | undefined,
): string | null {
  const { apiVersion, kind } = configuration;
  const own = ownTypes[typeNameOf(apiVersion, kind) ?? ''];
  const frame = {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: ownTypes[objectMeta] ?? {},
  };
  const type = own ?? { ...schema, type: 'object', properties: { ...schema?.properties, ...frame } };
  const problems = problemsOf(type as AnyType, configuration, '');
  if (problems.length === 0) return null;
  return problems.length === 1 ? `${problems[0]}` : `errors:\n  ${problems.join('\n  ')}`;
}
