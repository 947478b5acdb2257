/** What may be written at a place of a text: keys that the schema knows there and the text has not yet, or the words of an enumeration. */
import { isJsonObject, type Path, valueAt } from '#lib/document/json.ts';
import { pathAt } from '#lib/document/place.ts';
import { parseDocument, type YamlDocument } from '#lib/document/stream.ts';
import { crdOf, type StructuralSchema } from './crds.ts';

export interface FieldCompletions {
  /** Where the word begins that is being written. */
  from: number;
  options: { label: string; detail?: string; apply?: string }[];
}

/** Null where nothing is known. `near`: a reading of about the same text, for a shorter way. */
export function completeField(
  { group, kind }: { group: string; kind: string },
  text: string,
  offset: number,
  near: YamlDocument | null = null,
): FieldCompletions | null {
  const schema = crdOf(group, kind)?.schema;
  if (schema === undefined) return null;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(lineStart, offset);
  const value = /^(\s*(?:- +)*)([\w./-]+): +([\w.-]*)$/.exec(line);
  if (value !== null) return wordsOf(schema, text, { offset, word: value[3] ?? '', near });
  const key = /^(\s*(?:- +)*)([\w./-]*)$/.exec(line);
  return key === null
    ? null
    : keysOf(schema, text, { lineStart, indent: key[1] ?? '', word: key[2] ?? '', near });
}

/** The text is not valid while a key is half written: its line is read as if the key were whole. */
function keysOf(
  root: StructuralSchema,
  text: string,
  {
    lineStart,
    indent,
    word,
    near,
  }: { lineStart: number; indent: string; word: string; near: YamlDocument | null },
): FieldCompletions | null {
  const end = text.indexOf('\n', lineStart);
  const rest = end === -1 ? '' : text.slice(end);
  const mark = 'x-being-written';
  const document = parseDocument(`${text.slice(0, lineStart)}${indent}${mark}: 0${rest}`, 0, near);
  if (document.problem !== null) return null;
  const path = pathAt(document, lineStart + indent.length + 1);
  if (path[path.length - 1] !== mark) return null;
  const parent = path.slice(0, -1);
  const schema = schemaAt(root, parent);
  const present = valueAt(document.value, parent);
  const known = isJsonObject(present) ? present : {};
  const options = Object.entries(schema?.properties ?? {})
    .filter(([name]) => !Object.hasOwn(known, name))
    .map(([name, { type, enum: words }]) => ({
      label: name,
      detail: words === undefined ? type : words.join(' | ').slice(0, 60),
      apply: type === 'object' || type === 'array' ? `${name}:` : `${name}: `,
    }));
  return options.length === 0 ? null : { from: lineStart + indent.length, options: matching(options, word) };
}

function wordsOf(
  root: StructuralSchema,
  text: string,
  { offset, word, near }: { offset: number; word: string; near: YamlDocument | null },
): FieldCompletions | null {
  const from = offset - word.length;
  const end = text.indexOf('\n', offset);
  const document = parseDocument(`${text.slice(0, from)}x${end === -1 ? '' : text.slice(end)}`, 0, near);
  if (document.problem !== null) return null;
  const schema = schemaAt(root, pathAt(document, from));
  const words = schema?.enum ?? (schema?.type === 'boolean' ? [true, false] : []);
  const options = words.map((one) => ({ label: String(one) }));
  return options.length === 0 ? null : { from, options: matching(options, word) };
}

function matching<Option extends { label: string }>(options: readonly Option[], word: string): Option[] {
  const wanted = word.toLowerCase();
  return options.filter(({ label }) => label.toLowerCase().includes(wanted));
}

function schemaAt(root: StructuralSchema, path: Path): StructuralSchema | undefined {
  let here: StructuralSchema | undefined = root;
  for (const step of path) {
    if (typeof step === 'number') here = here?.items;
    else {
      const more: unknown = here?.additionalProperties;
      here = here?.properties?.[step] ?? (isSchema(more) ? more : undefined);
    }
  }
  return here;
}

function isSchema(value: unknown): value is StructuralSchema {
  return typeof value === 'object' && value !== null;
}
