/** Bringing a former state back: as a change of the object that is there now, or as an object to create where it is gone. */
import { isJsonObject, type JsonObject, own, setOwn } from '../document/json.ts';
import { objectToWrite } from '../document/object-text.ts';
import { fail, ok, type Result } from '../result.ts';
import { keptObject, lastApplied } from './revision.ts';

function metadataOf(object: JsonObject): JsonObject {
  const metadata = own(object, 'metadata');
  return isJsonObject(metadata) ? metadata : {};
}

const identity = ['namespace', 'name'] as const;

/**
 * The object to write. Names, versions, owners, finalizers, status and kubectl's memory are the live object's; labels, annotations and
 * everything beside are the former ones.
 */
export function revertTo(live: JsonObject, former: JsonObject): Result<JsonObject, 'another-object'> {
  const kept = keptObject(former);
  const [now, then] = [metadataOf(live), metadataOf(kept)];
  const isSame =
    own(live, 'kind') === own(kept, 'kind') && identity.every((key) => own(now, key) === own(then, key));
  if (!isSame) return fail('another-object');
  const metadata: JsonObject = {};
  for (const key of Object.keys(now))
    if (!['labels', 'annotations'].includes(key)) setOwn(metadata, key, now[key] ?? null);
  const labels = own(then, 'labels');
  if (labels !== undefined) setOwn(metadata, 'labels', labels);
  const annotations = annotationsOf(now, then);
  if (annotations !== null) setOwn(metadata, 'annotations', annotations);
  // The API version that the caller reads and writes is the live one.
  const wanted: JsonObject = {};
  for (const key of Object.keys(kept)) setOwn(wanted, key, kept[key] ?? null);
  setOwn(wanted, 'apiVersion', own(live, 'apiVersion') ?? null);
  setOwn(wanted, 'metadata', metadata);
  return ok(objectToWrite(live, wanted));
}

function annotationsOf(now: JsonObject, then: JsonObject): JsonObject | null {
  const [live, former] = [own(now, 'annotations'), own(then, 'annotations')];
  const annotations: JsonObject = {};
  if (isJsonObject(former))
    for (const key of Object.keys(former)) setOwn(annotations, key, former[key] ?? null);
  const memory = isJsonObject(live) ? own(live, lastApplied) : undefined;
  if (memory !== undefined) setOwn(annotations, lastApplied, memory);
  return Object.keys(annotations).length === 0 ? null : annotations;
}
