/**
 * Validation against a structural schema, as the API server judges a custom resource
 * (k8s.io/apiextensions-apiserver/pkg/apiserver/validation): OpenAPI v3 first, CEL rules where the value itself is sound.
 */
import { failedRules } from './cel.ts';
import type { StructuralSchema } from './crds.ts';
import {
  type FieldError,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
  typeInvalid,
} from './field-error.ts';

export function validateStructural(schema: StructuralSchema, value: unknown, field: string): FieldError[] {
  const errors = validateValue(schema, value, field);
  return errors.length > 0 ? errors : validateRules(schema, value, field);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function validateValue(schema: StructuralSchema, value: unknown, field: string): FieldError[] {
  if (value === null) return schema.nullable ? [] : [typeInvalid(field, 'null', schema.type ?? 'object')];
  const actual = typeOf(value);
  if (schema['x-kubernetes-int-or-string']) {
    if (actual !== 'integer' && actual !== 'string') return [typeInvalid(field, actual, 'integer,string')];
  } else if (schema.type && actual !== schema.type && !(schema.type === 'number' && actual === 'integer')) {
    return [typeInvalid(field, actual, schema.type)];
  }
  const errors: FieldError[] = [];
  if (schema.enum && !schema.enum.includes(value as string))
    errors.push(notSupported(field, value, schema.enum));
  if (typeof value === 'string') errors.push(...validateString(schema, value, field));
  if (typeof value === 'number') errors.push(...validateNumber(schema, value, field));
  if (Array.isArray(value)) errors.push(...validateList(schema, value, field));
  else if (typeof value === 'object')
    errors.push(...validateObject(schema, value as Record<string, unknown>, field));
  errors.push(...validateCombinations(schema, value, field));
  return errors;
}

function validateString(schema: StructuralSchema, value: string, field: string): FieldError[] {
  const errors: FieldError[] = [];
  // Lengths count characters, not UTF-16 units.
  const length = [...value].length;
  if (schema.maxLength !== undefined && length > schema.maxLength)
    errors.push(tooLong(field, schema.maxLength));
  if (schema.minLength !== undefined && length < schema.minLength) {
    errors.push(invalid(field, value, `${field} in body should be at least ${schema.minLength} chars long`));
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
    errors.push(invalid(field, value, `${field} in body should match '${schema.pattern}'`));
  }
  if (
    schema.format === 'date-time' &&
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(value)
  ) {
    errors.push(
      invalid(field, value, `${field} in body must be of type date-time: ${JSON.stringify(value)}`),
    );
  }
  if (
    schema.format === 'byte' &&
    !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)
  ) {
    errors.push(invalid(field, value, `${field} in body must be of type byte: ${JSON.stringify(value)}`));
  }
  return errors;
}

function validateNumber(schema: StructuralSchema, value: number, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.format === 'int32' && (value < -(2 ** 31) || value >= 2 ** 31)) {
    errors.push(invalid(field, value, `Checked value must be of type integer with format int32 in ${field}`));
  }
  if (schema.minimum !== undefined && value < schema.minimum) {
    errors.push(
      invalid(field, value, `${field} in body should be greater than or equal to ${schema.minimum}`),
    );
  }
  if (schema.maximum !== undefined && value > schema.maximum) {
    errors.push(invalid(field, value, `${field} in body should be less than or equal to ${schema.maximum}`));
  }
  return errors;
}

function validateList(schema: StructuralSchema, value: readonly unknown[], field: string): FieldError[] {
  if (schema.maxItems !== undefined && value.length > schema.maxItems)
    return [tooMany(field, value.length, schema.maxItems)];
  const errors: FieldError[] = [];
  if (schema.minItems !== undefined && value.length < schema.minItems) {
    errors.push(
      invalid(field, value.length, `${field} in body should have at least ${schema.minItems} items`),
    );
  }
  const { items } = schema;
  if (items) errors.push(...value.flatMap((item, index) => validateValue(items, item, `${field}[${index}]`)));
  errors.push(...validateListType(schema, value, field));
  return errors;
}

/** Sets hold no value twice, maps no key twice. */
function validateListType(schema: StructuralSchema, value: readonly unknown[], field: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  value.forEach((item, index) => {
    const key =
      type === 'set'
        ? item
        : Object.fromEntries(keys.map((name) => [name, (item as Record<string, unknown>)?.[name]]));
    const text = JSON.stringify(key);
    if (seen.has(text))
      errors.push({
        field: `${field}[${index}]`,
        reason: 'FieldValueDuplicate',
        detail: `Duplicate value: ${text}`,
      });
    seen.add(text);
  });
  return errors;
}

function validateObject(
  schema: StructuralSchema,
  value: Record<string, unknown>,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const names = Object.keys(value);
  if (schema.maxProperties !== undefined && names.length > schema.maxProperties) {
    errors.push(tooMany(field, names.length, schema.maxProperties));
  }
  if (schema.minProperties !== undefined && names.length < schema.minProperties) {
    errors.push(
      invalid(
        field,
        names.length,
        `${field} in body should have at least ${schema.minProperties} properties`,
      ),
    );
  }
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) errors.push(required(join(field, name)));
  }
  for (const name of names) {
    const child =
      schema.properties && Object.hasOwn(schema.properties, name)
        ? schema.properties[name]
        : schema.additionalProperties;
    if (child) errors.push(...validateValue(child, value[name], join(field, name)));
  }
  return errors;
}

function validateCombinations(schema: StructuralSchema, value: unknown, field: string): FieldError[] {
  const holds = (part: StructuralSchema) => validateValue(part, value, field).length === 0;
  const errors: FieldError[] = [];
  const quoted = JSON.stringify(field);
  if (schema.allOf?.some((part) => !holds(part)))
    errors.push(invalid(field, value, `${quoted} must validate all the schemas (allOf)`));
  if (schema.anyOf && !schema.anyOf.some(holds)) {
    errors.push(invalid(field, value, `${quoted} must validate at least one schema (anyOf)`));
  }
  if (schema.oneOf) {
    const matching = schema.oneOf.filter(holds).length;
    if (matching !== 1) {
      const found = matching === 0 ? 'Found none valid' : `Found ${matching} valid alternatives`;
      errors.push(invalid(field, value, `${quoted} must validate one and only one schema (oneOf). ${found}`));
    }
  }
  if (schema.not && holds(schema.not))
    errors.push(invalid(field, value, `${quoted} must not validate the schema (not)`));
  return errors;
}

function validateRules(schema: StructuralSchema, value: unknown, field: string): FieldError[] {
  if (value === null || value === undefined) return [];
  const errors = failedRules(schema, value, field);
  for (const part of schema.allOf ?? []) errors.push(...failedRules(part, value, field));
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items)
      errors.push(...value.flatMap((item, index) => validateRules(items, item, `${field}[${index}]`)));
  } else if (typeof value === 'object') {
    for (const [name, item] of Object.entries(value)) {
      const child = schema.properties?.[name] ?? schema.additionalProperties;
      if (child) errors.push(...validateRules(child, item, join(field, name)));
    }
  }
  return errors;
}

function join(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}
