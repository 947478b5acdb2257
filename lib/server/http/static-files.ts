/**
 * The build's own files (`/_next/static`), as Brotli where the browser takes it and `scripts/build.ts` has packed it: an eighth
 * smaller than the gzip that Next would make on every request. Everything else is left to Next.
 */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  js: 'application/javascript; charset=UTF-8',
  css: 'text/css; charset=UTF-8',
};

/** Names are made by the build: anything else, above all a way upwards, is not ours. */
const packedPath = /^\/_next\/static\/((?:[\w~-]+\/)*[\w~-]+(?:\.[\w~-]+)*\.(js|css))(?:\?|$)/;

/** A build never changes under a running console, and all of it is about a megabyte: each file is read once. */
const read = new Map<string, Promise<Buffer | null>>();

function contentOf(file: string): Promise<Buffer | null> {
  const known = read.get(file);
  if (known !== undefined) return known;
  const content = readFile(file).catch(() => {
    // What is not there is not remembered: names are the caller's choice.
    read.delete(file);
    return null;
  });
  read.set(file, content);
  return content;
}

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
  const content = await contentOf(join(folder, `${name}.br`));
  if (content === null) return false;
  response.writeHead(200, {
    'content-type': types[ending],
    'content-encoding': 'br',
    'content-length': content.length,
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    vary: 'Accept-Encoding',
  });
  response.end(content);
  return true;
}
