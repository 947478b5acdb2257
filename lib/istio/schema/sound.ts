/**
 * Whether a schema has nothing to say of a value: what pruning, validation and rules (prune.ts, structural.ts, cel.ts) find together, in
 * one walk that names no place. Nearly all objects are sound, and thousands are judged when the console starts; of the others they tell.
 */
import { failedRules } from './cel.ts';
import type { StructuralSchema } from './crds.ts';
import { fillsIn } from './defaulting.ts';
import type { FieldError } from './field-error.ts';
import { typeError, validateListType, validateNumber, validateString } from './structural.ts';

/** A schema with its parts at hand. */
class Plan {
  readonly schema: StructuralSchema;
  readonly items: Plan | undefined;
  readonly keeps: boolean;
  readonly allOf: readonly Plan[];
  readonly anyOf: readonly Plan[] | undefined;
  readonly oneOf: readonly Plan[] | undefined;
  readonly not: Plan | undefined;
  /** Most schemas are no combination of others. */
  readonly combines: boolean;
  /** Rules of its own, or of a part that always counts. */
  readonly hasRules: boolean;
  private readonly properties = new Map<string, Plan>();
  private readonly others: Plan | undefined;

  constructor(schema: StructuralSchema) {
    const made = (part: StructuralSchema) => new Plan(part);
    this.schema = schema;
    this.items = schema.items && made(schema.items);
    this.others = schema.additionalProperties && made(schema.additionalProperties);
    this.keeps = schema['x-kubernetes-preserve-unknown-fields'] === true;
    this.allOf = schema.allOf?.map(made) ?? [];
    this.anyOf = schema.anyOf?.map(made);
    this.oneOf = schema.oneOf?.map(made);
    this.not = schema.not && made(schema.not);
    this.combines = Boolean(schema.allOf ?? schema.anyOf ?? schema.oneOf ?? schema.not);
    this.hasRules = [schema, ...(schema.allOf ?? [])].some((one) => one['x-kubernetes-validations']);
  }

  /** Most fields of a schema are in no object: their plans are never made. */
  child(name: string): Plan | undefined {
    const known = this.properties.get(name);
    if (known !== undefined) return known;
    const { properties } = this.schema;
    const schema = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema === undefined) return this.others;
    const made = new Plan(schema);
    this.properties.set(name, made);
    return made;
  }
}

const plans = new WeakMap<StructuralSchema, Plan>();

function planOf(schema: StructuralSchema): Plan {
  let plan = plans.get(schema);
  if (plan === undefined) {
    plan = new Plan(schema);
    plans.set(schema, plan);
  }
  return plan;
}

/** Of a value that is not pruned: as if `validateStructural` found no error. */
export function isValid(schema: StructuralSchema, value: unknown): boolean {
  return holds(planOf(schema), value, { prunes: false, asksRules: true });
}

/** Of an object with its frame: as if `validateObject` gave it back itself, without a word. */
export function isSoundObject(schema: StructuralSchema, object: object): boolean {
  if (fillsIn(schema)) return false;
  const { apiVersion, kind, metadata, ...content }: Record<string, unknown> = { ...object };
  if (apiVersion === null || kind === null || metadata === null) return false;
  return holds(planOf(schema), content, { prunes: true, asksRules: true });
}

interface Mode {
  /** Unknown fields, and nulls where there may be none, would go. */
  prunes: boolean;
  /** Not in the parts of a combination: they have none, or are asked for theirs by the whole. */
  asksRules: boolean;
}

const part: Mode = { prunes: false, asksRules: false };
const errors: FieldError[] = [];

/** Whether those who tell have nothing to tell; what they say is of no interest. */
function isSilent(): boolean {
  if (errors.length === 0) return true;
  errors.length = 0;
  return false;
}

function holds(plan: Plan, value: unknown, mode: Mode): boolean {
  const { schema } = plan;
  if (typeError(schema, value, '') !== null) return false;
  if (schema.enum && !(schema.enum as readonly unknown[]).includes(value)) return false;
  if (value === null) return true;
  if (typeof value === 'string') {
    validateString(schema, value, '', errors);
    if (!isSilent()) return false;
  } else if (typeof value === 'number') {
    validateNumber(schema, value, '', errors);
    if (!isSilent()) return false;
  } else if (Array.isArray(value)) {
    if (!listHolds(plan, value, mode)) return false;
  } else if (typeof value === 'object' && !objectHolds(plan, value as Record<string, unknown>, mode)) {
    return false;
  }
  if (plan.combines && !combinationsHold(plan, value)) return false;
  return !mode.asksRules || !plan.hasRules || rulesHold(schema, value);
}

function listHolds({ schema, items, keeps }: Plan, value: readonly unknown[], mode: Mode): boolean {
  if (schema.maxItems !== undefined && value.length > schema.maxItems) return false;
  if (schema.minItems !== undefined && value.length < schema.minItems) return false;
  for (const item of value) {
    // What no schema speaks of loses its fields.
    if (items === undefined ? mode.prunes && !keeps && hasFields(item) : !holds(items, item, mode))
      return false;
  }
  return schema['x-kubernetes-list-type'] === undefined || validateListType(schema, value, '').length === 0;
}

function hasFields(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function objectHolds(plan: Plan, value: Readonly<Record<string, unknown>>, mode: Mode): boolean {
  const { schema, keeps } = plan;
  const { maxProperties, minProperties } = schema;
  if (maxProperties !== undefined && Object.keys(value).length > maxProperties) return false;
  if (minProperties !== undefined && Object.keys(value).length < minProperties) return false;
  if (schema.required) {
    for (const name of schema.required) if (!Object.hasOwn(value, name)) return false;
  }
  // Of JSON: nothing in it is inherited.
  for (const name in value) {
    const child = plan.child(name);
    const item = value[name];
    if (child === undefined) {
      if (mode.prunes && !keeps) return false;
    } else if (mode.prunes && item === null && child.schema.nullable !== true) return false;
    else if (!holds(child, item, mode)) return false;
  }
  return true;
}

function combinationsHold({ allOf, anyOf, oneOf, not }: Plan, value: unknown): boolean {
  for (const one of allOf) if (!holds(one, value, part)) return false;
  if (anyOf && !anyOf.some((one) => holds(one, value, part))) return false;
  if (oneOf) {
    let matching = 0;
    for (const one of oneOf) if (holds(one, value, part)) matching += 1;
    if (matching !== 1) return false;
  }
  return not === undefined || !holds(not, value, part);
}

function rulesHold(schema: StructuralSchema, value: unknown): boolean {
  if (failedRules(schema, value, '').length > 0) return false;
  return (schema.allOf ?? []).every((one) => failedRules(one, value, '').length === 0);
}
