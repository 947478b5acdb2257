/** Every value of a document below `spec`, with its path, its words and its schema. */
import { isJsonObject, type Json } from '#lib/document/json.ts';
import type { StructuralSchema } from '../schema/crds.ts';

/** Objects have hundreds of values, and every keystroke walks them: path and words are the walk's own, to be copied where they are kept. */
export interface Visited {
  readonly path: (string | number)[];
  readonly words: string[];
  value: Json;
  /** Undefined where the schema does not know the field. */
  schema: StructuralSchema | undefined;
}

/** Notes what it looks for of a value, and answers whether to look further down. */
type Visit<Found> = (visited: Visited, found: Found[], document: Json) => boolean;

/** A document is searched again with every keystroke: where nothing was found it is not gone through again while it stays the same object. */
export class SpecSearch<Found> {
  readonly #visit: Visit<Found>;
  /** Items of the spec's lists without any, by the words that they stood under. */
  readonly #empty = new WeakMap<object, string>();

  constructor(visit: Visit<Found>) {
    this.#visit = visit;
  }

  in(kind: string, schema: StructuralSchema | undefined, document: Json): Found[] {
    const found: Found[] = [];
    const spec = isJsonObject(document) ? document.spec : undefined;
    if (spec === undefined) return found;
    walk({ path: ['spec'], words: [kind], value: spec, schema }, (here) => {
      const { path, words, value } = here;
      if (path.length !== itemDepth || typeof value !== 'object' || value === null)
        return this.#visit(here, found, document);
      const name = words.join('.');
      if (this.#empty.get(value) === name) return false;
      const before = found.length;
      if (this.#visit(here, found, document)) goDown(here, (inner) => this.#visit(inner, found, document));
      if (found.length === before) this.#empty.set(value, name);
      return false;
    });
    return found;
  }
}

/** Of spec.http[0]. */
const itemDepth = 3;

function walk(here: Visited, visit: (visited: Visited) => boolean): void {
  if (visit(here)) goDown(here, visit);
}

function goDown(here: Visited, visit: (visited: Visited) => boolean): void {
  const { path, words, value, schema } = here;
  const into = (step: string | number, inner: Json, known: StructuralSchema | undefined): void => {
    path.push(step);
    here.value = inner;
    here.schema = known;
    walk(here, visit);
    path.pop();
  };
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      into(index, item, schema?.items);
    });
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const property =
        schema?.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
      const named = property !== undefined || schema?.additionalProperties === undefined;
      if (named) words.push(key);
      into(key, item, property ?? schema?.additionalProperties);
      if (named) words.pop();
    }
  }
}
