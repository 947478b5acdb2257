/** Every value of a document below `spec`, with its path, its words and its schema. */
import { isJsonObject, type Json, type Path } from '#lib/document/json.ts';
import type { StructuralSchema } from '../schema/crds.ts';
import type { Words } from './words.ts';

export interface Visited {
  path: Path;
  words: Words;
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
  if (!isJsonObject(document)) return;
  const spec = document.spec;
  if (spec !== undefined) walk({ path: ['spec'], words: [kind], value: spec, schema }, visit);
}

function walk(here: Visited, visit: (visited: Visited) => boolean): void {
  if (!visit(here)) return;
  const { path, words, value, schema } = here;
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      walk({ path: [...path, index], words, value: item, schema: schema?.items }, visit);
    });
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const property =
        schema?.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
      const isEntry = property === undefined && schema?.additionalProperties !== undefined;
      walk(
        {
          path: [...path, key],
          words: isEntry ? words : [...words, key],
          value: item,
          schema: property ?? schema?.additionalProperties,
        },
        visit,
      );
    }
  }
}
