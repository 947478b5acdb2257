/**
 * The CEL rules of a structural schema (`x-kubernetes-validations`), with the functions that Kubernetes adds to CEL.
 * https://kubernetes.io/docs/reference/using-api/cel/
 */
import { Environment } from '@marcbachmann/cel-js';
import { goDurationMs } from '../go-duration.ts';
import type { StructuralSchema } from './crds.ts';
import { type FieldError, invalid, invalidWhole } from './field-error.ts';
import { parseRequestUri } from './go-url.ts';
import { childSchema } from './prune.ts';

class Url {
  readonly scheme: string;
  constructor(scheme: string) {
    this.scheme = scheme;
  }
}

const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false })
  .registerType('kubernetes.URL', { fields: { scheme: 'string' }, ctor: Url })
  .registerFunction('isURL(string): bool', (text: string) => parseRequestUri(text).ok)
  .registerFunction('url(string): kubernetes.URL', (text: string) => {
    const parsed = parseRequestUri(text);
    if (!parsed.ok) throw new Error(`URL parse error during conversion from string: ${parsed.error}`);
    return new Url(parsed.value.scheme);
  })
  .registerFunction('goInt(string): int', (text: string) => {
    if (!/^[+-]?\d+$/.test(text)) throw new Error("type conversion error from 'string' to 'int'");
    return BigInt(text);
  })
  .registerFunction('goDuration(string): double', (text: string) => {
    const ms = goDurationMs(text);
    if (ms === null) throw new Error("type conversion error from 'string' to 'google.protobuf.Duration'");
    return ms;
  })
  .registerFunction('hasField(dyn, string): bool', (owner: unknown, name: string) =>
    Object.hasOwn(Object(owner), name),
  )
  .registerFunction('kubernetes.URL.getScheme(): string', (url: Url) => url.scheme);

type Program = (context: Record<string, unknown>) => unknown;
const programs = new Map<string, Program>();

function program(rule: string): Program {
  let known = programs.get(rule);
  if (!known) {
    // cel-js reads other durations and numbers than Go does.
    const go = rule
      .replaceAll(/\bduration\(/g, 'goDuration(')
      .replaceAll(/\bint\(/g, 'goInt(')
      // Its macro takes no list's item.
      .replaceAll(/\bhas\(([\w.]+\[\d+\](?:\.\w+)*)\.(\w+)\)/g, 'hasField($1, "$2")')
      // Of two operands that fail cel-go tells the first, cel-js the second.
      .replaceAll(/(size\([\w.]+\) > 0) \|\| (size\([\w.]+\) > 0)/g, '$2 || $1')
      // A flag in the midst of a regular expression counts from there on.
      .replaceAll(/\(\?i\)([^"]*)"/g, '(?i:$1)"')
      // A field with the name of a keyword is escaped.
      .replaceAll('__namespace__', 'namespace');
    known = environment.parse(go) as Program;
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
      // Not an assignment: `__proto__` is a key like any other.
      Object.defineProperty(out, key, { value: toCel(childSchema(schema, key), item), enumerable: true });
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

/** Texts that all rules of a schema hold for: "3s" and its like come thousands of times. */
const sound = new WeakMap<object, Set<string>>();
const mostSound = 1000;

function noteSound(rules: object, text: string): void {
  const texts = sound.get(rules);
  if (texts === undefined) sound.set(rules, new Set([text]));
  else if (texts.size < mostSound) texts.add(text);
}

/** The rules of this schema that do not hold for this value (null and absent values are not judged). */
export function failedRules(schema: StructuralSchema, value: unknown, field: string): FieldError[] {
  const rules = schema['x-kubernetes-validations'];
  if (!rules || value === null || value === undefined) return [];
  if (typeof value === 'string' && sound.get(rules)?.has(value)) return [];
  const self = toCel(schema, value);
  const errors: FieldError[] = [];
  const isContainer = schema.type === 'object' || schema.type === 'array';
  for (const { rule, message } of rules) {
    const told = (message ?? rule).trim();
    try {
      if (program(rule)({ self }) === true) continue;
      const failed = message ? told : `failed rule: ${told}`;
      errors.push(isContainer ? invalidWhole(field, failed) : invalid(field, value, failed));
    } catch (error) {
      errors.push(invalid(field, schema.type, `${reasonOf(error)} evaluating rule: ${told}`));
    }
  }
  if (errors.length === 0 && typeof value === 'string') noteSound(rules, value);
  return errors;
}

/** What cel-go says where cel-js says it otherwise. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.message.split('\n')[0]}` : 'error';
  return text.replace(/^No such key/, 'no such key');
}
