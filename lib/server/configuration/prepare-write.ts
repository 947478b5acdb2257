/** From a draft to the call that writes it: the live object is read with the caller's credentials, and what the text does not show stays as it is. */

import type { TryVerdict, WriteOutcome } from '#lib/api/configuration/configuration.ts';
import type { JsonObject } from '#lib/document/json.ts';
import { isJsonObject, own, setOwn } from '#lib/document/json.ts';
import { isKept } from '#lib/document/kept-content.ts';
import { editableObject, objectText, objectToWrite } from '#lib/document/object-text.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { heldMeta } from '#lib/istio/checks/objects/object-meta.ts';
import { ownershipOf } from '#lib/istio/ownership.ts';
import { isAppError } from '../app-error.ts';
import type { Credential } from '../kubernetes/credential.ts';
import { collectionPath, objectPath } from '../kubernetes/paths.ts';
import { type Resource, resources } from '../kubernetes/resources.ts';
import type { KubernetesClient, WriteCall } from '../kubernetes/rest.ts';
import type { Draft } from './draft.ts';
import { type LiveObject, readObjectAs } from './read-object.ts';
import { acceptedVerdict, refusedVerdict, verdictOfError } from './verdict.ts';

export type Live = WriteOutcome['live'];

export interface PreparedWrite {
  draft: Draft;
  /** Null when it is to be made. */
  before: LiveObject | null;
  /** Null when it is to be deleted. */
  after: JsonObject | null;
  call: Omit<WriteCall, 'dryRun'>;
}

export type Prepared =
  | { ok: true; write: PreparedWrite }
  /** `there`: the version at which the object says what is asked for already; null otherwise. */
  | { ok: false; verdict: TryVerdict; live: Live; there: string | null };

export async function prepareWrite(
  client: Pick<KubernetesClient, 'call'>,
  credential: Credential,
  draft: Draft,
): Promise<Prepared> {
  const { change, target, value } = draft;
  const resource = resourceOf(draft);
  if (change.op === 'create') {
    const after = newObject(value ?? {});
    const path = collectionPath(resource, target.namespace);
    return { ok: true, write: { draft, before: null, after, call: { method: 'POST', path, body: after } } };
  }
  let before: LiveObject;
  try {
    before = await readObjectAs(client, credential, target, resource);
  } catch (error) {
    return { ok: false, verdict: verdictOfError(draft, error), live: null, there: null };
  }
  const current = before.metadata.resourceVersion ?? '';
  if (change.resourceVersion !== undefined && change.resourceVersion !== current) {
    return saysIt(draft, before)
      ? { ok: false, verdict: acceptedVerdict(draft), live: null, there: current }
      : { ok: false, verdict: refusedVerdict(draft, 'conflict'), live: liveOf(before), there: null };
  }
  const path = objectPath(resource, target.namespace, target.name);
  if (change.op === 'delete') {
    const { uid } = before.metadata;
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { resourceVersion: current, ...(uid === undefined ? {} : { uid }) },
    };
    return { ok: true, write: { draft, before, after: null, call: { method: 'DELETE', path, body } } };
  }
  // Where the change did not say what it began from, the object does.
  const kept = change.op === 'update' && change.base === undefined ? heldMeta(value ?? {}, before) : [];
  if (kept.length > 0) {
    const causes = kept.map(({ path: at, reason }) => ({
      field: at.join('.'),
      path: at,
      ...(draft.placeOf?.(at) ?? { line: null, column: null }),
      reason: 'FieldValueForbidden',
      message: reason,
    }));
    return { ok: false, verdict: refusedVerdict(draft, 'invalid', { causes }), live: null, there: null };
  }
  const after = updatedObject(before, value ?? {});
  return { ok: true, write: { draft, before, after, call: { method: 'PUT', path, body: after } } };
}

/**
 * The object says already what the draft asks for: as when a request was sent twice and the first was carried out, here or by another
 * console. There is nothing to decide then.
 */
export function saysIt({ change, value }: Draft, live: LiveObject): boolean {
  if (change.op !== 'update' || change.base === undefined || value === null) return false;
  const base = parseDocument(change.base).value;
  return isJsonObject(base) && isKept(value, live, base);
}

export function liveOf(object: LiveObject): NonNullable<Live> {
  return {
    text: objectText(object),
    resourceVersion: object.metadata.resourceVersion ?? '',
    managedBy: ownershipOf(object),
  };
}

/** The object as it is now, for a merge; null when it is gone or cannot be read. */
export async function readLive(
  client: Pick<KubernetesClient, 'call'>,
  credential: Credential,
  draft: Draft,
): Promise<LiveObject | null | 'unreadable'> {
  try {
    return await readObjectAs(client, credential, draft.target, resourceOf(draft));
  } catch (error) {
    return isAppError(error) && error.code === 'not-found' ? null : 'unreadable';
  }
}

/** At the version that the text speaks, which is one that the console knows (draft.ts). */
function resourceOf({ target, value }: Draft): Resource {
  const resource = resources[target.key];
  const [, version] = String(value === null ? '' : own(value, 'apiVersion')).split('/');
  return version === undefined ? resource : { ...resource, version };
}

const serverFields = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'selfLink'];

function newObject(value: JsonObject): JsonObject {
  const object = editableObject(value);
  const metadata = own(object, 'metadata');
  if (isJsonObject(metadata)) {
    const kept = Object.entries(metadata).filter(([key]) => !serverFields.includes(key));
    setOwn(object, 'metadata', Object.fromEntries(kept));
  }
  return object;
}

/** What the API server alone writes is the live object's, whatever the text says. */
function updatedObject(live: LiveObject, value: JsonObject): JsonObject {
  const object = objectToWrite(live, value);
  const metadata = own(object, 'metadata');
  if (!isJsonObject(metadata)) return object;
  const copy = { ...metadata };
  const given = live.metadata as unknown as JsonObject;
  for (const key of serverFields) {
    const kept = own(given, key);
    if (kept === undefined) delete copy[key];
    else setOwn(copy, key, kept);
  }
  setOwn(object, 'metadata', copy);
  return object;
}
