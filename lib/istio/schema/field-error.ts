/** Errors of the API server about a field, in its own words (k8s.io/apimachinery/pkg/util/validation/field). */

export interface FieldError {
  /** e.g. spec.http[0].route[1].weight */
  field: string;
  reason:
    | 'FieldValueInvalid'
    | 'FieldValueTypeInvalid'
    | 'FieldValueRequired'
    | 'FieldValueNotSupported'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueDuplicate';
  /** Without the field, e.g. `Invalid value: "string": … must be of type integer: "string"`. */
  detail: string;
}

export function invalid(field: string, value: unknown, message: string): FieldError {
  return { field, reason: 'FieldValueInvalid', detail: `Invalid value: ${shown(value)}: ${message}` };
}

/** For objects and lists, which are too long to be shown. */
export function invalidWhole(field: string, message: string): FieldError {
  return { field, reason: 'FieldValueInvalid', detail: `Invalid value: ${message}` };
}

export function typeInvalid(field: string, actual: string, expected: string): FieldError {
  return {
    field,
    reason: 'FieldValueTypeInvalid',
    detail: `Invalid value: "${actual}": ${field} in body must be of type ${expected}: "${actual}"`,
  };
}

export function required(field: string): FieldError {
  return { field, reason: 'FieldValueRequired', detail: 'Required value' };
}

export function notSupported(field: string, value: unknown, supported: readonly unknown[]): FieldError {
  const list = supported.map((item) => JSON.stringify(`${item}`)).join(', ');
  return {
    field,
    reason: 'FieldValueNotSupported',
    detail: `Unsupported value: ${typeof value === 'string' ? quoted(value) : JSON.stringify(value)}: supported values: ${list}`,
  };
}

export function tooLong(field: string, max: number): FieldError {
  return { field, reason: 'FieldValueTooLong', detail: `Too long: may not be more than ${max} bytes` };
}

export function tooMany(field: string, actual: number, max: number): FieldError {
  return {
    field,
    reason: 'FieldValueTooMany',
    detail: `Too many: ${actual}: must have at most ${max} items`,
  };
}

/** Scalars are shown as they are, objects and lists by their type. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return '"array"';
  if (value !== null && typeof value === 'object') return '"object"';
  return typeof value === 'string' ? quoted(value) : (JSON.stringify(value) ?? 'null');
}

/** A string as Go's %q writes it. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).replaceAll(/\\u00([0-9a-f]{2})/g, '\\x$1');
  return escaped.replaceAll('\\x0b', '\\v').replaceAll('\\x07', '\\a').replaceAll('\u007f', '\\x7f');
}
