/**
 * A revision: one change of one object that was worth keeping, with who, when and what it was before and after.
 * Worth keeping is what people write: labels, annotations and everything beside metadata and status. Versions, managers, status and
 * what kubectl remembers for itself change on their own and make no revision.
 */
import * as z from 'zod/mini';
import { isJsonObject, type Json, type JsonObject, own, setOwn } from '../document/json.ts';
import { canonical } from '../document/match-items.ts';

/** `first-seen`: it was there when the console first looked; who wrote it is not known. */
export const operations = ['first-seen', 'created', 'changed', 'deleted'] as const;
export type Operation = (typeof operations)[number];

const count = z.number().check(z.int(), z.nonnegative());
const shortText = z.string().check(z.maxLength(300));

export const summarySchema = z.object({
  added: count,
  removed: count,
  changed: count,
  /** The first few fields that differ, as messages write paths. */
  paths: z.array(shortText),
});
export type Summary = z.infer<typeof summarySchema>;

export const headSchema = z.object({
  /** Of the object and its version: equal on every replica that saw the change. */
  id: z.string().check(z.regex(/^[a-z0-9]([-a-z0-9]{0,118}[a-z0-9])?$/)),
  /** `<plural>.<group>`. */
  kind: shortText,
  /** "" for kinds without one. */
  namespace: shortText,
  name: shortText,
  uid: shortText,
  resourceVersion: shortText,
  operation: z.enum(operations),
  /** Unix seconds of the write as far as the object tells, else of the sighting. */
  at: z.number(),
  /** Unix seconds of the sighting. */
  seenAt: z.number(),
  /** It happened at some time before it was seen: the console was away. */
  late: z.boolean(),
  /** Field manager of the write; null when nothing tells. */
  manager: z.nullable(shortText),
  /** Who wrote it, when it was written through the console. */
  user: z.nullable(shortText),
  reason: z.nullable(z.string().check(z.maxLength(1000))),
  /** Of the content after; of what was deleted, before. */
  digest: shortText,
  summary: summarySchema,
});
export type RevisionHead = z.infer<typeof headSchema>;

/** As kept: without status and what the API server alone writes. Null where there was no object, or it is not known. */
export interface RevisionBody {
  before: JsonObject | null;
  after: JsonObject | null;
}

export interface Revision {
  head: RevisionHead;
  body: RevisionBody;
}

/** kubectl's own memory: a copy of the object inside the object. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object as a revision keeps it. */
export function keptObject(object: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const key of ['apiVersion', 'kind']) copy(object, kept, key);
  const metadata = own(object, 'metadata');
  setOwn(kept, 'metadata', keptMetadata(isJsonObject(metadata) ? metadata : {}));
  for (const key of Object.keys(object)) {
    if (!['apiVersion', 'kind', 'metadata', 'status'].includes(key)) copy(object, kept, key);
  }
  return kept;
}

function keptMetadata(metadata: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const key of ['name', 'namespace']) copy(metadata, kept, key);
  for (const key of ['labels', 'annotations']) {
    const map = own(metadata, key);
    if (!isJsonObject(map)) continue;
    const entries: JsonObject = {};
    for (const name of Object.keys(map)) if (name !== lastApplied) copy(map, entries, name);
    if (Object.keys(entries).length > 0) setOwn(kept, key, entries);
  }
  return kept;
}

function copy(from: JsonObject, to: JsonObject, key: string): void {
  const value = own(from, key);
  if (value !== undefined) setOwn(to, key, value);
}

/** Equal for contents that make no revision between them: the order of keys and the version of the API do not count. */
export function contentText(kept: JsonObject): string {
  const { apiVersion: _, ...content } = kept;
  return canonical(content satisfies Json);
}
