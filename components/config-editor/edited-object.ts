/** The object that an editor is open on, and what its text says of itself. */
import type { Change, ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import type { Draft } from '#lib/client/drafts/drafts.ts';
import { isJsonObject, type Json, own } from '#lib/document/json.ts';
import { sameContent } from '#lib/document/object-text.ts';
import { parseDocument } from '#lib/document/stream.ts';
import type { Kind } from '#lib/istio/kinds/kind.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';

export interface EditedObject {
  op: 'create' | 'update';
  /** Kind id. */
  kind: string;
  kindInfo: Kind;
  namespace: string;
  /** Empty for a new object. */
  name: string;
  /** Of a new object: lib/client/drafts/drafts.ts. */
  mark?: string;
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

export function draftOf(
  object: Omit<EditedObject, 'kindInfo'>,
  origin: Origin,
  text: string,
  { companions, changedAtMs }: Pick<Draft, 'companions' | 'changedAtMs'>,
): Draft {
  const { op, kind, namespace, name, mark } = object;
  const named = mark === undefined ? { name } : { name, mark };
  return { op, kind, namespace, ...named, ...origin, text, companions, changedAtMs };
}

/** The change that a draft is, for asking what it brings; null while its text cannot be read. */
export function changeOfDraft(draft: Draft): Change | null {
  const kindInfo = kindAt(draft.kind);
  const { value, problem } = parseDocument(draft.text);
  if (kindInfo === undefined || problem !== null) return null;
  const { op, kind, namespace, name, base, resourceVersion, text } = draft;
  return changeOf({ op, kind, kindInfo, namespace, name }, { base, resourceVersion }, text, value);
}

/** The object changed in what people write, not only in its version: what else writes it (a status, a manager's mark) asks for no decision. */
export function changedMeanwhile(
  origin: Origin,
  live: Pick<ConfigurationObject, 'text' | 'resourceVersion'>,
): boolean {
  return live.resourceVersion !== origin.resourceVersion && !sameContent(live.text, origin.base);
}
