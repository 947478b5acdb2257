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
  quoted,
  required,
  tooLong,
  tooMany,
  typeInvalid,
} from './field-error.ts';
import { childSchema } from './prune.ts';

/** Errors of these types keep the rules from being asked (customresource/strategy.go hasBlockingErr). */
const blocking: ReadonlySet<FieldError['reason']> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

const rulesNotAsked: FieldError = {
  field: '<nil>',
  reason: 'FieldValueInvalid',
  detail:
    'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
};

export function validateStructural(schema: StructuralSchema, value: unknown, field: string): FieldError[] {
  const errors: FieldError[] = [];
  validateValue(schema, value, field, errors);
  const isBlocked = hasRules(schema) && errors.some(({ reason }) => blocking.has(reason));
  if (isBlocked) errors.push(rulesNotAsked);
  else validateRules(schema, value, field, errors);
  return errors;
}

const withRules = new WeakMap<StructuralSchema, boolean>();

/** Whether there is any rule in it. */
function hasRules(schema: StructuralSchema): boolean {
  const known = withRules.get(schema);
  if (known !== undefined) return known;
  const parts = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.items ? [schema.items] : []),
    ...(schema.additionalProperties ? [schema.additionalProperties] : []),
    ...(schema.allOf ?? []),
  ];
  const has = schema['x-kubernetes-validations'] !== undefined || parts.some(hasRules);
  withRules.set(schema, has);
  return has;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

export function typeError(schema: StructuralSchema, value: unknown, field: string): FieldError | null {
  const actual = typeOf(value);
  if (schema['x-kubernetes-int-or-string'])
    return actual === 'integer' || actual === 'string' ? null : typeInvalid(field, actual, 'integer,string');
  if (actual === 'null' && schema.nullable) return null;
  const fits = actual === schema.type || (schema.type === 'number' && actual === 'integer');
  if (schema.type === undefined || fits) return null;
  // Where a number has a format, the formats are compared, and only numbers have one.
  const comparesFormats = schema.format !== undefined && !['string', 'array', 'null'].includes(actual);
  if (!comparesFormats) return typeInvalid(field, actual, schema.type);
  return typeInvalid(field, actual === 'number' ? 'float64' : '', `${schema.format}`);
}

/**
 * A value of the wrong type is judged further, by what applies to the type it has (kube-openapi pkg/validation/validate).
 * Adds to `errors`: thousands of objects are judged when the console starts, and nearly all values are sound.
 */
function validateValue(schema: StructuralSchema, value: unknown, field: string, errors: FieldError[]): void {
  const ofType = typeError(schema, value, field);
  if (ofType !== null) errors.push(ofType);
  if (schema.enum && !schema.enum.some((item) => item === value))
    errors.push(notSupported(field, value, schema.enum));
  if (value === null) return;
  if (typeof value === 'string') validateString(schema, value, field, errors);
  else if (typeof value === 'number') validateNumber(schema, value, field, errors);
  else if (Array.isArray(value)) validateList(schema, value, field, errors);
  else if (typeof value === 'object') validateObject(schema, value as Record<string, unknown>, field, errors);
  if (schema.allOf || schema.anyOf || schema.oneOf || schema.not)
    validateCombinations(schema, value, field, errors);
}

const patterns = new Map<string, RegExp>();

/** Of a schema, so there are few. */
function patternOf(text: string): RegExp {
  const known = patterns.get(text);
  if (known !== undefined) return known;
  const pattern = new RegExp(text, 'u');
  patterns.set(text, pattern);
  return pattern;
}

/** Lengths count characters, not UTF-16 units. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Of length and pattern, only the first that is wrong is told. */
export function validateString(
  schema: StructuralSchema,
  value: string,
  field: string,
  errors: FieldError[],
): void {
  const { maxLength, minLength, pattern, format } = schema;
  if (maxLength !== undefined && value.length > maxLength && lengthOf(value) > maxLength)
    errors.push(tooLong(field, maxLength));
  else if (minLength !== undefined && lengthOf(value) < minLength)
    errors.push(invalid(field, value, `${field} in body should be at least ${minLength} chars long`));
  else if (pattern !== undefined && !patternOf(pattern).test(value))
    errors.push(invalid(field, value, `${field} in body should match '${pattern}'`));
  else if (format !== undefined && formats[format]?.test(value) === false) {
    const detail = `Invalid value: ${quoted(value)}: ${field} in body must be of type ${format}: ${quoted(value)}`;
    errors.push({ field, reason: 'FieldValueTypeInvalid', detail });
  }
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/** Eight groups, some of which `::` may stand for; the last two may be written as IPv4. */
function isIpv6(text: string): boolean {
  const [, head = text, tail] = /^(.*:)((?:\d+\.){3}\d+)$/.exec(text) ?? [];
  if (tail !== undefined && !ipv4.test(tail)) return false;
  const groups = tail === undefined ? head : `${head}0:0`;
  const halves = groups.split('::');
  const parts = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = parts.flat().length;
  const areHex = parts.flat().every((part) => /^[0-9a-fA-F]{1,4}$/.test(part));
  return areHex && (halves.length === 1 ? count === 8 : halves.length === 2 && count < 8);
}

const formats: Readonly<Record<string, { test(text: string): boolean }>> = {
  ipv4,
  ipv6: { test: isIpv6 },
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i,
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
};

export function validateNumber(
  schema: StructuralSchema,
  value: number,
  field: string,
  errors: FieldError[],
): void {
  const isInt32 = Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
  if (schema.format === 'int32' && !isInt32) {
    const detail = `Invalid value: "": Checked value must be of type integer with format int32 in ${field}`;
    errors.push({ field: '<nil>', reason: 'FieldValueInvalid', detail });
  }
  if (schema.minimum !== undefined && value < schema.minimum) {
    errors.push(
      invalid(field, value, `${field} in body should be greater than or equal to ${schema.minimum}`),
    );
  }
  if (schema.maximum !== undefined && value > schema.maximum) {
    errors.push(invalid(field, value, `${field} in body should be less than or equal to ${schema.maximum}`));
  }
}

function validateList(
  schema: StructuralSchema,
  value: readonly unknown[],
  field: string,
  errors: FieldError[],
): void {
  if (schema.maxItems !== undefined && value.length > schema.maxItems) {
    errors.push(tooMany(field, value.length, schema.maxItems));
    return;
  }
  if (schema.minItems !== undefined && value.length < schema.minItems) {
    errors.push(
      invalid(field, value.length, `${field} in body should have at least ${schema.minItems} items`),
    );
  }
  const { items } = schema;
  if (items) {
    for (const [index, item] of value.entries()) validateValue(items, item, `${field}[${index}]`, errors);
  }
  errors.push(...validateListType(schema, value, field));
}

/** Sets hold no value twice, maps no key twice. */
export function validateListType(
  schema: StructuralSchema,
  value: readonly unknown[],
  field: string,
): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const strange = type === 'map' ? value.findIndex((item) => item !== null && typeOf(item) !== 'object') : -1;
  if (strange >= 0) {
    const detail = `Invalid value: ${JSON.stringify(value[strange])}: must be an object for an array of list-type map`;
    return [{ field: `${field}[${strange}]`, reason: 'FieldValueInvalid', detail }];
  }
  const times = new Map<string, number>();
  const errors: FieldError[] = [];
  value.forEach((item, index) => {
    const key =
      type === 'set'
        ? item
        : Object.fromEntries(keys.map((name) => [name, (item as Record<string, unknown>)?.[name]]));
    const text = JSON.stringify(key);
    const seen = times.get(text) ?? 0;
    // Once is enough, however often it comes.
    if (seen === 1)
      errors.push({
        field: `${field}[${index}]`,
        reason: 'FieldValueDuplicate',
        detail: `Duplicate value: ${text}`,
      });
    times.set(text, seen + 1);
  });
  return errors;
}

function validateObject(
  schema: StructuralSchema,
  value: Record<string, unknown>,
  field: string,
  errors: FieldError[],
): void {
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
    const child = childSchema(schema, name);
    if (child) validateValue(child, value[name], join(field, name), errors);
  }
}

/** What several schemas together say names its field in the words alone. */
function combined(field: string, message: string): FieldError {
  return {
    field: '<nil>',
    reason: 'FieldValueInvalid',
    detail: `Invalid value: "": ${JSON.stringify(field)} ${message}`,
  };
}

function validateCombinations(
  schema: StructuralSchema,
  value: unknown,
  field: string,
  errors: FieldError[],
): void {
  const errorsOf = (part: StructuralSchema) => {
    const found: FieldError[] = [];
    validateValue(part, value, field, found);
    return found;
  };
  const all = (schema.allOf ?? []).map(errorsOf);
  // The same sentence is told once.
  const told = new Map(all.flat().map((error) => [`${error.field} ${error.detail}`, error]));
  errors.push(...told.values());
  const isNone = all.every((found) => found.length > 0);
  if (told.size > 0)
    errors.push(combined(field, `must validate all the schemas (allOf)${isNone ? '. None validated' : ''}`));
  const any = schema.anyOf?.map(errorsOf);
  if (any && !any.some((found) => found.length === 0))
    errors.push(combined(field, 'must validate at least one schema (anyOf)'), ...(any[0] ?? []));
  const one = schema.oneOf?.map(errorsOf);
  const matching = one?.filter((found) => found.length === 0).length;
  if (one && matching !== 1) {
    const found = matching === 0 ? 'Found none valid' : `Found ${matching} valid alternatives`;
    errors.push(combined(field, `must validate one and only one schema (oneOf). ${found}`));
    if (matching === 0) errors.push(...(one[0] ?? []));
  }
  if (schema.not && errorsOf(schema.not).length === 0)
    errors.push(combined(field, 'must not validate the schema (not)'));
}

function validateRules(schema: StructuralSchema, value: unknown, field: string, errors: FieldError[]): void {
  if (value === null || value === undefined || !hasRules(schema)) return;
  errors.push(...failedRules(schema, value, field));
  for (const part of schema.allOf ?? []) errors.push(...failedRules(part, value, field));
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items || !hasRules(items)) return;
    for (const [index, item] of value.entries()) validateRules(items, item, `${field}[${index}]`, errors);
  } else if (typeof value === 'object') {
    const isProperty = schema.properties !== undefined;
    for (const [name, item] of Object.entries(value)) {
      const child = childSchema(schema, name);
      if (child && hasRules(child))
        validateRules(child, item, isProperty ? join(field, name) : `${field}[${name}]`, errors);
    }
  }
}

function join(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}
