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

/** `visit` answers whether to look further down. */
export function walkSpec(
  kind: string,
  schema: StructuralSchema | undefined,
  document: Json,
  visit: (visited: Visited) => boolean,
): void {
  const spec = isJsonObject(document) ? document.spec : undefined;
  if (spec === undefined) return;
  const here: Visited = { path: ['spec'], words: [kind], value: spec, schema };
  walk(here, visit);
}

function walk(here: Visited, visit: (visited: Visited) => boolean): void {
  if (!visit(here)) return;
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
