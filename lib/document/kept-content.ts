/**
 * Whether an object, read again, is the one that was written. The API server may add defaults to what it is given, so a key that
 * neither the text before nor the one that was written has tells nothing.
 */
import { equalJson, isJsonObject, type Json, type JsonObject, own } from './json.ts';
import { editableObject } from './object-text.ts';

/** `before`: null for a new object. Of metadata only what people write counts: labels and annotations. */
export function isKept(written: JsonObject, live: JsonObject, before: JsonObject | null): boolean {
  return covers(content(live), content(written), before === null ? null : content(before));
}

function content(object: JsonObject): JsonObject {
  const { metadata, ...rest } = editableObject(object);
  const given = isJsonObject(metadata) ? metadata : {};
  // An empty map and none are the same to the API server.
  const map = (key: string): Json => {
    const value = own(given, key);
    return isJsonObject(value) ? value : {};
  };
  return { ...rest, labels: map('labels'), annotations: map('annotations') };
}

function covers(live: Json | undefined, wanted: Json, before: Json | undefined | null): boolean {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(live) || live.length !== wanted.length) return false;
    // Items move: of what was at a place before, nothing follows for what is there now.
    return wanted.every((item, index) => covers(live[index], item, null));
  }
  if (!isJsonObject(wanted)) return equalJson(live, wanted);
  if (!isJsonObject(live)) return false;
  const was = isJsonObject(before ?? undefined) ? (before as JsonObject) : {};
  return [...new Set([...Object.keys(live), ...Object.keys(wanted)])].every((key) => {
    const asked = own(wanted, key);
    return asked === undefined ? own(was, key) === undefined : covers(own(live, key), asked, own(was, key));
  });
}
