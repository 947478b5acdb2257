/** Answers as bytes: serialised and compressed once, shared by everybody whose answer is equal. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { jsonSteps } from '#lib/json-steps.ts';
import { createLru, once } from '../lru.ts';
import { breathe } from './demand.ts';
import { inSlices } from './slices.ts';

export interface Packed {
  /** Of the content: equal answers have equal tags on every replica. */
  etag: string;
  gzip: Buffer;
}

export interface PackedCache {
  /** `make` is called once for each key that is not remembered. */
  get(key: string, make: () => object | Promise<object>): Promise<Packed>;
}

const compress = promisify(gzip);
const level = 4;
/** Each chunk is a trip to another thread and back. */
const chunkSize = 256 * 1024;

async function pack(body: object | Promise<object>): Promise<Packed> {
  const bytes = Buffer.from(await inSlices(jsonSteps(await body)));
  await breathe();
  return {
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    gzip: await compress(bytes, { level, chunkSize }),
  };
}

export function createPackedCache(limit: number): PackedCache {
  const bodies = createLru<Promise<Packed>>(limit);
  return {
    get: (key, make) => once(bodies, key, () => pack(make())),
  };
}
