/** The form of a kind, made from the schema of its CRD; the tables beside it say in which order, and what a schema cannot. */
import type { Json } from '#lib/document/json.ts';
import type { StructuralSchema } from '../schema/crds.ts';
import { crdOf } from '../schema/crds.ts';
import type { Arrangement } from './arranged.ts';
import { alternativesBeside, arrangementOf } from './arrangement.ts';
import type { FieldFacts } from './fact.ts';
import type { Alternatives, Field, Shape } from './field.ts';
import { factsOf } from './field-facts.ts';
import { unionOf } from './unions.ts';
import { rootWord, type Words } from './words.ts';

const known = new Map<string, Field | null>();

/** The group of `spec`; null for kinds without a schema. */
export function formOf(group: string, kind: string): Field | null {
  const name = `${group}/${kind}`;
  let form = known.get(name);
  if (form === undefined) {
    const spec = crdOf(group, kind)?.schema.properties?.spec;
    form = spec === undefined ? null : fieldOf('spec', spec, [rootWord(group, kind)], true);
    known.set(name, form);
  }
  return form;
}

function fieldOf(key: string, schema: StructuralSchema, words: Words, required: boolean): Field {
  const [steps, inner, own] = unwrap([key], schema, words);
  return { key, steps, words: own, required, shape: shapeOf(inner, own), facts: factsWith(inner, own) };
}

/** The API server fills in what a schema gives; Istio's schemas give nothing. */
function factsWith(schema: StructuralSchema, words: Words): FieldFacts {
  const facts = factsOf(words);
  const given = schema.default;
  const isPlain = typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean';
  return isPlain && given !== '' && facts.default === undefined
    ? { ...facts, default: String(given) }
    : facts;
}

/** A group of one plain value is that value: `percentage.value`, `port.number`, `selector.matchLabels`. */
function unwrap(
  steps: readonly string[],
  schema: StructuralSchema,
  words: Words,
): [readonly string[], StructuralSchema, Words] {
  const properties = Object.entries(schema.properties ?? {});
  const [only] = properties;
  if (words.length > 1 && properties.length === 1 && only !== undefined) {
    const [key, inner] = only;
    if (inner.type !== 'array' && inner.properties === undefined)
      return [[...steps, key], inner, [...words, key]];
  }
  return [steps, schema, words];
}

function shapeOf(schema: StructuralSchema, words: Words): Shape {
  const options = textsOf(schema.enum);
  if (options !== null) return { type: 'choice', options };
  switch (schema.type) {
    case 'string':
      return textShape(schema, words);
    case 'integer':
    case 'number':
      return numberShape(schema, words);
    case 'boolean':
      return { type: 'toggle' };
    case 'array':
      return listShape(schema, words);
    default:
      if (schema['x-kubernetes-int-or-string']) return { type: 'text' };
      return mapShape(schema, words);
  }
}

/** Null where the values are no texts: numbers are written as numbers. */
function textsOf(values: StructuralSchema['enum']): string[] | null {
  const texts = values?.filter((value) => typeof value === 'string') ?? [];
  return texts.length === 0 ? null : texts;
}

function textShape(schema: StructuralSchema, words: Words): Shape {
  const { duration, options } = factsOf(words);
  if (options !== undefined) return { type: 'choice', options };
  const ruled = schema['x-kubernetes-validations']?.some(({ rule }) => rule.includes('duration(self)'));
  if (ruled || duration === 'zero') return { type: 'duration', zero: duration === 'zero' };
  return { type: 'text' };
}

function numberShape(schema: StructuralSchema, words: Words): Shape {
  const facts = factsOf(words);
  const { minimum = null, maximum = null } = schema;
  // The width of an integer is no bound that a reader could use.
  const wide = maximum !== null && maximum >= 2 ** 31;
  return {
    type: 'number',
    integer: schema.type === 'integer',
    min: facts.min ?? minimum,
    max: facts.max ?? (wide ? null : maximum),
  };
}

function listShape({ items }: StructuralSchema, words: Words): Shape {
  if (items?.type === 'string')
    return { type: 'texts', options: factsOf(words).options ?? textsOf(items.enum) };
  if (items?.type === 'integer' || items?.type === 'number') return { type: 'numbers' };
  if (items?.properties === undefined) return { type: 'any' };
  return { type: 'items', item: { ...groupField('', items, words), required: true } };
}

function mapShape(schema: StructuralSchema, words: Words): Shape {
  if (schema.properties !== undefined) return groupField('', schema, words).shape;
  const values = schema.additionalProperties;
  if (values?.type === 'string') return { type: 'map', values: 'text' };
  if (values?.type === 'integer') return { type: 'map', values: 'number' };
  if (values?.properties !== undefined) return { type: 'entries', entry: fieldOf('', values, words, true) };
  return { type: 'any' };
}

const matchKeys = 'exact prefix regex';

/** Not unwrapped: an item of a list is a group, however little it holds. */
function groupField(key: string, schema: StructuralSchema, words: Words): Field {
  const properties = schema.properties ?? {};
  const names = Object.keys(properties);
  const facts = factsOf(words);
  const base = { key, steps: [key], words, required: false, facts };
  if ([...names].sort().join(' ') === matchKeys) return { ...base, shape: { type: 'match' } };
  const required = new Set(schema.required);
  const fields = ordered(names, arrangementOf(words)).map((name) =>
    fieldOf(name, properties[name] ?? {}, [...words, name], required.has(name)),
  );
  return { ...base, shape: { type: 'group', fields, alternatives: alternativesOf(schema, words) } };
}

function ordered(names: readonly string[], arrangement: Arrangement | undefined): string[] {
  const first = [...(arrangement?.first ?? []), ...(arrangement?.later ?? [])].filter((name) =>
    names.includes(name),
  );
  return [...first, ...names.filter((name) => !first.includes(name))];
}

/** What the CRD says of several fields together (`oneOf`), and what only istiod knows. */
function alternativesOf(schema: StructuralSchema, words: Words): Alternatives[] {
  const choice = (schema.oneOf ?? []).flatMap(({ required }) => required ?? []);
  const said = choice.length > 1 ? [choice] : [];
  const union = unionOf(words);
  const named = union === undefined ? [] : [Object.keys(union.members)];
  return [...said, ...named, ...alternativesBeside(words)];
}

/** What a field holds when it is put in by hand: null where nothing should stand before the reader wrote something. */
export function firstValue(field: Field): Json | null {
  const { first } = field.facts;
  if (first !== undefined) return structuredClone(first);
  if (field.shape.type === 'toggle') return true;
  if (field.shape.type === 'items') return [firstItem(field.shape.item)];
  return null;
}

export function firstItem(item: Field): Json {
  const { item: first } = item.facts;
  if (first !== undefined) return structuredClone(first);
  if (item.shape.type === 'match') return { exact: '' };
  if (item.shape.type !== 'group') return {};
  const required = item.shape.fields.filter((field) => field.required && field.shape.type === 'text');
  return Object.fromEntries(required.map(({ key }) => [key, '']));
}
