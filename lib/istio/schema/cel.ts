/**
 * The CEL rules of a structural schema (`x-kubernetes-validations`), with the functions that Kubernetes adds to CEL.
 * https://kubernetes.io/docs/reference/using-api/cel/
 */
import { Environment } from '@marcbachmann/cel-js';
import type { StructuralSchema } from './crds.ts';
import { type FieldError, invalid } from './field-error.ts';

class Url {
  readonly scheme: string;
  constructor(scheme: string) {
    this.scheme = scheme;
  }
}

/** Go's url.ParseRequestURI: an absolute path, or a URI with a scheme. */
function parseUrl(text: string): Url | null {
  if (text.startsWith('/')) return new Url('');
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text)?.[1];
  if (!scheme || /[\s\u007f]|%(?![0-9a-fA-F]{2})/.test(text)) return null;
  const host = /^[^:]+:\/\/([^/?#]*)/.exec(text)?.[1];
  if (host !== undefined && !/^(?:[^@]*@)?(?:\[[^\]]*\]|[^:]*)(?::\d*)?$/.test(host)) return null;
  return new Url(scheme.toLowerCase());
}

const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false })
  .registerType('kubernetes.URL', { fields: { scheme: 'string' }, ctor: Url })
  .registerFunction('isURL(string): bool', (text: string) => parseUrl(text) !== null)
  .registerFunction('url(string): kubernetes.URL', (text: string) => {
    const url = parseUrl(text);
    if (!url) throw new Error(`URL parse error during conversion from string: ${JSON.stringify(text)}`);
    return url;
  })
  .registerFunction('kubernetes.URL.getScheme(): string', (url: Url) => url.scheme);

type Program = (context: Record<string, unknown>) => unknown;
const programs = new Map<string, Program>();

function program(rule: string): Program {
  let known = programs.get(rule);
  if (!known) {
    known = environment.parse(rule) as Program;
    programs.set(rule, known);
  }
  return known;
}

/** The value as CEL sees it: integers as int, doubles as double, by the schema's word. */
function toCel(schema: StructuralSchema | undefined, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((item) => toCel(schema?.items, item));
  if (typeof value === 'object') {
    const out: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      out[key] = toCel(schema?.properties?.[key] ?? schema?.additionalProperties, item);
    }
    return out;
  }
  if (typeof value === 'number') {
    const whole =
      schema?.type === 'integer' || (schema?.['x-kubernetes-int-or-string'] && Number.isInteger(value));
    return whole && Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  return value;
}

/** The rules of this schema that do not hold for this value (null and absent values are not judged). */
export function failedRules(schema: StructuralSchema, value: unknown, field: string): FieldError[] {
  const rules = schema['x-kubernetes-validations'];
  if (!rules || value === null || value === undefined) return [];
  const self = toCel(schema, value);
  const errors: FieldError[] = [];
  for (const { rule, message } of rules) {
    const said = message ?? `failed rule: ${rule}`;
    try {
      if (program(rule)({ self }) !== true) errors.push(invalid(field, value, said));
    } catch (error) {
      const cause = error instanceof Error ? error.message.split('\n')[0] : 'error';
      errors.push(invalid(field, value, `${cause} evaluating rule: ${said}`));
    }
  }
  return errors;
}
