/**
 * How revisions lie in Kubernetes: an immutable ConfigMap with one revision or several. What lists need stands in the open
 * (`data.index`), the objects themselves are compressed (`binaryData.objects`); docs/objects.md has the form.
 */
import * as z from 'zod/mini';
import { isJsonObject, type Json, type JsonObject } from '../document/json.ts';
import { fail, ok, type Result } from '../result.ts';
import { labelValue, recordName } from './name.ts';
import type { StoredRecord } from './retention.ts';
import { headSchema, type Revision, type RevisionBody, type RevisionHead } from './revision.ts';

export const historyLabel = 'sluice.dev/history';
/** Rises when the form changes so that older consoles cannot read it. */
const schemaVersion = '1';
export const historySelector = `${historyLabel}=${schemaVersion}`;

/** Kubernetes refuses more than 1 MiB of data in a ConfigMap; the metadata and some air have room beside it. */
export const mostRecordBytes = 900 * 1024;

const indexSchema = z.array(headSchema);

/** The text to compress. */
export function bodiesText(revisions: readonly Revision[]): string {
  return JSON.stringify(revisions.map(({ body }) => body));
}

/** The one at this place in the index; null where the text is not what we write. */
export function bodyAt(text: string, index: number): RevisionBody | null {
  let bodies: Json;
  try {
    bodies = JSON.parse(text);
  } catch {
    return null;
  }
  const body = Array.isArray(bodies) ? bodies[index] : undefined;
  if (!isJsonObject(body)) return null;
  const { before = null, after = null } = body;
  return { before: isJsonObject(before) ? before : null, after: isJsonObject(after) ? after : null };
}

export interface EncodedRecord {
  name: string;
  /** As Kubernetes counts it. */
  bytes: number;
  object: JsonObject;
}

export function encodeRecord(
  namespace: string,
  heads: readonly RevisionHead[],
  packed: { base64: string; bytes: number },
): EncodedRecord {
  const index = JSON.stringify(heads);
  const [only, ...more] = heads;
  const of: Readonly<Record<string, string>> =
    only === undefined || more.length > 0
      ? {}
      : {
          'sluice.dev/kind': labelValue(only.kind),
          'sluice.dev/namespace': labelValue(only.namespace),
          'sluice.dev/name': labelValue(only.name),
        };
  const name = recordName(
    heads.map(({ id }) => id),
    heads.length === 1 && heads[0]?.user !== null,
  );
  const labels: JsonObject = {
    'app.kubernetes.io/managed-by': 'sluice',
    [historyLabel]: schemaVersion,
    ...of,
  };
  return {
    name,
    bytes: new TextEncoder().encode(index).length + packed.bytes,
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, labels },
      immutable: true,
      data: { index },
      binaryData: { objects: packed.base64 },
    },
  };
}

/** What stands in the open; the bodies stay packed. */
export function readRecord(object: unknown): Result<StoredRecord, string> {
  const map = object as Json;
  if (!isJsonObject(map) || !isJsonObject(map.metadata) || !isJsonObject(map.data))
    return fail('no ConfigMap');
  const { name, labels } = map.metadata;
  if (typeof name !== 'string') return fail('no name');
  if (!isJsonObject(labels) || labels[historyLabel] !== schemaVersion) return fail('another schema');
  const text = map.data.index;
  if (typeof text !== 'string') return fail('no index');
  let index: unknown;
  try {
    index = JSON.parse(text);
  } catch {
    return fail('the index is not JSON');
  }
  const heads = indexSchema.safeParse(index);
  if (!heads.success) return fail('the index has another form');
  const packed = packedText(map);
  return ok({ name, heads: heads.data, bytes: text.length + Math.floor(((packed?.length ?? 0) * 3) / 4) });
}

/** Base64 of the compressed bodies. */
export function packedText(object: unknown): string | null {
  const map = object as Json;
  const data = isJsonObject(map) && isJsonObject(map.binaryData) ? map.binaryData.objects : undefined;
  return typeof data === 'string' ? data : null;
}
