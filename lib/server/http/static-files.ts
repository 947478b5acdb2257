/**
 * The build's own files (`/_next/static`), as Brotli where the browser takes it and `scripts/build.ts` has packed it: an eighth
 * smaller than the gzip that Next would make on every request. Everything else is left to Next.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  js: 'application/javascript; charset=UTF-8',
  css: 'text/css; charset=UTF-8',
};

/** Names are made by the build: anything else, above all a way upwards, is not ours. */
const packedPath = /^\/_next\/static\/((?:[\w~-]+\/)*[\w~-]+(?:\.[\w~-]+)*\.(js|css))(?:\?|$)/;

/** False when there is no packed file for this request: then nothing has been written. */
export async function servePacked(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const [, name, ending] = packedPath.exec(request.url ?? '') ?? [];
  if (name === undefined || ending === undefined || request.method !== 'GET') return false;
  if (!/(^|[\s,])br(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(request.headers['accept-encoding'] ?? '')))
    return false;
  const file = join(folder, `${name}.br`);
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) return false;
  response.writeHead(200, {
    'content-type': types[ending],
    'content-encoding': 'br',
    'content-length': size,
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    vary: 'Accept-Encoding',
  });
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
  return true;
}
