/**
 * Objects of the API as text to edit, and the edited value back as the object to write: what the editor does not show
 * (managedFields, status) goes back as the API gave it, and what was not touched is the live object's own.
 */
import { editDocument } from './edit/edit.ts';
import { equalJson, isJsonObject, type Json, type JsonObject, own, type Path, setOwn } from './json.ts';
import { parseDocument } from './stream.ts';
import { kubectlStyle, printBlock } from './yaml/print.ts';

const firstKeys = ['apiVersion', 'kind', 'metadata', 'spec'];
const firstMetadata = ['name', 'generateName', 'namespace', 'labels', 'annotations'];

/** Without what the API server alone writes and nobody reads in an editor. */
export function editableObject(object: JsonObject): JsonObject {
  const shown = copyOf(object, firstKeys, ['status']);
  const metadata = own(object, 'metadata');
  if (isJsonObject(metadata)) setOwn(shown, 'metadata', copyOf(metadata, firstMetadata, ['managedFields']));
  return shown;
}

export function objectText(object: JsonObject): string {
  return `${printBlock(editableObject(object), 0, kubectlStyle).join('\n')}\n`;
}

/** `edited`: the value of the text. What it says of hidden fields is not taken over. */
export function objectToWrite(live: JsonObject, edited: JsonObject): JsonObject {
  const shown = editableObject(edited);
  const written = overlay(live, shown, ['status']);
  const metadata = own(live, 'metadata');
  const editedMetadata = own(shown, 'metadata');
  if (isJsonObject(metadata) && isJsonObject(editedMetadata)) {
    setOwn(written, 'metadata', overlay(metadata, editedMetadata, ['managedFields']));
  }
  return written;
}

function copyOf(object: JsonObject, first: readonly string[], hidden: readonly string[]): JsonObject {
  const copy: JsonObject = {};
  const keys = [...first.filter((key) => Object.hasOwn(object, key)), ...Object.keys(object)];
  for (const key of keys) if (!hidden.includes(key)) setOwn(copy, key, own(object, key) ?? null);
  return copy;
}

/** In the order of the live object, new keys last. */
function overlay(live: JsonObject, edited: JsonObject, hidden: readonly string[]): JsonObject {
  const out: JsonObject = {};
  for (const key of new Set([...Object.keys(live), ...Object.keys(edited)])) {
    const value = hidden.includes(key) ? own(live, key) : merged(own(live, key), own(edited, key));
    if (value !== undefined) setOwn(out, key, value);
  }
  return out;
}

function merged(live: Json | undefined, edited: Json | undefined): Json | undefined {
  if (edited === undefined || equalJson(live, edited)) return edited === undefined ? undefined : live;
  return isJsonObject(live) && isJsonObject(edited) ? overlay(live, edited, []) : edited;
}

/** What the API server alone writes of metadata, as `objectText` prints it. */
const serverLine = /^ {2}(?:resourceVersion|generation|uid|creationTimestamp): .*\n/gm;

/** Both say the same, but for what the API server alone writes: a newer version of an object need not be another content. */
export function sameContent(a: string, b: string): boolean {
  return a === b || withoutServerLines(a) === withoutServerLines(b);
}

function withoutServerLines(text: string): string {
  const from = /^metadata:\n/m.exec(text)?.index ?? -1;
  if (from < 0) return text;
  const rest = from + 'metadata:\n'.length;
  const length = text.slice(rest).search(/^\S/m);
  const end = length < 0 ? text.length : rest + length;
  return text.slice(0, rest) + text.slice(rest, end).replace(serverLine, '') + text.slice(end);
}

/** The text without these places, all else as it is written; a text that cannot be read loses no more than what the API server alone writes. */
export function textWithout(text: string, places: readonly Path[]): string {
  let document = parseDocument(text);
  if (document.problem !== null) return withoutServerLines(text);
  for (const path of places) {
    const edited = editDocument(document, { op: 'remove', path });
    if (edited.ok) document = edited.value.document;
  }
  return document.text;
}
