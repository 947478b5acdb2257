/** The object that an editor is open on, and what its text says of itself. */
import type { Change, ConfigurationObject } from '#lib/api/configuration.ts';
import type { Draft } from '#lib/client/drafts.ts';
import { isJsonObject, type Json, own } from '#lib/document/json.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';

export interface EditedObject {
  op: 'create' | 'update';
  /** Kind id. */
  kind: string;
  kindInfo: Kind;
  namespace: string;
  /** Empty for a new object. */
  name: string;
}

/** Where the editing began. */
export interface Origin {
  base: string;
  resourceVersion: string | null;
}

/** What a text's metadata say: the name of a new object is in its text alone. */
export function nameIn(value: Json): string {
  const metadata = isJsonObject(value) ? own(value, 'metadata') : undefined;
  const name = isJsonObject(metadata) ? own(metadata, 'name') : undefined;
  return typeof name === 'string' ? name : '';
}

export function changeOf(object: EditedObject, origin: Origin, text: string, value: Json): Change {
  const { kind, namespace } = object;
  if (object.op === 'create') return { op: 'create', kind, namespace, name: nameIn(value), text };
  return {
    op: 'update',
    kind,
    namespace,
    name: object.name,
    text,
    base: origin.base,
    ...(origin.resourceVersion === null ? {} : { resourceVersion: origin.resourceVersion }),
  };
}

export function draftOf(object: EditedObject, origin: Origin, text: string, nowMs: number): Draft {
  const { op, kind, namespace, name } = object;
  return { op, kind, namespace, name, ...origin, text, changedAtMs: nowMs };
}

/** The object changed in what an editor shows, not only in its version. */
export function changedMeanwhile(
  origin: Origin,
  live: Pick<ConfigurationObject, 'text' | 'resourceVersion'>,
): boolean {
  return live.resourceVersion !== origin.resourceVersion && live.text !== origin.base;
}
