/**
 * Records of history as ConfigMaps of the console's own namespace, written and read with the console's own account: the one exception,
 * beside watching, where it acts by itself. No other namespace is ever addressed.
 */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import {
  bodiesText,
  bodyAt,
  type EncodedRecord,
  encodeRecord,
  historySelector,
  packedText,
  readRecord,
} from '#lib/history/record.ts';
import type { StoredRecord } from '#lib/history/retention.ts';
import type { Revision, RevisionBody } from '#lib/history/revision.ts';
import { isRecord } from '#lib/record.ts';
import { isAppError } from '../app-error.ts';
import { collectionPath, objectPath } from '../kubernetes/paths.ts';
import { configMaps } from '../kubernetes/resources.ts';
import { type KubernetesClient, metadataOnly } from '../kubernetes/rest.ts';
import { createLru, once } from '../lru.ts';

export interface HistoryStore {
  encode(revisions: readonly Revision[]): Promise<EncodedRecord>;
  /** `exists`: somebody wrote the same before. Rejects with AppError. */
  create(record: EncodedRecord): Promise<'created' | 'exists'>;
  /** Every record, page by page; `unreadable` counts those of another form. */
  load(signal: AbortSignal, onRecord: (record: StoredRecord) => void): Promise<{ unreadable: number }>;
  /** Names of all records, without what is in them. */
  names(): Promise<ReadonlySet<string>>;
  /** Null when it is gone or has another form. */
  record(name: string): Promise<StoredRecord | null>;
  /** Null when it is gone or has another form. */
  body(name: string, place: number): Promise<RevisionBody | null>;
  /** Also when it is gone already. */
  delete(name: string): Promise<void>;
}

const own = { kind: 'console' } as const;
const pageSize = '20';
const namesPageSize = '500';
/** Far beyond what fits into a ConfigMap in any ratio that objects reach. */
const maxBodiesBytes = 64 * 1024 * 1024;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

export function createHistoryStore(client: KubernetesClient, namespace: string): HistoryStore {
  const collection = collectionPath(configMaps, namespace);
  const pathOf = (name: string) => objectPath(configMaps, namespace, name);
  const texts = createLru<Promise<string | null>>(16);

  async function get(name: string): Promise<unknown> {
    try {
      return await client.call({ method: 'GET', path: pathOf(name) }, own);
    } catch (error) {
      if (isAppError(error) && error.code === 'not-found') return null;
      throw error;
    }
  }

  async function textOf(name: string): Promise<string | null> {
    const packed = packedText(await get(name));
    if (packed === null) return null;
    try {
      const text = await unpack(Buffer.from(packed, 'base64'), { maxOutputLength: maxBodiesBytes });
      return text.toString('utf8');
    } catch {
      return null;
    }
  }

  async function* pages(size: string, accept: string | undefined, signal?: AbortSignal) {
    let token = '';
    do {
      const query = {
        labelSelector: historySelector,
        limit: size,
        ...(token === '' ? {} : { continue: token }),
      };
      const page = await client.call({ method: 'GET', path: collection, query, accept, signal }, own);
      if (!isRecord(page) || !Array.isArray(page.items)) return;
      yield page.items as unknown[];
      token = isRecord(page.metadata) ? String(page.metadata.continue ?? '') : '';
    } while (token !== '');
  }

  return {
    encode: async (revisions) => {
      const packed = await pack(bodiesText(revisions));
      const heads = revisions.map(({ head }) => head);
      return encodeRecord(namespace, heads, { base64: packed.toString('base64'), bytes: packed.length });
    },
    create: async ({ object }) => {
      try {
        await client.call({ method: 'POST', path: collection, body: object }, own);
        return 'created';
      } catch (error) {
        if (isAppError(error) && error.code === 'conflict') return 'exists';
        throw error;
      }
    },
    load: async (signal, onRecord) => {
      let unreadable = 0;
      for await (const items of pages(pageSize, undefined, signal)) {
        for (const item of items) {
          const record = readRecord(item);
          if (record.ok) onRecord(record.value);
          else unreadable += 1;
        }
      }
      return { unreadable };
    },
    names: async () => {
      const names = new Set<string>();
      for await (const items of pages(namesPageSize, metadataOnly)) {
        for (const item of items) {
          const metadata = isRecord(item) && isRecord(item.metadata) ? item.metadata : {};
          if (typeof metadata.name === 'string') names.add(metadata.name);
        }
      }
      return names;
    },
    record: async (name) => {
      const record = readRecord(await get(name));
      return record.ok ? record.value : null;
    },
    body: async (name, place) => {
      const text = await once(texts, name, () => textOf(name));
      if (text === null) texts.delete(name);
      return text === null ? null : bodyAt(text, place);
    },
    delete: async (name) => {
      texts.delete(name);
      try {
        await client.call({ method: 'DELETE', path: pathOf(name) }, own);
      } catch (error) {
        if (!isAppError(error) || error.code !== 'not-found') throw error;
      }
    },
  };
}
